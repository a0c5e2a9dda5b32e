package dev.glovebox.dashboard;

import dev.glovebox.ci.run.JobState;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.RunState;
import dev.glovebox.drill.Drill;
import dev.glovebox.operation.Operation;
import dev.glovebox.selftest.SelfTest;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import dev.glovebox.verification.VerificationStatus;
import dev.glovebox.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How things look on pages; public is what templates use, by the name {@code shown}. */
final class Shown {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final int MOST_NAMES = 6;

  /** A point in time, of UTC. */
  public String time(Instant instant) {
    return TIME.format(instant) + " UTC";
  }

  /** The same for machines. */
  public String iso(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** A duration in the unit that fits. */
  public String took(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    return age(duration.toSeconds());
  }

  /** Seconds, roughly. */
  public String age(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** A number of bytes in the unit that fits. */
  public String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
    }
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
  }

  /** A count. */
  public String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A share as a width of a drawing, 0 to 100. */
  public String percent(double part, double whole) {
    double share = whole <= 0 ? 0 : Math.clamp(part / whole, 0, 1);
    return String.format(Locale.ROOT, "%.1f%%", share * 100);
  }

  /** The colour of a verdict or state; never all there is to see of it. */
  public String tone(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> "good";
      case SKIPPED, CANCELLED -> "quiet";
      case INTERNAL_ERROR, SECURITY_VIOLATION -> "alarm";
      case WRONG_ANSWER,
          PRESENTATION_ERROR,
          NO_OUTPUT,
          TIME_LIMIT,
          WALL_LIMIT,
          MEMORY_LIMIT,
          OUTPUT_LIMIT,
          RUNTIME_ERROR,
          COMPILE_ERROR ->
          "bad";
    };
  }

  /** The sign of a verdict, for those who don't tell its colour. */
  public String sign(Verdict verdict) {
    return sign(tone(verdict));
  }

  /** The sign of a tone, for those who don't tell its colour. */
  public String sign(String tone) {
    return switch (tone) {
      case "good" -> "✓";
      case "quiet" -> "–";
      case "alarm" -> "!";
      case "live" -> "…";
      default -> "✗";
    };
  }

  /** The colour of where a CI job is. */
  public String tone(JobView job) {
    return job.failureAllowed() ? "quiet" : tone(job.state());
  }

  /** The colour of where a CI job, or an attempt of it, is. */
  public String tone(JobState state) {
    return switch (state) {
      case SUCCESS -> "good";
      case FAILED -> "bad";
      case CREATED, MANUAL, SCHEDULED, CANCELED, SKIPPED -> "quiet";
      case WAITING_RESOURCE, QUEUED, PREPARING, RUNNING, FINISHING, CANCELING -> "live";
    };
  }

  /** The colour of where a run is. */
  public String tone(RunState state) {
    return switch (state) {
      case SUCCESS -> "good";
      case FAILED -> "bad";
      case BLOCKED, CANCELED -> "quiet";
      case PENDING, WAITING, RUNNING -> "live";
    };
  }

  /** Hostile text as it can be looked at. */
  public String legible(String text) {
    return Legible.of(text);
  }

  /** Hostile names, the first few. */
  public String some(@Nullable List<String> names) {
    if (names == null || names.isEmpty()) {
      return "–";
    }
    String first =
        names.stream().limit(MOST_NAMES).map(Legible::of).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES
        ? "%s and %d more".formatted(first, names.size() - MOST_NAMES)
        : first;
  }

  /** Something that is there, for what takes what may not be. */
  public Optional<Instant> present(Instant instant) {
    return Optional.of(instant);
  }

  /** How long something took, or takes since; empty = it has not begun. */
  public String between(Optional<Instant> begin, Optional<Instant> end) {
    return begin.map(at -> took(Duration.between(at, end.orElseGet(Instant::now)))).orElse("–");
  }

  /** The colour of what came of an attack. */
  public String tone(Drill.Result result) {
    return switch (result) {
      case HELD -> "good";
      case BROKEN -> "alarm";
      case NOT_RUN, NOT_PART -> "quiet";
      case WAITING -> "live";
    };
  }

  /** What came of an attack. */
  public String outcome(Drill.Result result) {
    return switch (result) {
      case HELD -> "held";
      case BROKEN -> "did not hold";
      case NOT_RUN -> "not run";
      case NOT_PART -> "not part of the drill";
      case WAITING -> "to come";
    };
  }

  /** The colour of a drill: one attack that was not held is enough for alarm. */
  public String tone(Drill drill) {
    if (drill.counts().broken() > 0) {
      return "alarm";
    }
    return switch (drill.state()) {
      case RUNNING -> "live";
      case DONE -> drill.counts().notRun() == 0 ? "good" : "quiet";
      case CANCELLED -> "quiet";
      case INTERRUPTED -> "bad";
    };
  }

  /** What a drill says of the installation. */
  public String outcome(Drill drill) {
    if (drill.counts().broken() > 0) {
      return "%d did not hold".formatted(drill.counts().broken());
    }
    return switch (drill.state()) {
      case RUNNING -> "running";
      case DONE ->
          drill.counts().notRun() == 0
              ? "every attack was held"
              : "%d held, %d not run".formatted(drill.counts().held(), drill.counts().notRun());
      case CANCELLED -> "cancelled";
      case INTERRUPTED -> "interrupted by a fault of the service";
    };
  }

  /** The colour of how a worker is. */
  public String tone(Workers.State state) {
    return switch (state) {
      case READY, WORKING -> "good";
      case DRAINING -> "quiet";
      case DISABLED, OUTAGE -> "alarm";
      case SILENT -> "bad";
    };
  }

  /** The colour of a self-test: one that failed is alarming, one that says nothing is not good. */
  public String tone(SelfTest.State state) {
    return switch (state) {
      case WAITING, RUNNING -> "live";
      case PASSED -> "good";
      case FAILED -> "alarm";
      case INCOMPLETE -> "bad";
    };
  }

  /** The colour of what came of a check. */
  public String tone(SelfTest.Result result) {
    return switch (result) {
      case PASSED -> "good";
      case FAILED -> "alarm";
      case NOT_RUN -> "quiet";
    };
  }

  /** The colour of an operation: one with which something could not be done is not good. */
  public String tone(Operation operation) {
    return switch (operation.state()) {
      case RUNNING -> "live";
      case DONE -> operation.failed() == 0 ? "good" : "bad";
      case STOPPED -> "quiet";
      case FAILED -> "alarm";
    };
  }

  /** What an operation does. */
  public String words(Operation operation) {
    return switch (operation.kind()) {
      case CANCEL -> "cancel submissions";
      case PRIORITY ->
          "give submissions %s priority".formatted(lower(operation.priority().orElseThrow()));
      case RETRY -> "start failed jobs again";
      case REQUEUE -> "judge internal errors again";
    };
  }

  /** The colour of a verification's outcome. */
  public String tone(VerificationStatus status) {
    return switch (status.state()) {
      case RUNNING -> "live";
      case FAILED -> "alarm";
      case CANCELED -> "quiet";
      case DONE -> status.report().passed() ? "good" : "bad";
    };
  }

  /** What came of a verification. */
  public String outcome(VerificationStatus status) {
    return switch (status.state()) {
      case RUNNING -> "running";
      case FAILED -> "failed by a fault of the service";
      case CANCELED -> "canceled";
      case DONE -> status.report().passed() ? "passed" : "something is wrong";
    };
  }

  /** Verdicts in words, one after the other. */
  public String texts(List<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::text).collect(Collectors.joining(" · "));
  }

  /** The verdict with this name in the database. */
  public Verdict verdict(String name) {
    return Verdict.valueOf(name);
  }

  /** A few words for where a submission is. */
  public String state(SubmissionView.State state, Optional<Verdict> verdict) {
    return verdict.map(Verdict::text).orElseGet(() -> lower(state));
  }

  /** The name of something as words. */
  public String words(Enum<?> value) {
    return lower(value).replace('_', ' ');
  }

  /** The name of something in lower case, as it is in addresses. */
  public String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
