package dev.glovebox.judge0;

import dev.glovebox.api.LimitsProperties;
import dev.glovebox.language.CompileOptions;
import dev.glovebox.language.Language;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Particulars;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.RunExtras;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.TestCase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Makes a submission of attributes, or says what is wrong with them in Judge0's words. */
@Component
class DraftReader {

  /** A file without contents beside those of a program of many files. */
  private static final String NOTHING = "no-source";

  private static final int LONGEST_TEXT = 512;
  private static final int LONGEST_URL = 4096;
  private static final int LEAST_STACK_KB = 64;
  private static final int NANO_DIGITS = 9;
  private static final long MOST_INPUT = 64L << 20;
  private static final Pattern UNUSABLE = Pattern.compile("[\\x00\\p{Cs}]");
  private static final Set<String> FALSE = Set.of("false", "f", "0", "off", "");

  private final KnownLanguages languages;
  private final Judge0Properties properties;
  private final LimitsProperties nativeLimits;
  private final AdditionalFiles additionalFiles;

  DraftReader(
      KnownLanguages languages, Judge0Properties properties, LimitsProperties nativeLimits) {
    this.languages = languages;
    this.properties = properties;
    this.nativeLimits = nativeLimits;
    this.additionalFiles =
        new AdditionalFiles(Math.toIntExact(properties.limits().maxExtractSize() * 1024L));
  }

  /** One of both is there. */
  record Read(Optional<Draft> draft, ValidationErrors errors) {}

  /**
   * @param base64 whether source, input and expected output are in base64
   * @param flavour whose languages are meant
   */
  Read read(Attributes attributes, boolean base64, Flavour flavour) {
    ValidationErrors errors = new ValidationErrors();
    Texts texts = new Texts(attributes, base64);
    Optional<String> languageText = attributes.text("language_id").filter(t -> !t.isBlank());
    Optional<KnownLanguage> language =
        languageText.map(Numbers::leading).flatMap(id -> languages.find(flavour, id));
    boolean multiFile = language.filter(KnownLanguage::multiFile).isPresent();
    presence(attributes, texts, languageText, multiFile, errors);
    Asked asked = asked(attributes, texts, language, errors);
    lengths(asked, errors);
    customChecks(attributes, asked, languageText, language, errors);
    if (!errors.isEmpty()) {
      return new Read(Optional.empty(), errors);
    }
    return draft(attributes, texts, asked, language.orElseThrow(), errors);
  }

  private static void presence(
      Attributes attributes,
      Texts texts,
      Optional<String> languageText,
      boolean multiFile,
      ValidationErrors errors) {
    boolean source = texts.source().filter(s -> !blank(s)).isPresent();
    if (multiFile && source) {
      errors.add("source_code", "must be blank");
    } else if (!multiFile && !source) {
      errors.add("source_code", "can't be blank");
    }
    if (multiFile && attributes.text("additional_files").filter(t -> !t.isBlank()).isEmpty()) {
      errors.add("additional_files", "can't be blank");
    }
    if (languageText.isEmpty()) {
      errors.add("language_id", "can't be blank");
    }
  }

  private Asked asked(
      Attributes attributes,
      Texts texts,
      Optional<KnownLanguage> language,
      ValidationErrors errors) {
    var limits = properties.limits();
    var numbers = new Numbers(attributes, errors);
    int runs = numbers.count("number_of_runs", limits.numberOfRuns(), limits.maxNumberOfRuns());
    BigDecimal cpu = numbers.seconds("cpu_time_limit", limits.cpuTime(), 0, limits.maxCpuTime());
    BigDecimal extra =
        numbers.seconds("cpu_extra_time", limits.cpuExtraTime(), 0, limits.maxCpuExtraTime());
    BigDecimal wall =
        numbers.seconds("wall_time_limit", limits.wallTime(), 1, limits.maxWallTime());
    int memory = numbers.amount("memory_limit", limits.memory(), 2048, limits.maxMemory());
    int stack = numbers.amount("stack_limit", limits.stack(), 0, limits.maxStack());
    int processes =
        numbers.count("max_processes_and_or_threads", limits.processes(), limits.maxProcesses());
    boolean perProcessTime =
        enabled(
            attributes,
            "enable_per_process_and_thread_time_limit",
            properties.features().perProcessTime(),
            errors);
    boolean perProcessMemory =
        enabled(
            attributes,
            "enable_per_process_and_thread_memory_limit",
            properties.features().perProcessMemory(),
            errors);
    int fileSize = numbers.amount("max_file_size", limits.fileSize(), 0, limits.maxFileSize());
    return new Asked(
        language.map(KnownLanguage::key).orElse(0),
        texts.source().isPresent(),
        texts.stdin().isPresent(),
        texts.expectedOutput().isPresent(),
        texts.expectedOutput().filter(text -> text.length == 0).isPresent(),
        attributes.text("additional_files").filter(t -> !t.isBlank()).isPresent(),
        runs,
        cpu,
        extra,
        wall,
        memory,
        stack,
        processes,
        perProcessTime,
        perProcessMemory,
        fileSize,
        option(attributes, "compiler_options"),
        option(attributes, "command_line_arguments"),
        truth(attributes, "redirect_stderr_to_stdout"),
        option(attributes, "callback_url"));
  }

