package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord;
import dev.glovebox.ci.execute.Outcome;
import dev.glovebox.queue.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Records one attempt: phases as sections of the log, output, images, what is kept. */
final class Recorder implements AttemptRecord, AutoCloseable {

  private static final int MOST_LISTED = 200;

  /** An image that was used. */
  record Image(String name, String digest) {}

  /** A connection that was refused. */
  record Denied(String host, int port) {}

  private final StepRows steps;
  private final AttemptLog log;
  private final Attempts attempts;
  private final Lease lease;
  private final Attempts.Task task;
  private final Masking masking;
  private final Keeping keeping;
  private final List<Image> images = new ArrayList<>();
  private final List<Denied> denied = new ArrayList<>();

  Recorder(
      StepRows steps,
      AttemptLog log,
      Attempts attempts,
      Lease lease,
      Attempts.Task task,
      Masking masking,
      Keeping keeping) {
    this.steps = steps;
    this.log = log;
    this.attempts = attempts;
    this.lease = lease;
    this.task = task;
    this.masking = masking;
    this.keeping = keeping;
  }

  @Override
  public void started(Phase phase, String name) {
    switch (phase) {
      case PREPARE, SERVICES, SOURCE, CACHE_RESTORE, ARTIFACTS_DOWNLOAD -> {}
      case STEP -> attempts.moved(lease, task, JobState.RUNNING);
      case AFTER_SCRIPT, CACHE_SAVE, ARTIFACTS_UPLOAD, CLEANUP ->
          attempts.moved(lease, task, JobState.FINISHING);
    }
    log.endPieces();
    steps.started(code(phase), Attempts.storable(masking.mask(name)), log.position());
    log.note(
        "section_start:%d:%s\r\u001b[0K%s"
            .formatted(Instant.now().getEpochSecond(), section(phase, name), title(phase, name)));
  }

  /** How long the log is with all that has come so far. */
  long logEnd() {
    log.endPieces();
    return log.position();
  }

  @Override
  public void ended(Phase phase, String name, int exitCode) {
    log.note(
        "section_end:%d:%s\r\u001b[0K"
            .formatted(Instant.now().getEpochSecond(), section(phase, name)));
    steps.ended(exitCode);
  }

  private static String code(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static String title(Phase phase, String name) {
    return name.isEmpty() ? code(phase).replace('_', ' ') : name.replaceAll("\\p{Cntrl}", " ");
  }

  /** Letters that a section's name may have; an executor's name is anybody's text. */
  private static String section(Phase phase, String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]", "_");
    return switch (phase) {
      case STEP -> "step_" + plain;
      case SERVICES, ARTIFACTS_UPLOAD, CACHE_RESTORE, CACHE_SAVE ->
          plain.isEmpty() ? code(phase) : code(phase) + "_" + plain;
      case PREPARE, SOURCE, ARTIFACTS_DOWNLOAD, AFTER_SCRIPT, CLEANUP -> code(phase);
    };
  }

  @Override
  public void image(String name, String digest) {
    if (images.size() < MOST_LISTED) {
      images.add(new Image(masking.mask(name), digest));
      steps.images(images);
    }
  }

  @Override
  public void output(Origin origin, byte[] bytes, int offset, int length) {
    log.write(origin, bytes, offset, length);
  }

  @Override
  public void keep(Kept kind, String name, int files, InputStream content) throws IOException {
    keeping.keep(kind, name, files, content, log::note);
  }

  @Override
  public void denied(String host, int port) {
    if (denied.size() < MOST_LISTED) {
      denied.add(new Denied(masking.mask(host), port));
      steps.denied(denied);
    }
  }

  /** Adds a line of our own to the log. */
  void note(String line) {
    log.note(line);
  }

  /** The outcome with what must not be seen left out, and the reason at the end of the log. */
  Outcome finished(Outcome outcome) {
    Outcome masked =
        switch (outcome) {
          case Outcome.Failure f ->
              new Outcome.Failure(
                  f.failureClass(),
                  f.reason(),
                  masking.mask(f.sentence()),
                  f.exitCode(),
                  f.signal(),
                  f.retryable());
          case Outcome.Success success -> success;
          case Outcome.Canceled canceled -> canceled;
        };
    log.note(
        switch (masked) {
          case Outcome.Success _ -> "Job succeeded";
          case Outcome.Failure f -> "Job failed (%s): %s".formatted(f.reason(), f.sentence());
          case Outcome.Canceled _ -> "Job was canceled";
        });
    log.close();
    return masked;
  }

  @Override
  public void close() {
    log.close();
  }
}
