package dev.glovebox.api;

import dev.glovebox.ci.format.Planned;

/** A pipeline file that is not valid here. */
final class PipelineRefused extends RuntimeException {

  private final transient Planned.Refused refused;

  PipelineRefused(Planned.Refused refused) {
    super(
        refused.errors().size() == 1
            ? refused.errors().getFirst().message()
            : "There are %d errors; diagnostics lists them.".formatted(refused.errors().size()));
    this.refused = refused;
  }

  Planned.Refused refused() {
    return refused;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
