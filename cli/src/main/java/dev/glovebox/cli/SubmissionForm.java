package dev.glovebox.cli;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A submission as the API takes it. The only place that knows the names of the request's fields.
 */
public final class SubmissionForm {

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  /** Starts a submission in a language, named by id, alias or file extension. */
  public SubmissionForm(String language) {
    json.put("language", language);
  }

  /** Adds a source file. */
  public SubmissionForm source(String name, byte[] content) {
    ObjectNode file = json.withArray("/files").addObject();
    file.put("name", name);
    bytes(file, "content", content);
    return this;
  }

  /** Gives one input; what the program prints is not judged. */
  public SubmissionForm stdin(byte[] input) {
    bytes(json, "stdin", input);
    return this;
  }

  /** Adds a test whose output is compared token by token. */
  public SubmissionForm test(byte[] input, byte[] expected) {
    ObjectNode test = json.withArray("/tests").addObject();
    bytes(test, "input", input);
    bytes(test, "expected", expected);
    return this;
  }

  /** Judges against a problem that the service has. */
  public SubmissionForm problem(String id) {
    json.put("problem", id);
    return this;
  }

  /** Compile options; none = the language's default. */
  public SubmissionForm options(List<String> options) {
    if (!options.isEmpty()) {
      options.forEach(json.withArray("/compileOptions")::add);
    }
    return this;
  }

  /** Program arguments. */
  public SubmissionForm arguments(List<String> arguments) {
    if (!arguments.isEmpty()) {
      arguments.forEach(json.withArray("/arguments")::add);
    }
    return this;
  }

  public SubmissionForm isolation(String tier) {
    json.put("isolation", tier);
    return this;
  }

  public SubmissionForm cpuTime(Duration limit) {
    json.withObject("/limits").put("cpuTime", BigDecimal.valueOf(limit.toNanos(), 9));
    return this;
  }

  public SubmissionForm memory(long bytes) {
    json.withObject("/limits").put("memory", bytes);
    return this;
  }

  /** The request's body. */
  public ObjectNode json() {
    return json;
  }

  private static void bytes(ObjectNode object, String name, byte[] bytes) {
    try {
      object.put(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      object.put(name + "Base64", Base64.getEncoder().encodeToString(bytes)); // no text
    }
  }
}
