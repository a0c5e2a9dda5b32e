package dev.glovebox.piston;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The front door for clients of Piston. Limits have the defaults of the original; a request may ask
 * for less, and is refused when it asks for more.
 *
 * @param port at whose root it is too, besides {@code /piston} on the service's own; none = nowhere
 *     else. Clients expect 2000
 * @param anonymousKey the API key in whose name requests run that bring none; none = they are
 *     refused
 * @param origins whose pages may call it from a browser; {@code *} = all
 * @param compileTimeout elapsed time of compiling; not positive = as much as the language has
 * @param runTimeout elapsed time of the program; not positive = as much as the service grants
 * @param compileCpuTime CPU time of compiling; not positive = as much as the language has
 * @param runCpuTime CPU time of the program; not positive = as much as the service grants
 * @param compileMemoryLimit memory of compiling in bytes; negative = as much as the language has
 * @param runMemoryLimit memory of the program in bytes; negative = as much as the service grants
 * @param outputMaxSize standard output, and separately standard error
 * @param maxWait how long a request may wait for its result, time in the queue included
 * @param standIns whether versions that Piston has packages of are served by ours
 */
@ConfigurationProperties("glovebox.piston")
record PistonProperties(
    @Nullable Integer port,
    @Nullable String anonymousKey,
    @DefaultValue("*") List<String> origins,
    @DefaultValue("10s") Duration compileTimeout,
    @DefaultValue("3s") Duration runTimeout,
    @DefaultValue("10s") Duration compileCpuTime,
    @DefaultValue("3s") Duration runCpuTime,
    @DefaultValue("-1") long compileMemoryLimit,
    @DefaultValue("-1") long runMemoryLimit,
    @DefaultValue("64KB") DataSize outputMaxSize,
    @DefaultValue("5m") Duration maxWait,
    @DefaultValue("true") boolean standIns) {

  PistonProperties {
    origins = List.copyOf(origins);
    if (!maxWait.isPositive()) {
      throw new IllegalArgumentException("glovebox.piston.max-wait must be positive");
    }
  }
}
