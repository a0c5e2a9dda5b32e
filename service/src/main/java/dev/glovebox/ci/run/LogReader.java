package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads logs, a piece at a time: however long a log is, a reader keeps no more than a piece. */
public final class LogReader {

  /** After so long without a signal one looks again: it may be lost. */
  public static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  private final JdbcClient jdbc;
  private final Signals signals;

  LogReader(JdbcClient jdbc, Signals signals) {
    this.jdbc = jdbc;
    this.signals = signals;
  }

  /**
   * Bytes of one origin that came at one time.
   *
   * @param start place of the first byte in the log
   */
  public record Piece(long start, Origin origin, Instant at, byte[] bytes) {}

  /** How far an attempt's log and the attempt are. */
  public record State(JobState state, long bytes, Optional<Integer> exitCode) {}

  /** Where an attempt is now; a log at its end grows no more. */
  public State state(UUID attempt) {
    return jdbc.sql("select state, log_bytes, exit_code from ci_attempt where id = :attempt")
        .param("attempt", attempt)
        .query((row, _) ->
            new State(
                JobState.of(row.getString("state")),
                row.getLong("log_bytes"),
                Optional.ofNullable(row.getObject("exit_code", Integer.class))))
        .single();
  }

  /** Waits until the log may have grown; the caller closes it. */
  public Signals.Signal signal(UUID attempt) {
    return signals.of(attempt);
  }

  /**
   * The pieces from a place on, of at most one chunk.
   *
   * @return empty when there is no more for now
   */
  public List<Piece> read(UUID attempt, long offset) {
    return jdbc.sql(
            """
            select byte_start, data, marks from ci_log_chunk
            where attempt_id = :attempt and byte_start > :offset - 65536 and byte_start + length(data) > :offset
            order by byte_start limit 1
            """)
        .param("attempt", attempt)
        .param("offset", offset)
        .query((row, _) ->
            pieces(row.getLong("byte_start"), row.getBytes("data"), row.getBytes("marks"), offset))
        .optional()
        .orElse(List.of());
  }

  private static List<Piece> pieces(long start, byte[] data, byte[] marks, long offset) {
    List<LogMark> places = LogMark.read(start, marks);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      LogMark mark = places.get(i);
      long end = i + 1 < places.size() ? places.get(i + 1).place() : start + data.length;
      long from = Math.max(offset, mark.place());
      if (from < end) {
        pieces.add(
            new Piece(
                from,
                mark.origin(),
                mark.at(),
                java.util.Arrays.copyOfRange(data, (int) (from - start), (int) (end - start))));
      }
    }
    return pieces;
  }
}
