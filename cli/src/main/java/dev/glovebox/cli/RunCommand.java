package dev.glovebox.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits one file and shows what came of it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Submits a file to the running service; its language follows from its extension. Standard"
            + " input, unless it is a terminal, becomes the program's.",
    footer = {
      "",
      "What the program printed goes to standard output and standard error; verdict, time and"
          + " memory follow on standard error.",
      "Exit status: 0 accepted, 1 wrong answer, 2 wrong usage, 3 compile error, 4 runtime error,"
          + " 5 time limit, 6 memory limit, 7 output limit, 8 security violation, 9 cancelled,"
          + " 69 no service, 70 the judge's own fault, 75 busy, 77 no valid API key."
    })
final class RunCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(500);

  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "FILE", description = "The program's source.")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "The program's arguments.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-l", "--language"},
      paramLabel = "ID",
      description = "Language; default: the file's extension.")
  private @Nullable String language;

  @Option(
      names = {"-o", "--option"},
      paramLabel = "OPTION",
      description = "Option for the compiler, repeatable: --option=-O3. Default: the language's.")
  private List<String> options = new ArrayList<>();

  @Option(
      names = {"-t", "--time"},
      paramLabel = "TIME",
      converter = Amounts.DurationConverter.class,
      description = "CPU time limit: 2s, 300ms.")
  private @Nullable Duration time;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "Memory limit: 64MiB.")
  private @Nullable Long memory;

  @Option(
      names = "--isolation",
      paramLabel = "TIER",
      description = "Isolation tier: container, gvisor. Default: the service's.")
  private @Nullable String isolation;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "120s",
      converter = Amounts.DurationConverter.class,
      description = "How long to wait for the verdict (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ofMinutes(2);

  @Option(names = "--json", description = "Print the whole answer as JSON instead.")
  private boolean asJson;

  @Override
  public Integer call() {
    try (Api api = connection.open()) {
      SubmissionAnswer answer = verdict(api, form());
      if (asJson) {
        System.out.println(answer.json().toPrettyString());
      } else {
        show(answer);
      }
      return ExitStatus.of(answer.verdict()).code();
    }
  }

  private SubmissionForm form() {
    String name = String.valueOf(file.getFileName());
    SubmissionForm form =
        new SubmissionForm(language != null ? language : extension(name))
            .source(name, content())
            .options(options)
            .arguments(arguments);
    if (time != null) {
      form.cpuTime(time);
    }
    if (memory != null) {
      form.memory(memory);
    }
    if (isolation != null) {
      form.isolation(isolation);
    }
    return Terminal.isTerminal(0) ? form : form.stdin(input());
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0 || dot == name.length() - 1) {
      throw new Failure(
          ExitStatus.USAGE,
          "%s has no extension that tells its language; give it with --language.".formatted(name));
    }
    return name.substring(dot + 1);
  }

  private byte[] content() {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Failure(ExitStatus.USAGE, "There is no file %s.".formatted(file), e);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.USAGE, "%s can't be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] input() {
    InputStream input = System.in;
    try {
      return input.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("standard input can't be read", e);
    }
  }

  private SubmissionAnswer verdict(Api api, SubmissionForm form) {
    long end = System.nanoTime() + patience.toNanos();
    SubmissionAnswer answer =
        new SubmissionAnswer(
            api.post("/api/v1/submissions?wait=true", form.json(), patience.plusSeconds(10)));
    while (!answer.done()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new Failure(
            ExitStatus.UNAVAILABLE,
            "No verdict after %d s; the submission goes on as %s."
                .formatted(patience.toSeconds(), answer.id()));
      }
      pause(Math.min(left, PAUSE.toNanos()));
      answer =
          new SubmissionAnswer(
              api.get("/api/v1/submissions/" + answer.id(), Duration.ofSeconds(30)));
    }
    return answer;
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.UNAVAILABLE, "Interrupted.", e);
    }
  }

  private static void show(SubmissionAnswer answer) {
    copy(answer.compilerOutput(), System.err, 2);
    for (int test = 0; test < answer.tests(); test++) {
      copy(answer.stdout(test), System.out, 1);
      copy(answer.stderr(test), System.err, 2);
    }
    System.err.println(summary(answer));
  }

  /** Bytes as they came into a file or pipe; into a terminal, without what it would obey. */
  private static void copy(byte[] bytes, PrintStream stream, int descriptor) {
    if (Terminal.isTerminal(descriptor)) {
      stream.print(Terminal.harmless(new String(bytes, StandardCharsets.UTF_8)));
    } else {
      stream.write(bytes, 0, bytes.length);
    }
    if (descriptor == 2 && bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
      stream.println();
    }
    stream.flush();
  }

  static String summary(SubmissionAnswer answer) {
    List<String> parts = new ArrayList<>();
    parts.add("%s: %s".formatted(answer.verdict(), Terminal.harmless(answer.message())));
    if (answer.tests() > 0) {
      parts.add("CPU " + Amounts.micros(answer.cpuMicros(0)));
      parts.add("wall " + Amounts.micros(answer.wallMicros(0)));
      parts.add("memory " + Amounts.bytes(answer.memoryBytes(0)));
      answer.exitCode(0).filter(code -> code != 0).ifPresent(code -> parts.add("exit " + code));
      answer.signal(0).ifPresent(signal -> parts.add("signal " + signal));
    }
    return String.join(", ", parts);
  }
}
