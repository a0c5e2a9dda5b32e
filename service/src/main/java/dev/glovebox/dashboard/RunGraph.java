package dev.glovebox.dashboard;

import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The jobs of a run as a drawing: a column for each stage, and lines from jobs to those that wait
 * for them by name. Jobs that wait for whole stages have no lines: the columns say it.
 *
 * @param width in pixels, as all numbers here
 */
record RunGraph(int width, int height, List<Column> columns, List<Node> nodes, List<Line> lines) {

  static final int NODE_WIDTH = 200;
  static final int NODE_HEIGHT = 40;
  private static final int COLUMN = 260;
  private static final int ROW = 52;
  private static final int TOP = 30;
  private static final int LONGEST_NAME = 24;

  /** More than this are a list only. */
  static final int MOST = 300;

  /** A stage. */
  record Column(int x, String name) {}

  /**
   * A job.
   *
   * @param name cut to what fits
   */
  record Node(UUID id, int x, int y, String name, String full, String tone, String state) {}

  /**
   * From the right side of a job to the left of one that waits for it.
   *
   * @param path of SVG
   */
  record Line(String path) {}

  static RunGraph of(RunPlan plan, List<JobView> jobs, Shown shown) {
    Map<String, Integer> columns = new LinkedHashMap<>();
    plan.stages()
        .forEach(stage -> {
          if (jobs.stream().anyMatch(job -> job.stage().equals(stage))) {
            columns.putIfAbsent(stage, columns.size());
          }
        });
    jobs.forEach(job -> columns.putIfAbsent(job.stage(), columns.size()));
    Map<String, Node> nodes = new LinkedHashMap<>();
    int[] filled = new int[columns.size()];
    for (JobView job : jobs.stream().limit(MOST).toList()) {
      int column = columns.getOrDefault(job.stage(), 0);
      nodes.put(job.name(), node(job, column, filled[column]++, shown));
    }
    int rows = java.util.Arrays.stream(filled).max().orElse(0);
    return new RunGraph(
        Math.max(1, columns.size()) * COLUMN - (COLUMN - NODE_WIDTH) + 4,
        TOP + rows * ROW,
        columns.entrySet().stream()
            .map(one -> new Column(one.getValue() * COLUMN + 2, cut(Legible.of(one.getKey()))))
            .toList(),
        List.copyOf(nodes.values()),
        lines(jobs, nodes));
  }

  private static Node node(JobView job, int column, int row, Shown shown) {
    String full = Legible.of(job.name());
    return new Node(
        job.id(),
        column * COLUMN + 2,
        TOP + row * ROW,
        cut(full),
        full,
        shown.tone(job),
        shown.words(job.state()));
  }

  private static List<Line> lines(List<JobView> jobs, Map<String, Node> nodes) {
    var lines = new ArrayList<Line>();
    for (JobView job : jobs) {
      Node to = nodes.get(job.name());
      for (var need : job.plan().needs().orElse(List.of())) {
        Node from = nodes.get(need.job());
        if (from != null && to != null) {
          lines.add(line(from, to));
        }
      }
    }
    return lines;
  }

  private static Line line(Node from, Node to) {
    int x = from.x() + NODE_WIDTH;
    int y = from.y() + NODE_HEIGHT / 2;
    int toY = to.y() + NODE_HEIGHT / 2;
    int bend = (COLUMN - NODE_WIDTH) / 2;
    return new Line(
        "M%d %dC%d %d %d %d %d %d".formatted(x, y, x + bend, y, to.x() - bend, toY, to.x(), toY));
  }

  private static String cut(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
  }

  /** Those a job waits for, by name. */
  static Map<String, List<String>> needs(RunPlan plan) {
    return Runs.edges(plan);
  }
}
