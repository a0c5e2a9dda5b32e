package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Phase;

/** A phase of an attempt on record, which ends there however it ends. */
final class Section implements AutoCloseable {

  private final AttemptRecord record;
  private final Phase phase;
  private final String name;
  private boolean ended;

  private Section(AttemptRecord record, Phase phase, String name) {
    this.record = record;
    this.phase = phase;
    this.name = name;
  }

  /** A phase starts. */
  static Section start(AttemptRecord record, Phase phase, String name) {
    record.started(phase, name);
    return new Section(record, phase, name);
  }

  /** It ends; only the first end counts. */
  void end(int exitCode) {
    if (!ended) {
      ended = true;
      record.ended(phase, name, exitCode);
    }
  }

  /** Ends what has not ended, for something went wrong. */
  @Override
  public void close() {
    end(1);
  }
}
