package dev.glovebox.ci.store;

import dev.glovebox.blob.Blobs;
import java.time.Duration;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.unit.DataSize;

/** Parts of the store for tests of other packages. */
public final class StoreOf {

  private static final long TENANT = 1 << 20;

  private StoreOf() {}

  /** A MiB for each tenant. */
  public static Artifacts artifacts(Blobs blobs, JdbcClient jdbc) {
    return new Artifacts(blobs, jdbc, new TenantSpace(jdbc, TENANT));
  }

  /** A cache has at most 100 KiB, those of a project 200 KiB, those of a tenant 300 KiB. */
  public static Caches caches(Blobs blobs, JdbcClient jdbc, TransactionOperations transaction) {
    return new Caches(
        blobs,
        jdbc,
        transaction,
        new CacheProperties(
            DataSize.ofKilobytes(100),
            DataSize.ofKilobytes(200),
            DataSize.ofKilobytes(300),
            Duration.ofDays(30)));
  }

  /** Hashes of all contents that are still wanted. */
  public static Set<String> named(JdbcClient jdbc) {
    return new StoredBlobs(jdbc, Duration.ZERO).named();
  }

  /** What is done every few minutes. */
  public static int deleteUnused(Caches caches) {
    return caches.deleteUnused();
  }
}
