package dev.glovebox.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A submission as the API shows it. The only place that knows the names of the answer's fields.
 *
 * @param json the whole answer
 */
public record SubmissionAnswer(JsonNode json) {

  public String id() {
    return json.path("id").asString("");
  }

  /** Whether there is a result. */
  public boolean done() {
    return "done".equals(json.path("state").asString(""));
  }

  /** Short code of the verdict of the whole, such as AC. */
  public String verdict() {
    return json.at("/verdict/code").asString("");
  }

  /** The verdict in one sentence. */
  public String message() {
    return json.at("/verdict/message").asString("");
  }

  /** Which container ran it; empty when it did not come so far. */
  public String container() {
    return json.at("/sandbox/container").asString("");
  }

  public Optional<JsonNode> compile() {
    JsonNode compile = json.path("compile");
    return compile.isObject() ? Optional.of(compile) : Optional.empty();
  }

  /** What the compiler wrote. */
  public byte[] compilerOutput() {
    return compile().map(compile -> bytes(compile, "output")).orElse(new byte[0]);
  }

  public int tests() {
    return json.path("tests").size();
  }

  /** CPU time of a test, counted from 0; 0 when it did not run. */
  public long cpuMicros(int test) {
    return test(test).path("cpuTimeMicros").asLong(0);
  }

  public long wallMicros(int test) {
    return test(test).path("wallTimeMicros").asLong(0);
  }

  public long memoryBytes(int test) {
    return test(test).path("memoryBytes").asLong(0);
  }

  public Optional<Integer> exitCode(int test) {
    JsonNode code = test(test).path("exitCode");
    return code.isIntegralNumber() ? Optional.of(code.intValue()) : Optional.empty();
  }

  public Optional<Integer> signal(int test) {
    JsonNode signal = test(test).path("signal");
    return signal.isIntegralNumber() ? Optional.of(signal.intValue()) : Optional.empty();
  }

  public byte[] stdout(int test) {
    return bytes(test(test), "stdout");
  }

  public byte[] stderr(int test) {
    return bytes(test(test), "stderr");
  }

  private JsonNode test(int index) {
    return json.path("tests").path(index);
  }

  /** A captured stream: text, or Base64 where it is not text. */
  private static byte[] bytes(JsonNode object, String name) {
    JsonNode stream = object.path(name);
    String encoded = stream.path("base64").asString("");
    return encoded.isEmpty()
        ? stream.path("text").asString("").getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(encoded);
  }
}