  /** Without characters that neither a command line nor the database can have. */
  private static Optional<String> option(Attributes attributes, String name) {
    return attributes
        .text(name)
        .map(text -> UNUSABLE.matcher(text).replaceAll(""))
        .filter(text -> !text.isBlank());
  }

  private static boolean enabled(
      Attributes attributes, String name, boolean allowed, ValidationErrors errors) {
    boolean wanted = truth(attributes, name);
    if (wanted && !allowed) {
      errors.add(name, "this option cannot be enabled");
    }
    return wanted;
  }

  private static boolean truth(Attributes attributes, String name) {
    return attributes
        .text(name)
        .filter(text -> !FALSE.contains(text.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static void lengths(Asked asked, ValidationErrors errors) {
    String tooLong = "is too long (maximum is %d characters)".formatted(LONGEST_TEXT);
    if (longer(asked.compilerOptions())) {
      errors.add("compiler_options", tooLong);
    }
    if (longer(asked.commandLineArguments())) {
      errors.add("command_line_arguments", tooLong);
    }
  }

  private static boolean longer(Optional<String> text) {
    return text.filter(t -> t.codePointCount(0, t.length()) > LONGEST_TEXT).isPresent();
  }

  private void customChecks(
      Attributes attributes,
      Asked asked,
      Optional<String> languageText,
      Optional<KnownLanguage> language,
      ValidationErrors errors) {
    var features = properties.features();
    if (language.isEmpty()) {
      String id = languageText.map(Numbers::leading).map(String::valueOf).orElse("");
      errors.add("language_id", "language with id %s doesn't exist".formatted(id));
    } else if (languages.archived(language.get())) {
      errors.add(
          "language_id",
          "language with id %d is archived and cannot be used anymore"
              .formatted(language.get().id()));
    }
    asked
        .compilerOptions()
        .flatMap(options -> optionsRefused(options, language))
        .ifPresent(message -> errors.add("compiler_options", message));
    if (asked.commandLineArguments().isPresent() && !features.commandLineArguments()) {
      errors.add("command_line_arguments", "setting command line arguments is not allowed");
    }
    if (asked.callbackUrl().isPresent() && !features.callbacks()) {
      errors.add("callback_url", "setting callback is not allowed");
    }
    if (asked.callbackUrl().filter(url -> url.length() > LONGEST_URL).isPresent()) {
      errors.add("callback_url", "is too long (maximum is %d characters)".formatted(LONGEST_URL));
    }
    if (asked.additionalFiles() && !features.additionalFiles()) {
      errors.add("additional_files", "setting additional files is not allowed");
    }
    if (truth(attributes, "enable_network")) {
      errors.add("enable_network", "enabling network is not allowed");
    }
  }

  private Optional<String> optionsRefused(String options, Optional<KnownLanguage> language) {
    var features = properties.features();
    if (!features.compilerOptions()) {
      return Optional.of("setting compiler options is not allowed");
    }
    if (language.isEmpty()) {
      return Optional.empty();
    }
    if (!language.get().compiled()) {
      return Optional.of("setting compiler options is only allowed for compiled languages");
    }
    List<String> names = features.compilerOptionsFor();
    if (!names.isEmpty() && names.stream().noneMatch(language.get().name()::startsWith)) {
      return Optional.of("setting compiler options is only allowed for " + sentence(names));
    }
    return languages
        .ours(language.get())
        .filter(ours -> ours.compile().isPresent())
        .flatMap(ours -> CompileOptions.refusal(ours, Words.of(options)));
  }

  private static String sentence(List<String> names) {
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  private Read draft(
      Attributes attributes,
      Texts texts,
      Asked asked,
      KnownLanguage known,
      ValidationErrors errors) {
    Language ours = languages.ours(known).orElseThrow();
    List<SourceFile> sources = new ArrayList<>();
    String name = known.multiFile() ? "" : sourceName(known, ours);
    if (!known.multiFile()) {
      sources.add(new SourceFile(name, texts.source().orElseThrow()));
    }
    try {
      Optional<String> archive = attributes.text("additional_files").filter(t -> !t.isBlank());
      if (archive.isPresent()) {
        sources.addAll(additionalFiles.read(Base64Text.read(archive.get()), name));
      }
    } catch (AdditionalFiles.TooLarge e) {
      errors.add("additional_files", "is too large");
    }
    byte[] input = texts.stdin().orElse(new byte[0]);
    if ((long) input.length * asked.numberOfRuns() > MOST_INPUT) {
      errors.add("stdin", "is too long for so many runs");
    }
    if (!errors.isEmpty()) {
      return new Read(Optional.empty(), errors);
    }
    if (known.multiFile()) {
      // Never alone, so that it is always the script that is run, be it missing.
      sources.add(new SourceFile(NOTHING, new byte[0]));
      name = ours.source();
    }
    TestCase test = new TestCase("", input, texts.expectedOutput(), new Comparison.TrimLines());
    return new Read(
        Optional.of(new Draft(request(asked, known, sources, name, test), asked)), errors);
  }

  private static String sourceName(KnownLanguage known, Language ours) {
    String file = known.file().orElse(ours.source());
    String extension = file.substring(file.lastIndexOf('.') + 1);
    return ours.compiles(extension.toLowerCase(Locale.ROOT)) ? file : ours.source();
  }

  private SubmissionRequest request(
      Asked asked, KnownLanguage known, List<SourceFile> sources, String main, TestCase test) {
    Language ours = languages.ours(known).orElseThrow();
    boolean many = sources.size() > 1;
    return new SubmissionRequest(
            ours.id(),
            sources,
            Optional.of(main).filter(_ -> many),
            asked.compilerOptions().filter(_ -> ours.compile().isPresent()).map(Words::of),
            asked.commandLineArguments().map(Words::of).orElse(List.of()),
            Collections.nCopies(asked.numberOfRuns(), test),
            limits(asked),
            nativeLimits.tiers().getFirst(),
            Priority.NORMAL,
            true,
            asked.redirectStderr(),
            false,
            Map.of(),
            Optional.empty())
        .with(
            new Particulars(
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.of(
                    new RunExtras(
                        fileSize(asked),
                        many && !known.multiFile(),
                        leftFilesBytes(),
                        Optional.of(asked.cpuExtraTime())
                            .filter(extra -> extra.signum() > 0)
                            .map(DraftReader::duration)))));
  }

  private ExecutionLimits limits(Asked asked) {
    var limits = properties.limits();
    BigDecimal cpu =
        asked.cpuTimeLimit().signum() == 0
            ? BigDecimal.valueOf(limits.maxCpuTime())
            : asked.cpuTimeLimit();
    return new ExecutionLimits(
        duration(cpu),
        duration(asked.wallTimeLimit()),
        asked.memoryLimit() * 1024L,
        asked.processes(),
        fileSize(asked),
        fileSize(asked),
        asked.stackLimit() == 0
            ? Optional.empty()
            : Optional.of(Math.max(asked.stackLimit(), LEAST_STACK_KB) * 1024L));
  }

  private Optional<Long> leftFilesBytes() {
    return Optional.of(properties.limits().leftFiles() * 1024L).filter(most -> most > 0);
  }

  /** Zero is no limit in the original; here it is the largest. */
  private int fileSize(Asked asked) {
    int kilobytes =
        asked.maxFileSize() == 0 ? properties.limits().maxFileSize() : asked.maxFileSize();
    return Math.toIntExact(kilobytes * 1024L);
  }

  private static Duration duration(BigDecimal seconds) {
    return Duration.ofNanos(Math.max(1, seconds.movePointRight(NANO_DIGITS).longValue()));
  }

  private static boolean blank(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).isBlank();
  }

  /** The three texts that may be in base64. */
  private record Texts(Attributes attributes, boolean base64) {

    Optional<byte[]> source() {
      return text("source_code");
    }

    Optional<byte[]> stdin() {
      return text("stdin");
    }

    Optional<byte[]> expectedOutput() {
      return text("expected_output");
    }

    private Optional<byte[]> text(String name) {
      return attributes
          .text(name)
          .map(text -> base64 ? Base64Text.read(text) : text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
