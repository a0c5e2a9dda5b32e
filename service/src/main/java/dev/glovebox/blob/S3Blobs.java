package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store in a bucket. S3 can't delete an object only if nobody has renewed it, so objects are
 * never renewed: contents that are stored again get an object of their own, {@code hash/random},
 * and a sweep, which takes single old objects, can't take a new one for an old one. Which objects
 * there are the bucket's list tells, which S3 keeps consistent.
 */
final class S3Blobs implements BlobStore, AutoCloseable {

  /** An object so young is as good as a new one: it stays for another day at least. */
  private static final Duration YOUNG = Duration.ofDays(1);

  private static final Duration OLD = Duration.ofDays(2);

  private static final Pattern NAME =
      Pattern.compile("(?<hash>[0-9a-f]{64})/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final S3Bucket bucket;
  private final String prefix;
  private final StageFolder stages;
  private final Clock clock;

  S3Blobs(S3Bucket bucket, String prefix, StageFolder stages, Clock clock) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.stages = stages;
    this.clock = clock;
  }

  @Override
  public Blob put(InputStream contents) throws IOException {
    try (BlobStage stage = stage()) {
      Blob blob = stage.add(contents);
      stage.keep(Set.of(blob));
      return blob;
    }
  }

  @Override
  public BlobStage stage() throws IOException {
    return new BlobStage(this, stages.make());
  }

  @Override
  public void adopt(Path file, Blob blob) throws IOException {
    Instant young = clock.instant().minus(YOUNG);
    if (newest(blob).filter(object -> object.storedAt().isAfter(young)).isEmpty()) {
      bucket.put(prefix + blob.sha256() + "/" + UUID.randomUUID(), file, blob.sha256());
    }
  }

  /** The newest object with the contents. */
  private Optional<S3Listing.Item> newest(Blob blob) throws IOException {
    return bucket.list(prefix + blob.sha256() + "/", Optional.empty()).items().stream()
        .filter(object -> object.size() == blob.size())
        .max(Comparator.comparing(S3Listing.Item::storedAt));
  }

  private S3Listing.Item existing(Blob blob) throws IOException {
    return newest(blob).orElseThrow(() -> new NoSuchFileException(blob.sha256()));
  }

  @Override
  public InputStream open(Blob blob) throws IOException {
    try {
      return bucket.get(existing(blob).key(), 0, -1);
    } catch (NoSuchFileException _) {
      // A sweep took the object because there is, or just was, a newer one.
      return bucket.get(existing(blob).key(), 0, -1);
    }
  }

  @Override
  public SeekableByteChannel channel(Blob blob) throws IOException {
    return new S3Channel(bucket, existing(blob).key(), blob.size());
  }

  /** Of contents that are named the newest object stays. */
  @Override
  public int sweep(Supplier<Set<String>> named) throws IOException {
    Instant old = clock.instant().minus(OLD);
    Optional<String> next = Optional.empty();
    Optional<Set<String>> kept = Optional.empty();
    int removed = 0;
    do {
      S3Listing page = bucket.list(prefix, next);
      for (S3Listing.Item object : page.items()) {
        Optional<String> hash = hash(object).filter(_ -> object.storedAt().isBefore(old));
        if (hash.isEmpty()) {
          continue;
        }
        if (kept.isEmpty()) {
          kept = Optional.of(new HashSet<>(named.get()));
        }
        if (!kept.get().contains(hash.get()) || isReplaced(object, hash.get())) {
          bucket.delete(object.key());
          removed++;
        }
      }
      next = page.next();
    } while (next.isPresent());
    return removed;
  }

  private boolean isReplaced(S3Listing.Item object, String hash) throws IOException {
    return newest(new Blob(hash, object.size()))
        .filter(newest -> newest.storedAt().isAfter(object.storedAt()))
        .isPresent();
  }

  private Optional<String> hash(S3Listing.Item object) {
    Matcher name = NAME.matcher(object.key().substring(prefix.length()));
    return name.matches() ? Optional.of(name.group("hash")) : Optional.empty();
  }

  @Override
  public void close() {
    bucket.close();
  }
}
