package dev.glovebox.ci.execute;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.JobContainer.Ended;
import dev.glovebox.sandbox.job.Pulled;
import java.time.Duration;
import java.util.Optional;

/** What the end of a step means. */
final class Failures {

  /** Less than this and a workspace is full. */
  private static final long FULL = 64 << 10;

  private static final int LAST_SIGNAL = 64;

  private Failures() {}

  /** Of a step whose exit code is not 0, or whose first process was killed. */
  static Outcome.Failure step(String step, Ended ended) {
    Optional<String> signal = signal(ended);
    if (isEndedByOthers(ended)) {
      return new Outcome.Failure(
          FailureClass.INFRA,
          "container_runtime_error",
          "The container of the step %s was ended from outside.".formatted(step),
          Optional.empty(),
          signal,
          true);
    }
    if (ended.startError() != 0) {
      return new Outcome.Failure(
          FailureClass.SCRIPT,
          "script_failure",
          "The step %s could not be started; the log says why. Its image needs a shell and the user."
              .formatted(step),
          Optional.of(ended.exitCode()),
          Optional.empty(),
          false);
    }
    if (ended.outOfMemory() && ended.exitCode() != 0) {
      return limit(
          "memory_limit",
          "The step %s needed more memory than the job may have; the kernel ended processes of it."
              .formatted(step),
          ended,
          signal);
    }
    if (signal.filter("SIGXFSZ"::equals).isPresent()) {
      return limit(
          "disk_limit",
          "The step %s wrote a file that is larger than the job may write.".formatted(step),
          ended,
          signal);
    }
    if (ended.forkRefusals() > 0) {
      return limit(
          "pids_limit",
          "The step %s exited with %d; %d times it could not start a process, for the job had as many as it may."
              .formatted(step, ended.exitCode(), ended.forkRefusals()),
          ended,
          signal);
    }
    if (ended.freeBytes() >= 0 && ended.freeBytes() < FULL) {
      return limit(
          "disk_limit",
          "The workspace was full when the step %s ended.".formatted(step),
          ended,
          signal);
    }
    return new Outcome.Failure(
        FailureClass.SCRIPT,
        "script_failure",
        signal
            .map(name -> "The step %s was ended by %s.".formatted(step, name))
            .orElse("The step %s exited with %d.".formatted(step, ended.exitCode())),
        Optional.of(ended.exitCode()),
        signal,
        false);
  }

  /** Its first process is ours and reports its end; only from outside is it ended without. */
  private static boolean isEndedByOthers(Ended ended) {
    return ended.freeBytes() < 0 && !ended.outOfMemory();
  }

  private static Outcome.Failure limit(
      String reason, String sentence, Ended ended, Optional<String> signal) {
    return new Outcome.Failure(
        FailureClass.LIMIT, reason, sentence, Optional.of(ended.exitCode()), signal, false);
  }

  private static Optional<String> signal(Ended ended) {
    int number = ended.signal() > 0 ? ended.signal() : ended.exitCode() - 128;
    return number > 0 && number <= LAST_SIGNAL ? Optional.of(name(number)) : Optional.empty();
  }

  private static String name(int number) {
    return switch (number) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 5 -> "SIGTRAP";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 10 -> "SIGUSR1";
      case 11 -> "SIGSEGV";
      case 12 -> "SIGUSR2";
      case 13 -> "SIGPIPE";
      case 14 -> "SIGALRM";
      case 15 -> "SIGTERM";
      case 24 -> "SIGXCPU";
      case 25 -> "SIGXFSZ";
      case 31 -> "SIGSYS";
      default -> "signal " + number;
    };
  }

  /** A time that was over. */
  static Outcome.Failure timeout(String reason, String what, Duration most) {
    return new Outcome.Failure(
        FailureClass.LIMIT,
        reason,
        "%s took longer than %s s and was ended.".formatted(what, most.toSeconds()),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Whoever opened a job has gone. */
  static Outcome.Failure idle(Duration most) {
    return of(
        FailureClass.LIMIT,
        "idle_timeout",
        "No further step of the open job came within %d s.".formatted(most.toSeconds()));
  }

  /** More outside of the workspace than there may be. */
  static Outcome.Failure disk(String step, long most) {
    return of(
        FailureClass.LIMIT,
        "disk_limit",
        "The step %s wrote more than %d MiB outside of the workspace and was ended."
            .formatted(step, most >> 20));
  }

  /** So many files that nobody can say how much they are. */
  static Outcome.Failure unmeasured(String step) {
    return of(
        FailureClass.LIMIT,
        "disk_limit",
        "What the step %s wrote outside of the workspace could not be measured in time: it is too many files. The step was ended."
            .formatted(step));
  }

  /** Something that was asked for and is not to be had. */
  static Outcome.Failure of(FailureClass failureClass, String reason, String sentence) {
    return new Outcome.Failure(
        failureClass, reason, sentence, Optional.empty(), Optional.empty(), false);
  }

  /** Of an image that was to be fetched. */
  static Outcome.Failure image(ImageName name, Pulled.Failed failed) {
    String sentence = "The image %s %s: %s.";
    return switch (failed.reason()) {
      case NOT_FOUND ->
          of(
              FailureClass.IMAGE,
              "image_not_found",
              sentence.formatted(name, "was not found, or needs a login", failed.message()));
      case DENIED ->
          of(
              FailureClass.IMAGE,
              "image_auth",
              sentence.formatted(
                  name,
                  "is not for this job; DOCKER_AUTH_CONFIG has its logins",
                  failed.message()));
      case TOO_LARGE ->
          of(
              FailureClass.IMAGE,
              "image_too_large",
              sentence.formatted(name, "is too large", failed.message()));
      case RATE_LIMITED ->
          forNow(
              "image_rate_limited",
              sentence.formatted(
                  name, "can't be fetched now, for its registry limits", failed.message()));
      case UNAVAILABLE ->
          forNow(
              "image_pull_transient",
              sentence.formatted(name, "could not be fetched", failed.message()));
    };
  }

  private static Outcome.Failure forNow(String reason, String sentence) {
    return new Outcome.Failure(
        FailureClass.IMAGE, reason, sentence, Optional.empty(), Optional.empty(), true);
  }

  /** Our own. */
  static Outcome.Failure engine(SandboxException e) {
    return new Outcome.Failure(
        FailureClass.INFRA,
        "container_runtime_error",
        String.valueOf(e.getMessage()),
        Optional.empty(),
        Optional.empty(),
        true);
  }
}
