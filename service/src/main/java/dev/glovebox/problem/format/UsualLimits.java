package dev.glovebox.problem.format;

import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import java.util.Optional;

/**
 * The limits that a format's packages have when they give none, so that whoever judges by them need
 * not know. Source: problem package format, section <i>Limits</i>: 2048 MiB of memory, 8 MiB of
 * output. Packages of other formats get the same memory; their output is left to the service.
 */
final class UsualLimits {

  private static final long MEMORY = 2L << 30;
  private static final long OUTPUT = 8L << 20;

  private final ImportContext context;

  UsualLimits(ImportContext context) {
    this.context = context;
  }

  ProblemDefinition in(ProblemDefinition problem) {
    ProblemLimits limits = problem.limits();
    Optional<Long> memory =
        limits
            .memoryBytes()
            .or(() -> Optional.of(granted("memory", MEMORY, context.maxima().memoryBytes())));
    Optional<Long> output =
        switch (problem.format()) {
          case KATTIS_LEGACY, ICPC_LEGACY, KATTIS_2023_07, KATTIS_2025_09 ->
              limits
                  .outputBytes()
                  .or(() -> Optional.of(granted("output", OUTPUT, context.maxima().outputBytes())));
          case POLYGON, NATIVE -> limits.outputBytes();
        };
    return problem.withLimits(limits.withRun(memory, output));
  }

  private long granted(String what, long usual, long most) {
    if (usual <= most) {
      return usual;
    }
    context
        .findings()
        .warn(
            "",
            "the package gives no limit of %s, and the usual %d bytes are more than the service grants: it gets %d"
                .formatted(what, usual, most));
    return most;
  }
}
