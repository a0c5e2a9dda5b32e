package dev.glovebox.selftest;

import dev.glovebox.account.AuditLog;
import dev.glovebox.drill.Seen;
import dev.glovebox.judge.JudgeHere;
import dev.glovebox.language.Languages;
import dev.glovebox.language.Languages.Readiness;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.selftest.SelfTest.Outcome;
import dev.glovebox.selftest.SelfTest.Result;
import dev.glovebox.selftest.SelfTest.State;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.worker.WorkerIdentity;
import dev.glovebox.worker.WorkerOrders;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The worker's side of self-tests: looks whether one is wanted, makes it, and where one fails,
 * takes no more work. Its sandboxes take no slot of the worker: it tests itself while it is busy,
 * drained or disabled.
 */
final class SelfTestRunner implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SelfTestRunner.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_REASON = 500;

  /** A process that has just started has not looked for images yet. */
  private static final Duration TIME_TO_FIND_IMAGES = Duration.ofMinutes(1);

  /**
   * What it is made with.
   *
   * @param worker who is tested
   */
  record Parts(
      SelfTestRows rows,
      JudgeHere judge,
      Languages languages,
      WorkerIdentity worker,
      WorkerOrders orders,
      Equipment equipment,
      AuditLog audit,
      TransactionOperations transaction,
      SelfTestSettings settings,
      Clock clock) {}

  private final Parts with;
  private final MeterRegistry meters;
  private final RunUntilStopped rounds;
  private final long imagesUntil = System.nanoTime() + TIME_TO_FIND_IMAGES.toNanos();

  SelfTestRunner(Parts with, MeterRegistry meters) {
    this.with = with;
    this.meters = meters;
    this.rounds = new RunUntilStopped("self-tests", this::round, ROUND, meters);
  }

  void start() {
    rounds.start();
  }

  /** One that runs is left; the next life of this worker ends it. */
  @Override
  public void close() {
    rounds.close();
  }

  private boolean round() {
    if (with.equipment().outage().isPresent()) {
      // Nothing would come of it, and the worker takes no work in the meantime anyway.
      return false;
    }
    if (hindrance().isPresent() && System.nanoTime() - imagesUntil < 0) {
      return false;
    }
    with.rows().endAbandoned(with.worker().name(), with.worker().id());
    with.rows().take(with.worker().name(), with.worker().id()).ifPresent(this::run);
    return false;
  }

  private void run(UUID id) {
    log.info("Worker {} tests itself", with.worker().id());
    var results = new ArrayList<Outcome>();
    try {
      for (Check check : Check.ALL) {
        Outcome outcome = make(id, check);
        results.add(outcome);
        with.rows().add(id, results.size(), outcome);
      }
      end(id, results);
    } catch (RuntimeException e) {
      with.rows().end(id, State.INCOMPLETE, storable("a fault of the service: " + e));
      throw e;
    }
  }

  private Outcome make(UUID id, Check check) {
    long began = System.nanoTime();
    Optional<String> hindrance = outage().or(this::hindrance);
    if (hindrance.isPresent()) {
      return outcome(check, Result.NOT_RUN, hindrance.get(), List.of(), began);
    }
    try {
      SubmissionResult result = with.judge().judge(check.request(), with.worker().id());
      result.sandbox().ifPresent(facts -> with.rows().sayHow(id, words(facts)));
      List<String> complaints = complaints(check, result);
      return outcome(
          check,
          complaints.isEmpty() ? Result.PASSED : Result.FAILED,
          words(result),
          complaints,
          began);
    } catch (InfrastructureFault e) {
      return outcome(check, Result.NOT_RUN, "no sandbox: " + e.getMessage(), List.of(), began);
    }
  }

  private static List<String> complaints(Check check, SubmissionResult result) {
    Seen seen = Seen.of(result);
    var complaints = new ArrayList<String>();
    if (seen.tests().size() != 1) {
      complaints.addAll(check.expected().complaints(seen));
      complaints.add("its program was not run");
    }
    seen.tests().forEach(test -> complaints.addAll(check.expected().complaints(test)));
    boolean measured =
        result.tests().stream()
            .flatMap(test -> test.run().stream())
            .allMatch(run -> run.cpu().isPositive() && run.wall().isPositive());
    if (!measured) {
      complaints.add("no time was measured");
    }
    return complaints.stream().map(SelfTestRunner::storable).distinct().toList();
  }

  private void end(UUID id, List<Outcome> results) {
    List<String> failed = named(results, Result.FAILED);
    List<String> notRun = named(results, Result.NOT_RUN);
    State state =
        !failed.isEmpty() ? State.FAILED : notRun.isEmpty() ? State.PASSED : State.INCOMPLETE;
    String message =
        switch (state) {
          case FAILED -> "failed: " + String.join(", ", failed);
          case INCOMPLETE -> "not made: " + String.join(", ", notRun);
          case PASSED, WAITING, RUNNING -> "";
        };
    boolean ended =
        Boolean.TRUE.equals(
            with.transaction()
                .execute(_ -> {
                  if (!with.rows().end(id, state, message)) {
                    return false;
                  }
                  if (state == State.FAILED && with.settings().disables()) {
                    disable(message);
                  }
                  return true;
                }));
    if (ended) {
      meters.counter("glovebox.self.tests", "result", lower(state)).increment();
      if (state == State.PASSED) {
        log.info("Worker {} has passed its self-test", with.worker().id());
      } else {
        log.warn("The self-test of worker {} is {}; {}", with.worker().id(), lower(state), message);
      }
    }
  }

  private void disable(String message) {
    String reason = storable("self-test " + message);
    String by = "self-test";
    for (String name : WorkerIdentity.together(with.worker().name())) {
      with.orders()
          .give(
              WorkerOrders.Kind.DISABLE,
              name,
              reason.substring(0, Math.min(LONGEST_REASON, reason.length())),
              by);
    }
    with.audit().write(by, "disabled a worker", with.worker().name(), reason);
  }

  private Optional<String> outage() {
    return with.equipment().outage().map(o -> "the engine gives no sandboxes: " + o.reason());
  }

  private Optional<String> hindrance() {
    return with.languages()
        .find(Check.LANGUAGE)
        .<Optional<String>>map(language ->
            switch (with.languages().readiness(language)) {
              case Readiness.Ready _ -> Optional.empty();
              case Readiness.NotReady(String reason) ->
                  Optional.of("the image of %s is missing: %s".formatted(language.id(), reason));
            })
        .orElseGet(() -> Optional.of("there is no language " + Check.LANGUAGE + " here"));
  }

  private Outcome outcome(
      Check check, Result result, String got, List<String> complaints, long began) {
    return new Outcome(
        check.name(),
        check.title(),
        check.expected().text(),
        result,
        storable(got),
        complaints,
        Duration.ofNanos(System.nanoTime() - began),
        with.clock().instant());
  }

  private static List<String> named(List<Outcome> outcomes, Result result) {
    return outcomes.stream()
        .filter(outcome -> outcome.result() == result)
        .map(Outcome::name)
        .toList();
  }

  private static String words(SubmissionResult result) {
    String measured =
        result.tests().stream()
            .flatMap(test -> test.run().stream())
            .map(SelfTestRunner::words)
            .collect(Collectors.joining("; "));
    return measured.isEmpty() ? Seen.of(result).text() : Seen.of(result).text() + "; " + measured;
  }

  private static String words(Measured run) {
    return "CPU %d ms, wall %d ms, %d KiB"
        .formatted(run.cpu().toMillis(), run.wall().toMillis(), run.memoryBytes() >> 10);
  }

  private static String words(SandboxFacts facts) {
    return "%s, %s, seccomp profile %s (SHA-256 %s), cgroup v%d, image %s"
        .formatted(
            facts.tier().code(),
            facts.runtime(),
            facts.seccompProfile(),
            facts.seccompSha256(),
            facts.cgroupVersion(),
            facts.image());
  }

  /** As PostgreSQL can hold it, and not longer than people read. */
  private static String storable(String text) {
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    return cut.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
