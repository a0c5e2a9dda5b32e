package dev.glovebox.api;

import dev.glovebox.account.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** How requests about accounts are read: all broken rules are told at once. */
@Component
class AccountRequests {

  static final int LONGEST_NAME = 100;
  private static final int LONGEST_REASON = 500;
  private static final int USUAL_PAGE = 50;

  private final BodyReader bodies;
  private final ApiProperties properties;

  AccountRequests(BodyReader bodies, ApiProperties properties) {
    this.bodies = bodies;
    this.properties = properties;
  }

  /** Reads a JSON body; a broken rule ends the request. */
  <T> T body(Caller caller, HttpServletRequest http, Function<Fields, T> reader)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    return bodies.read(
        caller.tenant(),
        http,
        json -> {
          var fields = new Fields(json, "", faults);
          T read = reader.apply(fields);
          fields.end();
          faults.check();
          return read;
        });
  }

  /**
   * Reads the query of a list.
   *
   * @param reader gets the parameters and how many rows a page has
   */
  <T> T list(HttpServletRequest http, BiFunction<Parameters, Integer, T> reader) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    int size =
        parameters
            .integer("limit", 1, properties.maxPage())
            .orElse(Math.min(USUAL_PAGE, properties.maxPage()));
    T read = reader.apply(parameters, size);
    parameters.end();
    faults.check();
    return read;
  }

  static Optional<String> nameCursor(Parameters parameters) {
    return parameters.value(
        "cursor", "not-allowed", "the next of an earlier page", Cursors::readName);
  }

  /** Text that some column might hold. */
  static Optional<String> text(Parameters parameters, String name) {
    return parameters.value(
        name,
        "too-long",
        "a text of at most 500 characters without U+0000",
        text -> text.length() <= LONGEST_REASON ? Optional.of(text) : Optional.empty());
  }

  /** A text that must be there; empty where it is not, which is a fault then. */
  static String required(Fields body, String name, int most) {
    if (!body.has(name)) {
      body.fault(name, "required", "is needed.");
    }
    return body.text(name, most).map(String::strip).orElse("");
  }

  /** Why; for the audit log. */
  static String requiredReason(Fields body) {
    String reason = body.text("reason", LONGEST_REASON).map(String::strip).orElse("");
    if (reason.isEmpty()) {
      body.fault("reason", "required", "is needed.");
    }
    return reason;
  }

  static UUID id(String text, String what) {
    return SubmissionController.Ids.parse(text).orElseThrow(() -> absent(what)).value();
  }

  static RequestRefused absent(String what) {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such " + what + ".");
  }
}
