package dev.glovebox.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the service says of a verification.
 *
 * @param json the whole answer
 */
record VerificationAnswer(JsonNode json) {

  static final String CHECKER = "the checker";
  static final String VALIDATORS = "the input validators";

  boolean running() {
    return json.path("state").asString("").equals("running");
  }

  boolean canceled() {
    return json.path("state").asString("").equals("canceled");
  }

  boolean passed() {
    return json.path("passed").asBoolean(false);
  }

  String problem() {
    return json.path("problem").asString("");
  }

  int judged() {
    return json.path("judged").asInt(0);
  }

  int total() {
    return json.path("total").asInt(0);
  }

  List<JsonNode> solutions() {
    return json.path("solutions").valueStream().toList();
  }

  List<JsonNode> checkerCases() {
    return json.path("checkerCases").valueStream().toList();
  }

  /** Inputs that must be refused, and those that are and must not be. */
  List<JsonNode> inputs() {
    return json.path("inputs").valueStream().toList();
  }

  /** What the jury's own programs said wrongly, in words; empty when they were right. */
  static Optional<String> wrong(JsonNode tried, String who) {
    return tried.path("right").asBoolean(false)
        ? Optional.empty()
        : Optional.of(
            "%s must %s it and said %s"
                .formatted(
                    who,
                    tried.path("valid").asBoolean(false) ? "accept" : "reject",
                    said(tried.path("verdict"))));
  }

  private static String said(JsonNode verdict) {
    String message = verdict.path("message").asString("").lines().findFirst().orElse("");
    String code = verdict.path("code").asString("");
    return message.isEmpty() ? code : code + ": " + message;
  }

  /** Everything that is wrong with the problem as a whole, the failure of the service included. */
  List<String> findings() {
    List<String> findings =
        new ArrayList<>(
            json.path("findings").valueStream().map(each -> each.asString("")).toList());
    if (json.path("state").asString("").equals("failed")) {
      findings.add("the verification failed: " + json.path("message").asString(""));
    }
    if (canceled()) {
      findings.add(
          "the verification was canceled after %d of %d solutions".formatted(judged(), total()));
    }
    return findings;
  }

  /** The time limit and its margins, in a sentence. */
  String timeLimit() {
    JsonNode limit = json.path("timeLimit");
    if (limit.isMissingNode()) {
      return "Time limit: not known";
    }
    StringBuilder text =
        new StringBuilder("Time limit: %s s".formatted(limit.path("limit").asString("")));
    text.append(limit.path("derived").asBoolean(false) ? ", derived" : ", as the package says");
    if (limit.path("derived").asBoolean(false) && limit.path("given").isNumber()) {
      text.append(" (the package says %s s)".formatted(limit.path("given").asString("")));
    }
    if (limit.path("byRule").isNumber()) {
      text.append(
          " (the format's rule says %s s, which too slow solutions keep)"
              .formatted(limit.path("byRule").asString("")));
    }
    JsonNode slowest = limit.path("slowestAcceptedMicros");
    if (slowest.isNumber()) {
      text.append("; the slowest accepted solution takes ")
          .append(Amounts.micros(slowest.asLong()))
          .append(
              String.format(
                  Locale.ROOT,
                  " (margin %.1f)",
                  limit.path("limit").asDouble() * 1e6 / Math.max(1, slowest.asLong())));
    }
    JsonNode quickest = limit.path("quickestExceedingMicros");
    if (quickest.isNumber()) {
      text.append("; the quickest of those that must exceed it takes ")
          .append(Amounts.micros(quickest.asLong()));
    }
    return text.toString();
  }

  /** The table for people, a line a solution, then what is broken. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(timeLimit());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "solution", "promises", "verdict", "score", "slowest", "on"));
    for (JsonNode solution : solutions()) {
      rows.add(row(solution));
    }
    lines.addAll(aligned(rows));
    for (JsonNode solution : solutions()) {
      solution
          .path("broken")
          .valueStream()
          .forEach(why ->
              lines.add("%s: %s".formatted(solution.path("path").asString(""), why.asString(""))));
    }
    addTrials(checkerCases(), CHECKER, lines);
    addTrials(inputs(), VALIDATORS, lines);
    trialCount("cases of the checker", checkerCases().size(), checkerCases()).ifPresent(lines::add);
    trialCount("inputs", json.path("inputsTried").asInt(0), inputs()).ifPresent(lines::add);
    lines.addAll(findings());
    long kept =
        solutions().stream().filter(solution -> solution.path("kept").asBoolean(false)).count();
    lines.add(
        "%s: %d of %d solutions keep their promises"
            .formatted(canceled() ? "CANCELED" : passed() ? "PASSED" : "FAILED", kept, total()));
    return lines.stream().map(Terminal::harmless).toList();
  }

  private static void addTrials(List<JsonNode> trials, String who, List<String> lines) {
    for (JsonNode tried : trials) {
      wrong(tried, who)
          .ifPresent(why -> lines.add("%s: %s".formatted(tried.path("path").asString(""), why)));
    }
  }

  private static Optional<String> trialCount(String what, int tried, List<JsonNode> trials) {
    long wrong = trials.stream().filter(each -> !each.path("right").asBoolean(false)).count();
    return tried == 0
        ? Optional.empty()
        : Optional.of("%d of %d %s judged as they must be".formatted(tried - wrong, tried, what));
  }

  private static List<String> row(JsonNode solution) {
    String verdict = solution.path("verdict").path("code").asString("");
    String withMargin = solution.path("verdictWithMargin").asString("");
    return List.of(
        solution.path("kept").asBoolean(false) ? "ok" : "!!",
        solution.path("path").asString(""),
        solution.path("promise").asString(""),
        withMargin.isEmpty() || withMargin.equals(verdict)
            ? verdict
            : "%s (%s with more time)".formatted(verdict, withMargin),
        solution.path("score").asString(""),
        Amounts.micros(solution.path("slowestMicros").asLong(0)),
        solution.path("slowestTest").asString(""));
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String cell = row.get(column);
        line.append(cell).repeat(" ", width - cell.length() + 2);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
