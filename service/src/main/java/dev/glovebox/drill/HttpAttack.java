package dev.glovebox.drill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Hostile requests to the service itself, one after another.
 *
 * @param id letter of the family and number, for example {@code K01}
 * @param title what they try
 * @param why what holds it
 * @param requests in order
 */
public record HttpAttack(String id, String title, String why, List<Exchange> requests) {

  /**
   * A request and what must be answered.
   *
   * @param name for people
   * @param method of HTTP
   * @param path and query; {@code {id}} stands for the id in the answer before
   * @param headers in addition to the key
   * @param authenticated whether the key is sent
   * @param body as it is sent
   * @param raw whether the request is written to a socket byte by byte, as {@link #body} has it
   *     whole, from request line to end
   * @param statuses allowed
   * @param problem code of the problem that must be named
   * @param field that the problem must name
   * @param contains patterns that the answer must show
   * @param lacks patterns that it must not show
   */
  public record Exchange(
      String name,
      String method,
      String path,
      Map<String, String> headers,
      boolean authenticated,
      String body,
      boolean raw,
      List<Integer> statuses,
      Optional<String> problem,
      Optional<String> field,
      List<Pattern> contains,
      List<Pattern> lacks) {

    /** What is wrong with an answer; empty = nothing. */
    public List<String> complaints(int status, String answer) {
      var complaints = new ArrayList<String>();
      if (!statuses.contains(status)) {
        complaints.add("the status is %d, not of %s".formatted(status, statuses));
      }
      problem
          .filter(code -> !answer.contains("/problems/" + code))
          .ifPresent(code -> complaints.add("the problem is not " + code));
      field
          .filter(name -> !answer.contains('"' + name + '"'))
          .ifPresent(name -> complaints.add("the answer does not name the field " + name));
      for (Pattern pattern : contains) {
        if (!pattern.matcher(answer).find()) {
          complaints.add("the answer lacks /%s/".formatted(pattern));
        }
      }
      for (Pattern pattern : lacks) {
        if (pattern.matcher(answer).find()) {
          complaints.add("the answer shows /%s/".formatted(pattern));
        }
      }
      return complaints;
    }
  }

  static HttpAttack of(JsonNode node) {
    var requests = new ArrayList<Exchange>();
    for (JsonNode request : node.path("requests")) {
      requests.add(exchange(request));
    }
    return new HttpAttack(
        node.path("id").stringValue(),
        node.path("title").stringValue(),
        node.path("why").stringValue().strip(),
        List.copyOf(requests));
  }

  private static Exchange exchange(JsonNode node) {
    var headers = new LinkedHashMap<String, String>();
    node.path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    JsonNode expect = node.path("expect");
    return new Exchange(
        node.path("name").stringValue(),
        node.path("method").asString("POST"),
        node.path("path").asString("/api/v1/submissions"),
        headers,
        node.path("authenticated").asBoolean(true),
        body(node),
        node.path("raw").asBoolean(false),
        expect.path("status").valueStream().map(JsonNode::intValue).toList(),
        text(expect.path("problem")),
        text(expect.path("field")),
        patterns(expect.path("contains")),
        patterns(expect.path("lacks")));
  }

  /** As it stands, with {@code repeat} pieces where {@code {repeated}} is. */
  private static String body(JsonNode node) {
    String body = node.path("body").asString("");
    JsonNode repeat = node.path("repeat");
    return repeat.isMissingNode()
        ? body
        : body.replace(
            "{repeated}",
            repeat.path("text").stringValue().repeat(repeat.path("times").intValue()));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static List<Pattern> patterns(JsonNode node) {
    return node.valueStream().map(JsonNode::stringValue).map(Pattern::compile).toList();
  }
}
