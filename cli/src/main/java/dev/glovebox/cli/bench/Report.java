package dev.glovebox.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything that was measured in one run, in three forms. */
final class Report {

  private record Section(Scenario scenario, List<Row> rows) {}

  private final Conditions conditions;
  private final int runs;
  private final int warmUp;
  private final List<Section> sections = new ArrayList<>();

  Report(Conditions conditions, int runs, int warmUp) {
    this.conditions = conditions;
    this.runs = runs;
    this.warmUp = warmUp;
  }

  void add(Scenario scenario, List<Row> rows) {
    sections.add(new Section(scenario, List.copyOf(rows)));
  }

  /** One scenario's result for a terminal. */
  static String text(Scenario scenario, List<Row> rows) {
    StringBuilder text = new StringBuilder().append(scenario.title()).append('\n');
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-32s %10s %-3s bare %8s   goal %8s %s  %s%n",
              row.measure(),
              row.cell(row.value()),
              row.unit(),
              row.cell(row.bare()),
              row.cell(row.goal()),
              row.reached().map(reached -> reached ? "reached" : "MISSED ").orElse("       "),
              row.note()));
    }
    return text.toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| Condition | |\n| --- | --- |\n");
    for (Map.Entry<String, String> entry : conditions.entries().entrySet()) {
      text.append("| %s | %s |%n".formatted(entry.getKey(), entry.getValue()));
    }
    text.append("| Runs of each | %d, after %d that do not count |%n%n".formatted(runs, warmUp));
    text.append("| Scenario | Measure | Glovebox | Bare | Goal | Reached | Note |\n");
    text.append("| --- | --- | ---: | ---: | ---: | --- | --- |\n");
    for (Section section : sections) {
      for (Row row : section.rows()) {
        text.append(
            "| %s | %s | %s %s | %s | %s | %s | %s |%n"
                .formatted(
                    section.scenario().title(),
                    row.measure(),
                    row.cell(row.value()),
                    row.unit(),
                    row.cell(row.bare()),
                    row.cell(row.goal()),
                    row.reached().map(reached -> reached ? "yes" : "**no**").orElse("-"),
                    row.note()));
      }
    }
    return text.toString();
  }

  ObjectNode json() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    conditions.entries().forEach(report.withObject("/conditions")::put);
    report.put("runs", runs).put("warmUp", warmUp);
    for (Section section : sections) {
      ObjectNode scenario = report.withArray("/scenarios").addObject();
      scenario.put("name", section.scenario().name()).put("title", section.scenario().title());
      for (Row row : section.rows()) {
        ObjectNode entry = scenario.withArray("/rows").addObject();
        entry.put("measure", row.measure()).put("unit", row.unit()).put("value", row.value());
        row.bare().ifPresent(bare -> entry.put("bare", bare));
        row.goal().ifPresent(goal -> entry.put("goal", goal));
        row.reached().ifPresent(reached -> entry.put("reached", reached));
        entry.put("note", row.note());
      }
    }
    return report;
  }
}
