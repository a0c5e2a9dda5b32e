package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.format.rules.Glob;
import dev.glovebox.ci.format.yaml.MalformedYamlException;
import dev.glovebox.ci.format.yaml.Mark;
import dev.glovebox.ci.format.yaml.Node;
import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.format.yaml.Node.Items;
import dev.glovebox.ci.format.yaml.Node.Reference;
import dev.glovebox.ci.format.yaml.Node.Scalar;
import dev.glovebox.ci.format.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a pipeline file and the files it includes from the source into one map. */
final class Includes {

  private static final int MOST_FILES = 150;

  private final PipelineRequest request;
  private final RuleEvaluation evaluation;
  private final Problems problems;
  private final VariableExpansion expansion;
  private final Deque<String> open = new ArrayDeque<>();
  private int files;
  private long bytes;

  Includes(PipelineRequest request, RuleEvaluation evaluation, Problems problems) {
    this.request = request;
    this.evaluation = evaluation;
    this.problems = problems;
    this.expansion =
        VariableExpansion.of(evaluation.variables(List.of()), VariableExpansion.Unknown.KEPT);
  }

  /** The whole document, or nothing, with an error. */
  Optional<Fields> load() {
    return load(request.file(), request.content());
  }

  private Optional<Fields> load(String file, String content) {
    bytes += content.getBytes(StandardCharsets.UTF_8).length;
    Mark start = new Mark(file, 1, 1);
    if (bytes > YamlReader.LONGEST) {
      problems.error(
          "file_too_large", "", start, "the pipeline and what it includes have more than 1 MiB");
      return Optional.empty();
    }
    List<Node> documents;
    try {
      documents =
          YamlReader.read(
              file,
              content,
              (mark, key) ->
                  problems.warn(
                      "duplicate_key",
                      "",
                      mark,
                      "%s is there more than once in one map; the last one counts".formatted(key)));
    } catch (MalformedYamlException e) {
      problems.error("malformed_yaml", "", e.mark(), e.getMessage());
      return Optional.empty();
    }
    return body(documents, content, start).flatMap(fields -> withIncluded(file, fields));
  }

  private Optional<Fields> body(List<Node> documents, String content, Mark start) {
    if (documents.isEmpty() || documents.size() > 2) {
      problems.error(
          "malformed_yaml",
          "",
          start,
          documents.isEmpty()
              ? "the file is empty: write at least one job with a script"
              : "the file has more than two documents: remove the lines ---");
      return Optional.empty();
    }
    if (documents.size() == 2 && !isHeader(documents.getFirst())) {
      problems.error(
          "malformed_yaml",
          "",
          documents.getLast().mark(),
          "only a document of spec may stand before ---: remove that line");
      return Optional.empty();
    }
    documents.forEach(this::refuseInputs);
    if (documents.size() == 2 && content.contains("$[[")) {
      problems.error(
          "unsupported_key",
          "",
          documents.getLast().mark(),
          "inputs are not supported, and the text holds $[[ … ]]: write variables");
    }
    if (documents.getLast() instanceof Fields fields) {
      return Optional.of(fields);
    }
    problems.error("wrong_type", "", documents.getLast().mark(), "a pipeline is a map of jobs");
    return Optional.empty();
  }

  private static boolean isHeader(Node node) {
    return node instanceof Fields fields && fields.fields().keySet().equals(Set.of("spec"));
  }

  private void refuseInputs(Node document) {
    Place.top(document, problems)
        .field("spec")
        .ifPresent(spec -> {
          spec.onlyKeys(Set.of("inputs"));
          spec.field("inputs")
              .ifPresent(inputs ->
                  inputs.refuse("unsupported_key", "inputs are not supported: write variables"));
        });
  }

