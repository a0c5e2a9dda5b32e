package dev.glovebox.judge0;

import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes submissions with the attributes that were asked for, in the original's order. */
@Component
class SubmissionWriter {

  /** Exactly three digits: some clients accept nothing else. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final KnownLanguages languages;
  private final Judge0Properties properties;

  SubmissionWriter(KnownLanguages languages, Judge0Properties properties) {
    this.languages = languages;
    this.properties = properties;
  }

  /**
   * What is stored apart from a submission's state.
   *
   * @param request what was asked
   * @param left what the program left
   */
  record Contents(Optional<SubmissionRequest> request, List<LeftFile> left) {

    static final Contents NONE = new Contents(Optional.empty(), List.of());
  }

  /**
   * @param contents only needed where a field of {@link FieldNames#CONTENTS} is wanted
   * @param base64 whether texts are written in base64
   * @throws NotUtf8 when a text can only be written in base64
   */
  Map<String, @Nullable Object> write(
      Known known,
      SubmissionStatus status,
      Contents contents,
      Set<FieldNames> fields,
      boolean base64)
      throws NotUtf8 {
    Writing writing =
        new Writing(
            known,
            status,
            Outcome.of(status, known.asked(), properties.faithful()),
            contents.request(),
            contents.left(),
            base64);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (FieldNames field : FieldNames.values()) {
      if (fields.contains(field)) {
        object.put(field.code(), writing.value(field));
      }
    }
    return object;
  }

  /** With at least one digit after the point, and none that say nothing. */
  static String decimal(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    return (plain.scale() < 1 ? plain.setScale(1, RoundingMode.UNNECESSARY) : plain)
        .toPlainString();
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  private final class Writing {

    private final Known known;
    private final Asked asked;
    private final SubmissionStatus status;
    private final Outcome outcome;
    private final Optional<SubmissionRequest> contents;
    private final List<LeftFile> left;
    private final boolean base64;

    Writing(
        Known known,
        SubmissionStatus status,
        Outcome outcome,
        Optional<SubmissionRequest> contents,
        List<LeftFile> left,
        boolean base64) {
      this.known = known;
      this.asked = known.asked();
      this.status = status;
      this.outcome = outcome;
      this.contents = contents;
      this.left = left;
      this.base64 = base64;
    }

    @Nullable Object value(FieldNames field) throws NotUtf8 {
      return switch (field) {
        case SOURCE_CODE -> asked.source() ? text(source()) : null;
        case LANGUAGE_ID -> Flavour.id(asked.languageId());
        case STDIN -> asked.stdin() ? text(stdin()) : null;
        case EXPECTED_OUTPUT -> asked.expectedOutput() ? text(expectedOutput()) : null;
        case STDOUT -> text(outcome.stdout());
        case STATUS_ID -> outcome.status().id();
        case CREATED_AT -> time(known.createdAt());
        case FINISHED_AT -> status.finishedAt().map(SubmissionWriter::time).orElse(null);
        case TIME -> outcome.time().map(SubmissionWriter::decimal).orElse(null);
        case MEMORY -> outcome.memory().orElse(null);
        case STDERR -> text(outcome.stderr());
        case TOKEN -> known.token().toString();
        case NUMBER_OF_RUNS -> asked.numberOfRuns();
        case CPU_TIME_LIMIT -> decimal(asked.cpuTimeLimit());
        case CPU_EXTRA_TIME -> decimal(asked.cpuExtraTime());
        case WALL_TIME_LIMIT -> decimal(asked.wallTimeLimit());
        case MEMORY_LIMIT -> asked.memoryLimit();
        case STACK_LIMIT -> asked.stackLimit();
        case MAX_PROCESSES_AND_OR_THREADS -> asked.processes();
        case ENABLE_PER_PROCESS_AND_THREAD_TIME_LIMIT -> asked.perProcessTime();
        case ENABLE_PER_PROCESS_AND_THREAD_MEMORY_LIMIT -> asked.perProcessMemory();
        case MAX_FILE_SIZE -> asked.maxFileSize();
        case COMPILE_OUTPUT -> text(outcome.compileOutput());
        case EXIT_CODE -> outcome.exitCode().orElse(null);
        case EXIT_SIGNAL -> outcome.exitSignal().orElse(null);
        case MESSAGE ->
            text(outcome.message().map(message -> message.getBytes(StandardCharsets.UTF_8)));
        case WALL_TIME -> outcome.wallTime().map(SubmissionWriter::decimal).orElse(null);
        case COMPILER_OPTIONS -> asked.compilerOptions().orElse(null);
        case COMMAND_LINE_ARGUMENTS -> asked.commandLineArguments().orElse(null);
        case REDIRECT_STDERR_TO_STDOUT -> asked.redirectStderr();
        case CALLBACK_URL -> asked.callbackUrl().orElse(null);
        case ADDITIONAL_FILES -> asked.additionalFiles() ? additionalFiles() : null;
        case ENABLE_NETWORK -> false;
        case POST_EXECUTION_FILESYSTEM ->
            status.state() == SubmissionView.State.DONE ? filesystem() : null;
        case STATUS -> status();
        case LANGUAGE -> language();
      };
    }

    private Map<String, Object> status() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("id", outcome.status().id());
      object.put("description", outcome.status().description());
      return object;
    }

    private @Nullable Object language() {
      return languages
          .stored(asked.languageId())
          .map(language -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("id", language.id());
            object.put("name", language.name());
            return object;
          })
          .orElse(null);
    }

    private Optional<byte[]> source() {
      return contents.map(request -> hasSource() ? request.sources().getFirst().content() : EMPTY);
    }

    private Optional<byte[]> stdin() {
      return contents.map(request -> request.tests().getFirst().input());
    }

    private Optional<byte[]> expectedOutput() {
      return contents.flatMap(request -> request.tests().getFirst().expected());
    }

    private boolean hasSource() {
      return languages.stored(asked.languageId()).filter(KnownLanguage::multiFile).isEmpty();
    }

    /** The archive is not kept: one of the same files is made. */
    private @Nullable String additionalFiles() {
      return contents
          .map(request -> {
            List<SourceFile> files = sources(request);
            return Base64Text.write(
                AdditionalFiles.write(hasSource() ? files.subList(1, files.size()) : files),
                properties.wrapBase64());
          })
          .orElse(null);
    }

    private @Nullable String filesystem() {
      return contents
          .map(request ->
              Base64Text.write(Filesystem.zip(sources(request), left), properties.wrapBase64()))
          .orElse(null);
    }

    /** Those that came with the request. */
    private List<SourceFile> sources(SubmissionRequest request) {
      List<SourceFile> files = request.sources();
      return hasSource() ? files : files.subList(0, files.size() - 1);
    }

    private @Nullable String text(Optional<byte[]> bytes) throws NotUtf8 {
      if (bytes.isEmpty()) {
        return null;
      }
      return base64 ? Base64Text.write(bytes.get(), properties.wrapBase64()) : utf8(bytes.get());
    }

    private String utf8(byte[] bytes) throws NotUtf8 {
      if (properties.faithful().ascii()) {
        for (byte one : bytes) {
          if (one < 0) {
            throw new NotUtf8();
          }
        }
      }
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new NotUtf8();
      }
    }
  }

  private static final byte[] EMPTY = new byte[0];
}
