package dev.glovebox.judge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compiled programs of juries, in memory and in the compile cache: each is compiled once, however
 * many submissions need it at the same time. Thread-safe.
 */
final class JuryPrograms {

  private static final long MOST_BYTES = 128L << 20;

  private final Optional<CompileCache> disk;
  private final Cache<CacheKey, CachedProgram> memory =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .<CacheKey, CachedProgram>weigher((_, program) -> weight(program))
          .build();

  JuryPrograms(Optional<CompileCache> disk) {
    this.disk = disk;
  }

  /** The program under this key; compiled by one of those who ask, the others wait for it. */
  CachedProgram get(CacheKey key, Supplier<CachedProgram> compile) {
    return memory.get(key, k -> disk.flatMap(d -> d.find(k)).orElseGet(() -> compiled(k, compile)));
  }

  private CachedProgram compiled(CacheKey key, Supplier<CachedProgram> compile) {
    CachedProgram program = compile.get();
    disk.ifPresent(d -> d.store(key, program));
    return program;
  }

  private static int weight(CachedProgram program) {
    long bytes = program.files().stream().mapToLong(file -> file.content().length).sum();
    return (int) Math.min(Integer.MAX_VALUE, bytes + 1_000);
  }
}
