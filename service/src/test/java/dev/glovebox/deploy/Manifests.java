package dev.glovebox.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the chart renders to for a set of values. */
record Manifests(String text, List<JsonNode> objects) {

  /** The oldest release that the chart supports. */
  private static final String KUBERNETES = "1.27.0";

  private static final Path CHART = RepositoryRoot.resolve("helm/glovebox");

  /** Renders the chart as release {@code judge} in the namespace {@code contest}. */
  static Manifests of(Map<String, String> values) {
    TemplateCommand template =
        new Helm(CHART)
            .template()
            .withName("judge")
            .withNamespace("contest")
            .withKubeVersion(KUBERNETES)
            // There is no cluster to look into, and this library would ask for one.
            .set("postgresql.lookUpPassword", false);
    values.forEach(template::set);
    return parse(template.call());
  }

  static Manifests parse(String text) {
    List<JsonNode> objects = new ArrayList<>();
    YAMLMapper yaml = new YAMLMapper();
    try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (documents.hasNextValue()) {
        JsonNode object = documents.nextValue();
        if (object != null && object.isObject()) {
          objects.add(object);
        }
      }
    }
    return new Manifests(text, List.copyOf(objects));
  }

  JsonNode only(String kind, String name) {
    List<JsonNode> found =
        ofKind(kind).filter(object -> name.equals(object.at("/metadata/name").asString())).toList();
    if (found.size() != 1) {
      throw new AssertionError("%d objects %s/%s in %s".formatted(found.size(), kind, name, text));
    }
    return found.getFirst();
  }

  Stream<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> kind.equals(object.path("kind").asString()));
  }

  /** Pod specifications of everything that makes pods. */
  List<JsonNode> pods() {
    return objects.stream()
        .map(object -> object.at("/spec/template/spec"))
        .filter(JsonNode::isObject)
        .toList();
  }

  /** All containers of all pods. */
  List<JsonNode> containers() {
    return pods().stream().flatMap(pod -> pod.path("containers").valueStream()).toList();
  }

  /** Value of an environment variable of the first container of a pod. */
  static String environment(JsonNode workload, String name) {
    return workload
        .at("/spec/template/spec/containers/0/env")
        .valueStream()
        .filter(variable -> name.equals(variable.path("name").asString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not set in " + workload))
        .path("value")
        .asString();
  }
}
