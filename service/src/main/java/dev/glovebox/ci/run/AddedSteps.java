package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.FurtherSteps;
import dev.glovebox.ci.execute.Outcome;
import dev.glovebox.queue.Lease;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The further steps of one attempt, from the database; what comes of them goes there, too. */
final class AddedSteps implements FurtherSteps {

  private static final Logger log = LoggerFactory.getLogger(AddedSteps.class);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  private final JdbcClient jdbc;
  private final Signals signals;
  private final Lease lease;
  private final UUID attempt;
  private final Masking masking;
  private final LongSupplier logEnd;
  private volatile boolean woken;

  /**
   * @param masking of what is said of failures
   * @param logEnd how long the log is with all that has come so far
   */
  AddedSteps(
      JdbcClient jdbc,
      Signals signals,
      Lease lease,
      UUID attempt,
      Masking masking,
      LongSupplier logEnd) {
    this.jdbc = jdbc;
    this.signals = signals;
    this.lease = lease;
    this.attempt = attempt;
    this.masking = masking;
    this.logEnd = logEnd;
  }

  @Override
  public Next next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    try (Signals.Signal signal = signals.of(attempt)) {
      Optional<Next> next = look();
      for (long left = end - System.nanoTime();
          next.isEmpty() && !woken && left > 0;
          left = end - System.nanoTime()) {
        signal.await(Duration.ofNanos(Math.min(left, SECOND_LOOK.toNanos())));
        next = lookAgain();
      }
      return woken ? new Next.Nothing() : next.orElseGet(Next.Nothing::new);
    }
  }

  /** A database that is away for a moment does not end a job that only waits. */
  private Optional<Next> lookAgain() {
    try {
      return look();
    } catch (DataAccessException e) {
      log.warn("Steps of attempt {} can't be looked for just now: {}", attempt, e.toString());
      return Optional.empty();
    }
  }

  /** A step that has come counts although it was said since that there are no more. */
  private Optional<Next> look() {
    Optional<Next> step =
        jdbc.sql(
                """
                select number, name, helper, script from ci_added_step
                where attempt_id = :attempt and state = 'waiting' order by number limit 1
                """)
            .param("attempt", attempt)
            .query((row, _) ->
                (Next)
                    new Next.Step(
                        row.getInt("number"),
                        row.getString("name"),
                        row.getBoolean("helper"),
                        row.getBytes("script")))
            .optional();
    return step.isPresent() ? step : finished();
  }

  /** Asked last and in one look with the steps: none can have come before it unseen. */
  private Optional<Next> finished() {
    return jdbc.sql(
                """
                select finish_asked and not exists (
                  select from ci_added_step where attempt_id = :attempt and state = 'waiting')
                from ci_attempt where id = :attempt
                """)
            .param("attempt", attempt)
            .query(Boolean.class)
            .single()
        ? Optional.of(new Next.Finished())
        : Optional.empty();
  }

  @Override
  public void wake() {
    woken = true;
    signals.changed(attempt);
  }

  /** At once: who finds anything of the log behind this place must find the place, too. */
  @Override
  public void written(Next.Step step) {
    jdbc.sql(
            """
            update ci_added_step set log_end = :place
            where attempt_id = :attempt and number = :number and state = 'running' and
            """
                + Attempts.HELD)
        .param("place", logEnd.getAsLong())
        .param("attempt", attempt)
        .param("number", step.number())
        .param("queued", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .update();
  }

  @Override
  public void started(Next.Step step) {
    jdbc.sql(
            """
            update ci_added_step set state = 'running', log_start = :place
            where attempt_id = :attempt and number = :number and state = 'waiting' and
            """
                + Attempts.HELD)
        .param("place", logEnd.getAsLong())
        .param("attempt", attempt)
        .param("number", step.number())
        .param("queued", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .update();
    signals.changed(attempt);
  }

  @Override
  public void ended(Next.Step step, Outcome outcome) {
    Optional<Outcome.Failure> failure =
        outcome instanceof Outcome.Failure failed ? Optional.of(failed) : Optional.empty();
    jdbc.sql(
            """
            update ci_added_step set state = :state, script = null, log_end = coalesce(log_end, :place), exit_code = :code,
              failure_class = :class, failure_reason = :reason, failure_message = :message
            where attempt_id = :attempt and number = :number and state = 'running' and
            """
                + Attempts.HELD)
        .param("state", state(outcome))
        .param("place", logEnd.getAsLong())
        .param(
            "code",
            outcome instanceof Outcome.Success
                ? Integer.valueOf(0)
                : failure.flatMap(Outcome.Failure::exitCode).orElse(null),
            Types.INTEGER)
        .param("class", failure.map(f -> Attempts.code(f.failureClass())).orElse(null))
        .param("reason", failure.map(Outcome.Failure::reason).orElse(null))
        .param(
            "message", failure.map(f -> Attempts.storable(masking.mask(f.sentence()))).orElse(null))
        .param("attempt", attempt)
        .param("number", step.number())
        .param("queued", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .update();
    signals.changed(attempt);
  }

  private static String state(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Success _ -> "success";
      case Outcome.Failure _ -> "failed";
      case Outcome.Canceled _ -> "canceled";
    };
  }
}
