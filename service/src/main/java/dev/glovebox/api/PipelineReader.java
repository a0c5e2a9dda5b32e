package dev.glovebox.api;

import dev.glovebox.ci.format.PipelineRequest;
import dev.glovebox.ci.format.PlanningPolicy;
import dev.glovebox.ci.format.RunContext;
import dev.glovebox.ci.format.SourceTree;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads what a pipeline file is planned of, or tells every rule that it breaks. */
@Component
@RunsIn(Role.API)
class PipelineReader {

  private static final int NAME = 255;
  private static final int SHA = 64;
  private static final int LONGEST_PATH = 1024;
  private static final int MOST_FILES = 1000;
  private static final int MOST_PATHS = 100_000;
  private static final int LONGEST_MESSAGE = 65_536;

  private final PlanningPolicy policy;
  private final PipelineProperties properties;

  PipelineReader(PlanningPolicy policy, PipelineProperties properties) {
    this.policy = policy;
    this.properties = properties;
  }

  /**
   * What a pipeline runs on, as the request's own fields say.
   *
   * @param ref branch or tag, or empty: the default branch
   * @param variables above all of the file
   */
  record Asked(String project, String ref, String sha, List<Variable> variables) {}

  /** Reads the field {@code pipeline}. */
  PipelineRequest read(Fields body, RunContext context) {
    Optional<Fields> pipeline = body.object("pipeline");
    if (!body.has("pipeline")) {
      body.fault("pipeline", "required", "is needed.");
    }
    if (pipeline.isEmpty()) {
      return new PipelineRequest("", "", SourceTree.empty(), context, policy);
    }
    Fields fields = pipeline.get();
    fields.word("format", List.of("gitlab"));
    String file = fields.text("file", NAME).orElse(PipelineRequest.USUAL_FILE);
    Map<String, String> files = files(fields);
    Set<String> paths = new LinkedHashSet<>(files.keySet());
    paths.add(file);
    paths.addAll(fields.texts("paths", MOST_PATHS, LONGEST_PATH).orElse(List.of()));
    Optional<String> content =
        fields.text("content", Integer.MAX_VALUE).or(() -> Optional.ofNullable(files.get(file)));
    if (content.isEmpty() && !fields.has("content")) {
      fields.fault("content", "required", "is needed.");
    }
    fields.end();
    return new PipelineRequest(
        file, content.orElse(""), SourceTree.of(files, paths), context, policy);
  }

  private static Map<String, String> files(Fields pipeline) {
    Map<String, String> texts = new HashMap<>();
    Optional<Fields> files = pipeline.object("files");
    if (files.isEmpty()) {
      return texts;
    }
    List<String> names = files.get().names();
    if (names.size() > MOST_FILES) {
      pipeline.fault("files", "too-many", "may have at most %d entries.".formatted(MOST_FILES));
      return texts;
    }
    for (String name : names) {
      files.get().text(name, Integer.MAX_VALUE).ifPresent(text -> texts.put(name, text));
    }
    return texts;
  }

  /** Reads the field {@code context}: what a run is made for. */
  RunContext context(Fields body, Asked asked) {
    Optional<Fields> given = body.object("context");
    var fields = new Given(given);
    String defaultBranch = fields.text("defaultBranch", NAME).orElse("main");
    Optional<RunContext.MergeRequest> mergeRequest =
        given.flatMap(some -> some.object("mergeRequest")).map(PipelineReader::mergeRequest);
    RunContext.Ref.Kind kind =
        fields
            .word("refKind", RunContext.Ref.Kind.values())
            .orElse(
                mergeRequest.isPresent()
                    ? RunContext.Ref.Kind.MERGE_REQUEST
                    : RunContext.Ref.Kind.BRANCH);
    RunContext.Source source =
        fields
            .word("cause", RunContext.Source.values())
            .orElse(
                mergeRequest.isPresent()
                    ? RunContext.Source.MERGE_REQUEST_EVENT
                    : RunContext.Source.API);
    var context =
        new RunContext(
            source,
            new RunContext.Ref(
                kind,
                asked.ref().isEmpty() ? defaultBranch : asked.ref(),
                given.flatMap(some -> some.flag("protectedRef")).orElse(false)),
            defaultBranch,
            new RunContext.Commit(
                asked.sha(),
                fields.text("before", SHA).orElse(""),
                fields.text("message", LONGEST_MESSAGE).orElse(""),
                fields.text("author", NAME).orElse(""),
                fields.text("timestamp", NAME).orElse("")),
            new RunContext.Project("", asked.project()),
            mergeRequest,
            given
                .flatMap(some -> some.texts("changedFiles", MOST_PATHS, LONGEST_PATH))
                .map(Set::copyOf),
            List.of(),
            asked.variables(),
            new RunContext.Server("Glovebox", properties.serverUrl(), properties.gitlab()));
    given.ifPresent(Fields::end);
    return context;
  }

  private static RunContext.MergeRequest mergeRequest(Fields fields) {
    var request =
        new RunContext.MergeRequest(
            fields.text("iid", NAME).orElse("1"),
            fields.text("sourceBranch", NAME).orElse(""),
            fields.text("targetBranch", NAME).orElse(""),
            fields.text("diffBaseSha", SHA).orElse(""),
            fields.text("title", NAME).orElse(""),
            fields.texts("labels", 100, NAME).orElse(List.of()),
            fields.text("projectPath", NAME).orElse(""));
    fields.end();
    return request;
  }

  /** Fields of an object that may not be there. */
  private record Given(Optional<Fields> fields) {

    Optional<String> text(String name, int most) {
      return fields.flatMap(given -> given.text(name, most));
    }

    <E extends Enum<E>> Optional<E> word(String name, E[] values) {
      List<String> words = Stream.of(values).map(Given::word).toList();
      return fields
          .flatMap(given -> given.word(name, words))
          .map(word -> values[words.indexOf(word)]);
    }

    private static String word(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }
}
