package dev.glovebox.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The service's own OpenAPI document as people read it, with a command for every endpoint. */
final class ApiDocument {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
  private static final int DEEPEST = 4;

  private final JsonNode document;
  private final JsonMapper json = new JsonMapper();

  private ApiDocument(JsonNode document) {
    this.document = document;
  }

  static ApiDocument read() {
    try (InputStream in = new ClassPathResource("openapi.yaml").getInputStream()) {
      return new ApiDocument(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Endpoints that belong together. */
  record Group(String name, List<Endpoint> endpoints) {}

  /**
   * One thing that can be asked for.
   *
   * @param id unique in the document
   * @param parameters in the address
   * @param curl a command that asks for it
   */
  record Endpoint(
      String id,
      String method,
      String path,
      String summary,
      String description,
      List<Parameter> parameters,
      String curl) {}

  /** Something in the address. */
  record Parameter(String name, String where, String description) {}

  /** All of them, in the order of the document. */
  List<Group> groups() {
    Map<String, List<Endpoint>> groups = new LinkedHashMap<>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          groups
              .computeIfAbsent(
                  operation.getValue().path("tags").path(0).asString("other"),
                  _ -> new ArrayList<>())
              .add(
                  endpoint(
                      path.getKey(), path.getValue(), operation.getKey(), operation.getValue()));
        }
      }
    }
    return groups.entrySet().stream()
        .map(group -> new Group(group.getKey(), List.copyOf(group.getValue())))
        .toList();
  }

  private Endpoint endpoint(String path, JsonNode item, String method, JsonNode operation) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode from : List.of(item.path("parameters"), operation.path("parameters"))) {
      from.valueStream().map(this::resolved).map(ApiDocument::parameter).forEach(parameters::add);
    }
    return new Endpoint(
        operation.path("operationId").asString(method + path),
        method.toUpperCase(Locale.ROOT),
        path,
        operation.path("summary").asString(""),
        operation.path("description").asString(""),
        parameters,
        Curl.of(method.toUpperCase(Locale.ROOT), path, body(operation.path("requestBody"))));
  }

  private static Parameter parameter(JsonNode parameter) {
    return new Parameter(
        parameter.path("name").asString(""),
        parameter.path("in").asString(""),
        parameter.path("description").asString(""));
  }

  private Curl.Body body(JsonNode request) {
    JsonNode content = resolved(request).path("content");
    if (content.isEmpty()) {
      return Curl.NONE;
    }
    var first = content.properties().iterator().next();
    if (!first.getKey().equals("application/json")) {
      return new Curl.Body(first.getKey(), "@file");
    }
    JsonNode examples = first.getValue().path("examples");
    JsonNode example =
        examples.isEmpty()
            ? sample(first.getValue().path("schema"), 0)
            : examples.properties().iterator().next().getValue().path("value");
    return new Curl.Body("application/json", json.writeValueAsString(example));
  }

  /** Something of a schema's form: what it requires, and nothing else. */
  private JsonNode sample(JsonNode given, int depth) {
    JsonNode schema = resolved(given);
    for (String choice : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.has(choice)) {
        return sample(schema.path(choice).path(0), depth);
      }
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(0);
    }
    var nodes = JsonNodeFactory.instance;
    return switch (schema.path("type").asString("object")) {
      case "string" -> nodes.stringNode("…");
      case "integer", "number" -> nodes.numberNode(Math.max(1, schema.path("minimum").asInt(1)));
      case "boolean" -> nodes.booleanNode(true);
      case "array" ->
          depth < DEEPEST
              ? nodes.arrayNode().add(sample(schema.path("items"), depth + 1))
              : nodes.arrayNode();
      default -> object(schema, depth);
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (depth < DEEPEST) {
      schema
          .path("required")
          .valueStream()
          .map(name -> name.asString())
          .forEach(
              name -> object.set(name, sample(schema.path("properties").path(name), depth + 1)));
    }
    return object;
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
