package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.CompileResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCacheTest {

  /** Goes on by a minute whenever it is read, so that every use has a time of its own. */
  private static final class TickingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant instant() {
      now = now.plusSeconds(60);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final int ENTRY = 1000;

  @TempDir Path parent;
  private Path directory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private CompileCache cache;

  @BeforeEach
  void open() {
    directory = parent.resolve("cache");
    cache = open(1 << 20);
  }

  private CompileCache open(long most) {
    return new CompileCache(directory, most, new TickingClock(), new JudgeMetrics(registry));
  }

  private double counted(String outcome) {
    return registry.counter("glovebox.compile.cache", "outcome", outcome).count();
  }

  private static CacheKey key(int number) {
    return new CacheKey("%064x".formatted(number));
  }

  private static CachedProgram program(String content) {
    CompileResult result =
        new CompileResult(
            true,
            false,
            Duration.ofMillis(120),
            Duration.ofNanos(130_000_001),
            4096,
            Optional.of(0),
            new CapturedOutput("warning".getBytes(UTF_8), 70_000, new byte[32]),
            "");
    return new CachedProgram(
        result,
        List.of(
            new SandboxFile("program", content.getBytes(UTF_8), true),
            new SandboxFile("data/äöü", new byte[0], false)));
  }

  private static CachedProgram sized(int number) {
    return program(Integer.toString(number).repeat(ENTRY));
  }

  private Path file(CacheKey key) {
    return directory.resolve(key.hex().substring(0, 2)).resolve(key.hex());
  }

  @Test
  void givesBackWhatItWasGivenMarkedAsCached() {
    assertThat(cache.find(key(1))).isEmpty();
    cache.store(key(1), program("code"));
    CachedProgram found = cache.find(key(1)).orElseThrow();

    CompileResult result = found.result();
    assertThat(result.cached()).isTrue();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.cpu()).isEqualTo(Duration.ofMillis(120));
    assertThat(result.wall()).isEqualTo(Duration.ofNanos(130_000_001));
    assertThat(result.memoryBytes()).isEqualTo(4096);
    assertThat(result.exitCode()).contains(0);
    assertThat(result.output().prefix()).isEqualTo("warning".getBytes(UTF_8));
    assertThat(result.output().totalBytes()).isEqualTo(70_000);
    assertThat(result.output().sha256()).hasSize(32);
    assertThat(found.files()).extracting(SandboxFile::path).containsExactly("program", "data/äöü");
    assertThat(found.files()).extracting(SandboxFile::executable).containsExactly(true, false);
    assertThat(found.files().getFirst().content()).isEqualTo("code".getBytes(UTF_8));
    assertThat(cache.find(key(2))).isEmpty();
    assertThat(counted("hit")).isEqualTo(1);
    assertThat(counted("miss")).isEqualTo(2);
    assertThat(counted("stored")).isEqualTo(1);
  }

  @Test
  void outlivesTheProcess() {
    cache.store(key(1), program("code"));
    CompileCache later = open(1 << 20);

    assertThat(later.find(key(1))).isPresent();
    assertThat(later.bytes()).isEqualTo(cache.bytes()).isPositive();
  }

  @Test
  void nobodyElseMayLookInside() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void anEntryWithAnyChangedByteIsIgnoredAndRemoved() throws IOException {
    cache.store(key(1), program("code"));
    byte[] good = Files.readAllBytes(file(key(1)));
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file(key(1)), bad);
      assertThat(cache.find(key(1))).as("byte %d", at).isEmpty();
      assertThat(file(key(1))).doesNotExist();
    }
    assertThat(counted("broken")).isEqualTo(good.length);
  }

  @Test
  void anEntryThatWasCutShortIsIgnoredAndRemoved() throws IOException {
    cache.store(key(1), program("code"));
    byte[] good = Files.readAllBytes(file(key(1)));
    for (int length = 0; length < good.length; length++) {
      assertThat(CachedProgram.decoded(Arrays.copyOf(good, length))).isEmpty();
    }
    assertThat(CachedProgram.decoded(good)).isPresent();
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    cache = open(20 * ENTRY);
    for (int i = 0; i < 15; i++) {
      cache.store(key(i), sized(i % 10));
      assertThat(cache.find(key(0))).isPresent();
    }
    int last = 15;
    while (counted("evicted") == 0) {
      cache.store(key(last), sized(last % 10));
      last++;
    }

    assertThat(cache.find(key(0))).isPresent();
    assertThat(cache.find(key(1))).isEmpty();
    assertThat(cache.find(key(last - 1))).isPresent();
    assertThat(cache.bytes()).isLessThanOrEqualTo(18 * ENTRY);
  }

  @Test
  void neverStaysLargerThanAllowed() throws IOException {
    cache = open(20 * ENTRY);
    for (int i = 0; i < 100; i++) {
      cache.store(key(i), sized(i % 10));
      try (Stream<Path> files = Files.walk(directory)) {
        long size = files.filter(Files::isRegularFile).mapToLong(CompileCacheTest::size).sum();
        assertThat(size).isEqualTo(cache.bytes()).isLessThanOrEqualTo(20 * ENTRY);
      }
    }
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSmallerLimitIsAppliedAtTheNextStart() {
    for (int i = 0; i < 10; i++) {
      cache.store(key(i), sized(i));
    }
    assertThat(open(5 * ENTRY).bytes()).isLessThanOrEqualTo(5 * ENTRY);
  }

  @Test
  void oneProgramMayNotPushOutAllOthers() {
    cache = open(4 * ENTRY);
    cache.store(key(1), sized(1));

    assertThat(cache.find(key(1))).isEmpty();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void storingAgainCountsOnce() {
    cache.store(key(1), program("code"));
    long once = cache.bytes();
    cache.store(key(1), program("code"));

    assertThat(cache.bytes()).isEqualTo(once);
  }

  @Test
  void whatADeadProcessLeftUnfinishedIsRemoved() throws IOException {
    Path old = Files.createDirectories(directory.resolve("00")).resolve("x.1.part");
    Path young = old.resolveSibling("x.2.part");
    Files.write(old, new byte[10]);
    Files.write(young, new byte[10]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2025-12-31T00:00:00Z")));
    Files.setLastModifiedTime(young, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    open(1 << 20);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void aDirectoryThatFailsOnlyCostsTheCompilation() throws IOException {
    Files.createDirectories(file(key(1)));
    assertThat(cache.find(key(1))).isEmpty();
    Files.createDirectories(file(key(1)).resolve("not-empty"));
    cache.store(key(1), program("code"));

    assertThat(counted("failed")).isEqualTo(2);
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void manyWorkersAndProcessesMayUseItAtOnce() throws Exception {
    CompileCache other = open(20 * ENTRY);
    cache = open(20 * ENTRY);
    try (ExecutorService workers = Executors.newFixedThreadPool(6)) {
      List<Future<Integer>> found = new ArrayList<>();
      for (int worker = 0; worker < 6; worker++) {
        CompileCache mine = worker % 2 == 0 ? cache : other;
        int seed = worker;
        Callable<Integer> work = () -> storeAndFind(mine, seed);
        found.add(workers.submit(work));
      }
      int hits = 0;
      for (Future<Integer> each : found) {
        hits += each.get();
      }
      assertThat(hits).isPositive();
    }
    assertThat(counted("broken")).isZero();
    assertThat(counted("failed")).isZero();
  }

  private static int storeAndFind(CompileCache cache, int seed) {
    int hits = 0;
    for (int i = 0; i < 500; i++) {
      int number = (i * 7 + seed) % 30;
      Optional<CachedProgram> found = cache.find(key(number));
      if (found.isPresent()) {
        hits++;
        byte[] expected = sized(number % 10).files().getFirst().content();
        assertThat(found.get().files().getFirst().content()).isEqualTo(expected);
      } else {
        cache.store(key(number), sized(number % 10));
      }
    }
    return hits;
  }
}
