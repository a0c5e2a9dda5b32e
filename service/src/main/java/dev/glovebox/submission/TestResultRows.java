package dev.glovebox.submission;

import dev.glovebox.submission.TestResult.LimitFired;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.TestResult.OfProblem;
import dev.glovebox.submission.TestResult.OtherRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Results of tests as rows, and as one array a column, so that all of them go in one statement. */
final class TestResultRows {

  private static final String COLUMNS =
      """
      select submission_id, number, verdict, message, cpu_nanos, wall_nanos, memory_bytes, cgroup_memory_bytes, exit_code, signal,
        limit_fired, stdout, stdout_bytes, stdout_sha256, stderr, stderr_bytes, stderr_sha256,
        path, test_group, score, judge_message, team_message, passes, other_verdict, other_cpu_nanos, other_wall_nanos,
        output_order
      from test_result
      """;

  private static final String READ =
      COLUMNS
          + """
          where submission_id = :id and created_at = :created_at
          order by number
          """;

  private static final String READ_ALL =
      COLUMNS
          + """
          join unnest(:ids::uuid[], :times::timestamptz[]) as wanted (id, at)
            on submission_id = wanted.id and created_at = wanted.at
          order by submission_id, number
          """;

  private final JdbcClient jdbc;

  TestResultRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The tests of a submission, in order. The time of the result leads to the one partition. */
  List<TestResult> read(SubmissionId id, Instant createdAt) {
    return jdbc.sql(READ)
        .param("id", id.value())
        .param("created_at", createdAt.atOffset(ZoneOffset.UTC))
        .query((row, _) -> testResult(row))
        .list();
  }

  /**
   * The tests of many submissions, in order, in one statement.
   *
   * @param wanted times of their results
   */
  Map<SubmissionId, List<TestResult>> readAll(Map<SubmissionId, Instant> wanted) {
    Map<SubmissionId, List<TestResult>> results = new HashMap<>();
    if (wanted.isEmpty()) {
      return results;
    }
    List<Map.Entry<SubmissionId, Instant>> entries = List.copyOf(wanted.entrySet());
    jdbc.sql(READ_ALL)
        .param(
            "ids",
            new SqlArrayValue("uuid", entries.stream().map(e -> e.getKey().value()).toArray()))
        .param(
            "times",
            new SqlArrayValue(
                "timestamptz",
                entries.stream().map(e -> e.getValue().atOffset(ZoneOffset.UTC)).toArray()))
        .query(row -> {
          results
              .computeIfAbsent(
                  new SubmissionId(row.getObject("submission_id", UUID.class)),
                  _ -> new ArrayList<>())
              .add(testResult(row));
        });
    return results;
  }

  static Map<String, Object> columns(List<TestResult> tests) {
    Map<String, Object> columns = new HashMap<>();
    columns.put("numbers", array("int4", tests, t -> t.number()));
    columns.put("verdicts", array("text", tests, t -> t.verdict().name()));
    columns.put("messages", array("text", tests, t -> SafeText.encode(t.message())));
    columns.put("cpus", measured("int8", tests, m -> m.cpu().toNanos()));
    columns.put("walls", measured("int8", tests, m -> m.wall().toNanos()));
    columns.put("memories", measured("int8", tests, m -> m.memoryBytes()));
    columns.put("cgroups", measured("int8", tests, m -> m.cgroupMemoryBytes().orElse(null)));
    columns.put("exits", measured("int4", tests, m -> m.exitCode().orElse(null)));
    columns.put("signals", measured("int4", tests, m -> m.signal().orElse(null)));
    columns.put("limits", measured("text", tests, m -> m.limit().map(Enum::name).orElse(null)));
    columns.put("stdouts", bytes(tests, m -> m.stdout().prefix()));
    columns.put("stdout_bytes", measured("int8", tests, m -> m.stdout().totalBytes()));
    columns.put("stdout_hashes", bytes(tests, m -> m.stdout().sha256()));
    columns.put("stderrs", bytes(tests, m -> m.stderr().prefix()));
    columns.put("stderr_bytes", measured("int8", tests, m -> m.stderr().totalBytes()));
    columns.put("stderr_hashes", bytes(tests, m -> m.stderr().sha256()));
    columns.put("paths", ofProblem("text", tests, p -> SafeText.encode(p.path())));
    columns.put("test_groups", ofProblem("text", tests, p -> SafeText.encode(p.group())));
    columns.put("scores", ofProblem("numeric", tests, p -> p.score().orElse(null)));
    columns.put("judge_messages", ofProblem("text", tests, p -> SafeText.encode(p.judgeMessage())));
    columns.put("team_messages", ofProblem("text", tests, p -> SafeText.encode(p.teamMessage())));
    columns.put("passes", ofProblem("int4", tests, p -> p.passes()));
    columns.put("other_verdicts", otherRun("text", tests, o -> o.verdict().name()));
    columns.put("other_cpus", otherRun("int8", tests, o -> o.cpu().toNanos()));
    columns.put("other_walls", otherRun("int8", tests, o -> o.wall().toNanos()));
    columns.put("orders", bytes(tests, m -> m.order().map(OutputOrder::lengths).orElse(null)));
    return columns;
  }

