package dev.glovebox.judge;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How submissions are judged.
 *
 * @param storedOutput how much of each stream of a run is kept in the result
 * @param storedCompilerOutput how much of what a compiler writes is kept in the result
 * @param openFiles descriptors a process may have open
 * @param reuse whether a proven clean sandbox may serve the next submission of the same tenant,
 *     where the tenant allows it too
 * @param mostWallStretch how far wall limits are stretched on a busy machine, at most
 * @param testDataMemory how much test data of problems is kept in memory
 * @param rerunNearLimit whether a problem's test that passed its time limit by no more than a tenth
 *     is run once more, and the better run counts
 * @param compileCache results of compilations
 */
@ConfigurationProperties("glovebox.judge")
public record JudgeProperties(
    @DefaultValue("64KB") DataSize storedOutput,
    @DefaultValue("64KB") DataSize storedCompilerOutput,
    @DefaultValue("256") int openFiles,
    @DefaultValue("false") boolean reuse,
    @DefaultValue("4") double mostWallStretch,
    @DefaultValue("256MB") DataSize testDataMemory,
    @DefaultValue("true") boolean rerunNearLimit,
    @DefaultValue CompileCacheSettings compileCache) {

  /**
   * @param directory where results are kept, private to the service; empty = nothing is cached
   * @param maxSize of all results together; the least recently used go first
   */
  public record CompileCacheSettings(
      @Nullable Path directory, @DefaultValue("2GB") DataSize maxSize) {}
}
