package dev.glovebox.api;

import dev.glovebox.sandbox.IsolationTier;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a submission may ask for.
 *
 * @param defaults limits of a run where the request has none
 * @param maxima the most a request may ask for
 * @param problems the most that a problem may ask for
 * @param tiers isolation tiers on offer; the first is the default
 * @param files most source files
 * @param source largest sum of all source files
 * @param tests most tests
 * @param arguments most compile options, and most program arguments
 * @param metadata most metadata entries
 */
@ConfigurationProperties("glovebox.limits")
public record LimitsProperties(
    @DefaultValue Defaults defaults,
    @DefaultValue Maxima maxima,
    @DefaultValue ProblemMaxima problems,
    @DefaultValue({"container", "gvisor"}) List<IsolationTier> tiers,
    @DefaultValue("256") int files,
    @DefaultValue("16MB") DataSize source,
    @DefaultValue("1000") int tests,
    @DefaultValue("256") int arguments,
    @DefaultValue("32") int metadata) {

  public LimitsProperties {
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("glovebox.limits.tiers is empty");
    }
    tiers = List.copyOf(tiers);
  }

  /**
   * Where the request has none.
   *
   * @param cpuTime CPU time of a run
   * @param wallTime elapsed time of a run; none = three times the CPU limit and five seconds, so
   *     that a busy machine never decides
   * @param memory memory of a run
   * @param output standard output, and separately standard error
   * @param fileSize largest file
   * @param stack stack of the main thread; none = bounded by memory alone
   */
  public record Defaults(
      @DefaultValue("5s") Duration cpuTime,
      @Nullable Duration wallTime,
      @DefaultValue("512MB") DataSize memory,
      @DefaultValue("8MB") DataSize output,
      @DefaultValue("64MB") DataSize fileSize,
      @Nullable DataSize stack) {

    Duration wallTimeFor(Duration cpu, Duration most) {
      Duration wall = wallTime == null ? cpu.multipliedBy(3).plusSeconds(5) : wallTime;
      return wall.compareTo(most) > 0 ? most : wall;
    }
  }

  /**
   * The most a request may ask for.
   *
   * @param cpuTime CPU time of a run
   * @param wallTime elapsed time of a run
   * @param memory memory of a run
   * @param processes processes and threads of a run; the default is the language's
   * @param output standard output, and separately standard error
   * @param fileSize largest file
   */
  public record Maxima(
      @DefaultValue("60s") Duration cpuTime,
      @DefaultValue("180s") Duration wallTime,
      @DefaultValue("2GB") DataSize memory,
      @DefaultValue("512") int processes,
      @DefaultValue("64MB") DataSize output,
      @DefaultValue("1GB") DataSize fileSize) {}

  /**
   * The most a problem may ask for. Problems are set by people who are trusted more than those who
   * submit; a submission to one that asks for more is refused.
   *
   * @param cpuTime CPU time of a run, language factor included
   * @param memory memory of a run
   * @param output standard output
   */
  public record ProblemMaxima(
      @DefaultValue("600s") Duration cpuTime,
      @DefaultValue("4GB") DataSize memory,
      @DefaultValue("256MB") DataSize output) {}
}
