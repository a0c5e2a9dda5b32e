package dev.glovebox.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled programs on disk, so that a submission that was seen before is not compiled again. One
 * file per program, written beside and renamed into place: readers, writers and other processes
 * with the same directory never see half a file. A file that is not what was written is ignored and
 * removed. When the directory grows too large, what was not used for longest goes.
 *
 * <p>A cache may always fail: every fault here only costs a compilation. Thread-safe.
 */
final class CompileCache {

  private static final Logger log = LoggerFactory.getLogger(CompileCache.class);
  private static final String UNFINISHED = ".part";

  /** One program must not push out all others. */
  private static final int LARGEST_SHARE = 8;

  private record Entry(Path path, long size, FileTime used) {}

  private final Path directory;
  private final long mostBytes;
  private final Clock clock;
  private final JudgeMetrics metrics;
  private final AtomicLong bytes = new AtomicLong();
  private final Object sweeping = new Object();

  /**
   * @throws UncheckedIOException when the directory can't be made or read
   */
  CompileCache(Path directory, long mostBytes, Clock clock, JudgeMetrics metrics) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.clock = clock;
    this.metrics = metrics;
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      removeUnfinished();
      sweep();
    } catch (IOException e) {
      throw new UncheckedIOException("compile cache " + directory, e);
    }
  }

  /** The program under this key, and it counts as used now. */
  Optional<CachedProgram> find(CacheKey key) {
    Path path = path(key);
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      metrics.cache("miss");
      return Optional.empty();
    } catch (IOException e) {
      log.warn("compile cache entry not readable, the program will be compiled: {}", e.toString());
      metrics.cache("failed");
      return Optional.empty();
    }
    Optional<CachedProgram> program = CachedProgram.decoded(content);
    try {
      if (program.isPresent()) {
        Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
      } else {
        log.warn("compile cache entry {} is broken and will be removed", path.getFileName());
        remove(path, content.length);
      }
    } catch (NoSuchFileException e) {
      log.debug("compile cache entry {} was swept while it was read", path.getFileName());
    } catch (IOException e) {
      log.warn("compile cache entry not touched: {}", e.toString());
    }
    metrics.cache(program.isPresent() ? "hit" : "broken");
    return program;
  }

  /** Keeps a program, unless it is too large a part of the whole. */
  void store(CacheKey key, CachedProgram program) {
    byte[] content = program.encoded();
    if (content.length > mostBytes / LARGEST_SHARE) {
      return;
    }
    Path path = path(key);
    Path unfinished = path.resolveSibling(key.hex() + "." + UUID.randomUUID() + UNFINISHED);
    try {
      Files.createDirectories(path.getParent());
      try {
        Files.write(unfinished, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
        boolean replaced = Files.exists(path);
        Files.move(
            unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        bytes.addAndGet(replaced ? 0 : content.length);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      metrics.cache("stored");
      if (bytes.get() > mostBytes) {
        sweep();
      }
    } catch (IOException e) {
      log.warn("compile cache entry not stored: {}", e.toString());
      metrics.cache("failed");
    }
  }

  /** What the entries take, as far as this process knows. */
  long bytes() {
    return bytes.get();
  }

  /** Counts anew, since other processes may use the directory too, and makes room. */
  private void sweep() throws IOException {
    synchronized (sweeping) {
      List<Entry> entries = entries();
      long total = entries.stream().mapToLong(Entry::size).sum();
      bytes.set(total);
      if (total <= mostBytes) {
        return;
      }
      entries.sort(Comparator.comparing(Entry::used).thenComparing(Entry::path));
      for (Entry entry : entries) {
        // A tenth more than needed, so that the next program does not sweep again.
        if (bytes.get() <= mostBytes - mostBytes / 10) {
          break;
        }
        remove(entry.path(), entry.size());
        metrics.cache("evicted");
      }
    }
  }

  private void remove(Path path, long size) throws IOException {
    if (Files.deleteIfExists(path)) {
      bytes.addAndGet(-size);
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path path : files()) {
      try {
        if (!path.toString().endsWith(UNFINISHED)) {
          entries.add(new Entry(path, Files.size(path), Files.getLastModifiedTime(path)));
        }
      } catch (NoSuchFileException e) {
        log.debug("compile cache entry {} was swept by another process", path.getFileName());
      }
    }
    return entries;
  }

  /** Left by a process that was killed while it wrote. Young ones may still be written. */
  private void removeUnfinished() throws IOException {
    FileTime old = FileTime.from(clock.instant().minusSeconds(3600));
    for (Path path : files()) {
      try {
        if (path.toString().endsWith(UNFINISHED)
            && Files.getLastModifiedTime(path).compareTo(old) < 0) {
          Files.deleteIfExists(path);
        }
      } catch (NoSuchFileException e) {
        log.debug("compile cache file {} was finished just now", path.getFileName());
      }
    }
  }

  /** Names only: looking at a file while walking fails when another process sweeps it. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> shards = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path shard : shards) {
        try (DirectoryStream<Path> entries =
            Files.newDirectoryStream(shard, Files::isRegularFile)) {
          entries.forEach(files::add);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private Path path(CacheKey key) {
    return directory.resolve(key.hex().substring(0, 2)).resolve(key.hex());
  }
}
