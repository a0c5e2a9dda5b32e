package dev.glovebox.engine;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.sandbox.docker.SandboxObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** What the pool does, as metrics: {@code glovebox.sandbox.*}, by tier, source and end. */
final class SandboxMeters implements SandboxObserver {

  private final MeterRegistry meters;

  SandboxMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void started(SandboxSpec spec, Duration container, Duration ready) {
    meters
        .timer("glovebox.sandbox.start", "tier", spec.tier().code())
        .record(container.plus(ready));
  }

  @Override
  public void failed(SandboxSpec spec, SandboxException.Kind kind) {
    meters
        .counter("glovebox.sandbox.start.failed", "tier", spec.tier().code(), "kind", lower(kind))
        .increment();
  }

  @Override
  public void acquired(SandboxSpec spec, Source source, Duration waited) {
    meters
        .timer("glovebox.sandbox.acquire", "tier", spec.tier().code(), "source", lower(source))
        .record(waited);
  }

  @Override
  public void destroyed(SandboxSpec spec, End end) {
    meters
        .counter("glovebox.sandbox.destroyed", "tier", spec.tier().code(), "end", lower(end))
        .increment();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