  static @Nullable Long largestCpuNanos(List<TestResult> tests) {
    return largest(tests, m -> m.cpu().toNanos());
  }

  static @Nullable Long largestMemoryBytes(List<TestResult> tests) {
    return largest(tests, Measured::memoryBytes);
  }

  private static @Nullable Long largest(List<TestResult> tests, Function<Measured, Long> value) {
    return tests.stream()
        .flatMap(t -> t.run().stream())
        .map(value)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** An array in SQL may well hold nulls; the type of the constructor does not say so. */
  @SuppressWarnings("NullAway")
  private static SqlArrayValue array(
      String type, List<TestResult> tests, Function<TestResult, @Nullable Object> value) {
    @Nullable Object[] column = new @Nullable Object[tests.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(tests.get(i));
    }
    return new SqlArrayValue(type, column);
  }

  private static SqlArrayValue measured(
      String type, List<TestResult> tests, Function<Measured, @Nullable Object> value) {
    return array(type, tests, t -> t.run().isPresent() ? value.apply(t.run().get()) : null);
  }

  private static SqlArrayValue ofProblem(
      String type, List<TestResult> tests, Function<OfProblem, @Nullable Object> value) {
    return array(
        type, tests, t -> t.ofProblem().isPresent() ? value.apply(t.ofProblem().get()) : null);
  }

  private static SqlArrayValue otherRun(
      String type, List<TestResult> tests, Function<OtherRun, @Nullable Object> value) {
    return ofProblem(
        type, tests, p -> p.otherRun().isPresent() ? value.apply(p.otherRun().get()) : null);
  }

  /** The driver wants bytes in an array of arrays. */
  private static SqlArrayValue bytes(
      List<TestResult> tests, Function<Measured, byte @Nullable []> value) {
    byte[] @Nullable [] column = new byte[tests.size()] @Nullable [];
    for (int i = 0; i < column.length; i++) {
      column[i] = tests.get(i).run().map(value).orElse(null);
    }
    return new SqlArrayValue("bytea", (Object[]) column);
  }

  private static TestResult testResult(ResultSet row) throws SQLException {
    return new TestResult(
        row.getInt("number"),
        Verdict.valueOf(row.getString("verdict")),
        row.getObject("cpu_nanos") == null ? Optional.empty() : Optional.of(measured(row)),
        SafeText.decode(row.getString("message")),
        row.getString("path") == null ? Optional.empty() : Optional.of(ofProblem(row)));
  }

  private static OfProblem ofProblem(ResultSet row) throws SQLException {
    return new OfProblem(
        SafeText.decode(row.getString("path")),
        SafeText.decode(row.getString("test_group")),
        Optional.ofNullable(row.getBigDecimal("score")),
        SafeText.decode(row.getString("judge_message")),
        SafeText.decode(row.getString("team_message")),
        row.getInt("passes"),
        row.getString("other_verdict") == null
            ? Optional.empty()
            : Optional.of(
                new OtherRun(
                    Verdict.valueOf(row.getString("other_verdict")),
                    Duration.ofNanos(row.getLong("other_cpu_nanos")),
                    Duration.ofNanos(row.getLong("other_wall_nanos")))));
  }

  private static Measured measured(ResultSet row) throws SQLException {
    return new Measured(
        Duration.ofNanos(row.getLong("cpu_nanos")),
        Duration.ofNanos(row.getLong("wall_nanos")),
        row.getLong("memory_bytes"),
        Optional.ofNullable(row.getObject("cgroup_memory_bytes", Long.class)),
        Optional.ofNullable(row.getObject("exit_code", Integer.class)),
        Optional.ofNullable(row.getObject("signal", Integer.class)),
        Optional.ofNullable(row.getString("limit_fired")).map(LimitFired::valueOf),
        output(row, "stdout"),
        output(row, "stderr"),
        Optional.ofNullable(row.getBytes("output_order")).map(OutputOrder::new),
        List.of());
  }

  private static CapturedOutput output(ResultSet row, String stream) throws SQLException {
    return new CapturedOutput(
        row.getBytes(stream), row.getLong(stream + "_bytes"), row.getBytes(stream + "_sha256"));
  }
}