  private Optional<Fields> withIncluded(String file, Fields fields) {
    Field include = fields.fields().get("include");
    if (include == null) {
      return Optional.of(fields);
    }
    open.addLast(file);
    Fields merged = Fields.of(new LinkedHashMap<>(), fields.mark());
    Place place = new Place(include.value(), include.key(), "/include", problems);
    for (Place item : place.oneOrMore()) {
      for (Fields included : included(item)) {
        merged = Merging.over(merged, included);
      }
    }
    open.removeLast();
    Map<String, Field> own = new LinkedHashMap<>(fields.fields());
    own.remove("include");
    return Optional.of(Merging.over(merged, Fields.of(own, fields.mark())));
  }

  private List<Fields> included(Place item) {
    Optional<Place> path =
        switch (item.node()) {
          case Scalar _ -> Optional.of(item);
          case Fields _ -> local(item);
          case Items _, Reference _ -> {
            item.refuse("wrong_type", "an item of include is a path or a map with local");
            yield Optional.empty();
          }
        };
    return path.flatMap(Place::text)
        .map(text -> files(item, expansion.expand(text)))
        .orElse(List.of());
  }

  private Optional<Place> local(Place item) {
    for (String key : List.of("remote", "project", "template", "component", "artifact")) {
      Optional<Place> other = item.field(key);
      if (other.isPresent()) {
        other
            .get()
            .refuse(
                "include_unsupported",
                "include: %s is not supported: put the file into the source and include it with local"
                    .formatted(key));
        return Optional.empty();
      }
    }
    item.onlyKeys(Set.of("local", "rules", "inputs"));
    item.field("inputs")
        .ifPresent(inputs ->
            inputs.refuse("unsupported_key", "inputs are not supported: write variables"));
    if (item.field("local").isEmpty()) {
      item.refuse("missing_key", "an item of include names a file with local");
    }
    Optional<List<Rule>> rules = item.field("rules").map(RulesReader::ofInclude);
    if (rules.isPresent()) {
      Optional<Rule> first = evaluation.first(rules.get(), evaluation.variables(List.of()));
      if (first.isEmpty() || first.get().never()) {
        return Optional.empty();
      }
    }
    return item.field("local");
  }

  private List<Fields> files(Place item, String path) {
    if (path.contains("://")) {
      item.refuse(
          "include_unsupported",
          "files from elsewhere are not included: put the file into the source");
      return List.of();
    }
    String relative = path.replaceFirst("^(\\./|/)+", "");
    List<String> names = relative.contains("*") ? matching(item, relative) : List.of(relative);
    return names.stream().flatMap(name -> file(item, name).stream()).toList();
  }

  private List<String> matching(Place item, String pattern) {
    try {
      // Here "**" crosses directories wherever it stands.
      Glob glob = Glob.of(pattern.replaceAll("\\*\\*(?!/)", "**/*"));
      List<String> names =
          request.source().paths().stream().filter(glob::matches).sorted().toList();
      if (names.isEmpty()) {
        item.refuse("include_not_found", "no file of the source matches %s".formatted(pattern));
      }
      return names;
    } catch (ExpressionSyntaxException e) {
      item.refuse("bad_pattern", e.getMessage());
      return List.of();
    }
  }

  private Optional<Fields> file(Place item, String name) {
    files++;
    if (files > MOST_FILES) {
      item.refuse("too_many_includes", "at most 150 files may be included");
      return Optional.empty();
    }
    if (open.contains(name)) {
      item.refuse("include_cycle", "%s includes itself".formatted(name));
      return Optional.empty();
    }
    if (!name.endsWith(".yml") && !name.endsWith(".yaml")) {
      item.refuse("include_not_yaml", "%s must end in .yml or .yaml".formatted(name));
      return Optional.empty();
    }
    Optional<String> content = request.source().read(name, YamlReader.LONGEST);
    if (content.isEmpty()) {
      item.refuse(
          "include_not_found",
          "there is no file %s of at most 1 MiB in the source".formatted(name));
    }
    return content.flatMap(text -> load(name, text));
  }
}
