package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the planner with what gitlab-ci-local's tests say of their pipelines: run by name only,
 * {@code mvn -pl service -am test -Dtest=PublicCases -Dglovebox.cases=DIR}, where DIR is a copy of
 * that project's {@code tests/test-cases}. Of each call in a test it takes the file, whether it is
 * refused, and the jobs that the output names. The report is {@code target/public-cases.txt}.
 */
class PublicCases {

  private static final Pattern CALL =
      Pattern.compile(
          "handler\\(\\{(?<arguments>.*?)\\}, *(?:writeStreams|writes|new )", Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("[\"'`]([^\"'`]*)[\"'`]");
  private static final Pattern NAMED =
      Pattern.compile(
          "chalk`(?:\\{black\\.bg[A-Za-z]+ +[A-Z]+ +\\} )?\\{blueBright ([^${}]+?) *\\}");
  private static final Pattern REFUSED = Pattern.compile("rejects|e\\.message");

  /** Codes of what is outside of the subset, or of what this service does not give. */
  private static final Set<String> OUTSIDE =
      Set.of("include_unsupported", "unsupported_key", "docker_not_available", "needs_unsupported");

  private enum Agreement {
    SAME,
    OUTSIDE,
    DIFFERENT
  }

  private record Call(
      String name, Path directory, String file, boolean refused, Set<String> jobs, String text) {}

  private record Found(Call call, Agreement agreement, String what) {}

  @Test
  void agree() throws IOException {
    String given = System.getProperty("glovebox.cases");
    assertThat(given).as("the system property glovebox.cases").isNotNull();
    Path root = Path.of(given);
    List<Found> found = new ArrayList<>();
    try (Stream<Path> cases = Files.list(root)) {
      for (Path one : cases.filter(Files::isDirectory).sorted().toList()) {
        for (Call call : calls(one)) {
          found.add(compare(call));
        }
      }
    }
    Map<Agreement, Long> counts =
        found.stream()
            .collect(Collectors.groupingBy(Found::agreement, TreeMap::new, Collectors.counting()));
    List<String> lines = new ArrayList<>();
    lines.add(counts.toString());
    found.forEach(f -> lines.add("%s %s: %s".formatted(f.agreement(), f.call().name(), f.what())));
    Files.write(Path.of("target", "public-cases.txt"), lines);
    assertThat(counts.getOrDefault(Agreement.SAME, 0L)).as(String.join("\n", lines)).isPositive();
  }

  private static List<Call> calls(Path directory) throws IOException {
    List<Call> calls = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ts")).sorted().toList()) {
        for (String test : Files.readString(file).split("\n\\s*(?:test|it)[.(]")) {
          Matcher call = CALL.matcher(test);
          if (call.find()) {
            calls.add(call(directory, test, call.group("arguments")));
          }
        }
      }
    }
    return calls;
  }

  private static Call call(Path directory, String test, String arguments) {
    Path in =
        argument(arguments, "cwd")
            .map(cwd -> directory.resolveSibling(cwd.replaceFirst("^tests/test-cases/", "")))
            .orElse(directory);
    Set<String> jobs = new TreeSet<>();
    Matcher named = NAMED.matcher(test);
    while (named.find()) {
      jobs.add(named.group(1));
    }
    boolean refused = REFUSED.matcher(test).find();
    Matcher title = TEXT.matcher(test);
    return new Call(
        directory.getFileName() + " " + (title.find() ? title.group(1) : ""),
        in,
        argument(arguments, "file").orElse(PipelineRequest.USUAL_FILE),
        refused,
        jobs,
        arguments.replaceAll("\\s+", " "));
  }

  private static Optional<String> argument(String arguments, String name) {
    Matcher value = Pattern.compile("\\b" + name + ": *[\"'`]([^\"'`$]*)[\"'`]").matcher(arguments);
    return value.find() ? Optional.of(value.group(1)) : Optional.empty();
  }

  private static Found compare(Call call) throws IOException {
    Path pipeline = call.directory().resolve(call.file());
    if (!Files.isRegularFile(pipeline)) {
      return new Found(call, Agreement.OUTSIDE, "its file is made while it runs");
    }
    Map<String, String> files = files(call.directory());
    Planned planned =
        Pipelines.plan(Files.readString(pipeline), context(variables(call.text())), files);
    return switch (planned) {
      case Planned.Created created -> created(call, created);
      case Planned.NotCreated none ->
          new Found(
              call,
              call.refused() || !call.jobs().isEmpty() ? Agreement.DIFFERENT : Agreement.SAME,
              "nothing to run: " + none.reason() + " for " + call.jobs());
      case Planned.Refused refused -> refused(call, refused);
    };
  }

  /** What that project's tests run on. */
  private static RunContext context(List<Variable> variables) {
    return new RunContext(
        RunContext.Source.PUSH,
        RunContext.Ref.branch("master"),
        "main",
        new RunContext.Commit("02618988a1864b3d06cfee3bd79f8baa2dd21407", "", "", "", ""),
        new RunContext.Project("1", "gcl/test-project"),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        variables,
        new RunContext.Server("Glovebox", "https://gitlab.com", false));
  }

  private static List<Variable> variables(String arguments) {
    Matcher list = Pattern.compile("\\bvariable: *\\[([^]]*)]").matcher(arguments);
    List<Variable> variables = new ArrayList<>();
    if (list.find()) {
      Matcher text = TEXT.matcher(list.group(1));
      while (text.find()) {
        String[] parts = text.group(1).split("=", 2);
        variables.add(Variable.of(parts[0], parts.length > 1 ? parts[1] : ""));
      }
    }
    return variables;
  }

  private static Found created(Call call, Planned.Created created) {
    Set<String> names =
        created.plan().jobs().stream()
            .map(JobPlan::name)
            .map(name -> name.replace(", ", ","))
            .collect(Collectors.toCollection(TreeSet::new));
    if (call.refused()) {
      return new Found(call, Agreement.DIFFERENT, "planned, and refused there: " + call.text());
    }
    Set<String> missing = new TreeSet<>(call.jobs());
    missing.removeAll(names);
    return missing.isEmpty()
        ? new Found(call, Agreement.SAME, "planned " + names)
        : new Found(call, Agreement.DIFFERENT, "lacks %s in %s".formatted(missing, names));
  }

  private static Found refused(Call call, Planned.Refused refused) {
    String errors =
        refused.errors().stream()
            .map(e -> "%s %s (%s)".formatted(e.code(), e.path(), e.message()))
            .collect(Collectors.joining("; "));
    if (call.refused()) {
      return new Found(call, Agreement.SAME, "refused: " + errors);
    }
    boolean outside = refused.errors().stream().anyMatch(e -> OUTSIDE.contains(e.code()));
    return new Found(call, outside ? Agreement.OUTSIDE : Agreement.DIFFERENT, "refused: " + errors);
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file ->
              texts.put(directory.relativize(file).toString().replace('\\', '/'), text(file)));
    }
    return texts;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return "not text";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
