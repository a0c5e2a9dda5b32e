package dev.glovebox.judge;

import dev.glovebox.submission.SubmissionResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What the judge counts. Every tag has few values: phases, languages, verdicts, outcomes. */
final class JudgeMetrics {

  private final MeterRegistry registry;

  JudgeMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Elapsed time of one step with a sandbox: acquire, compile, test, check. */
  void ran(String phase, Program program, Duration elapsed) {
    Timer.builder("glovebox.run.duration")
        .description("elapsed time of the steps of a submission")
        .tag("phase", phase)
        .tag("language", program.language().id())
        .tag("tier", program.tier().code())
        .register(registry)
        .record(elapsed);
  }

  void judged(SubmissionResult result, String language) {
    registry
        .counter(
            "glovebox.verdicts",
            "verdict",
            result.verdict().name().toLowerCase(Locale.ROOT),
            "language",
            language)
        .increment();
  }

  /**
   * @param outcome hit, miss, stored, evicted, broken or failed
   */
  void cache(String outcome) {
    registry.counter("glovebox.compile.cache", "outcome", outcome).increment();
  }
}
