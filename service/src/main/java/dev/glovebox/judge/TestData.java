package dev.glovebox.judge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import dev.glovebox.queue.InfrastructureFault;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Test data in memory, as much as there may be, so that what many submissions need is read once.
 * Nothing that is larger than a quarter of it is kept. Contents must not be changed by whoever gets
 * them. Thread-safe.
 */
final class TestData {

  private static final int LARGEST_SHARE = 4;

  private final Blobs blobs;
  private final long mostBytes;
  private final Cache<String, byte[]> hot;

  TestData(Blobs blobs, long mostBytes) {
    this.blobs = blobs;
    this.mostBytes = mostBytes;
    this.hot =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .<String, byte[]>weigher((_, content) -> content.length + 100)
            .build();
  }

  /**
   * The contents.
   *
   * @throws InfrastructureFault when they can't be read: the store's fault, to be tried again
   */
  byte[] read(Blob blob) {
    if (blob.size() > Integer.MAX_VALUE - 8) {
      throw new InfrastructureFault(
          "test_data_too_large", "%d bytes of a test don't fit into memory".formatted(blob.size()));
    }
    try {
      return blob.size() > mostBytes / LARGEST_SHARE
          ? blobs.read(blob)
          : hot.get(blob.sha256(), _ -> readNow(blob));
    } catch (UncheckedIOException e) {
      throw missing(blob, e);
    } catch (IOException e) {
      throw missing(blob, e);
    }
  }

  private byte[] readNow(Blob blob) {
    try {
      return blobs.read(blob);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InfrastructureFault missing(Blob blob, Exception e) {
    return new InfrastructureFault(
        "test_data_missing", "contents %s can't be read: %s".formatted(blob.sha256(), e), e);
  }
}
