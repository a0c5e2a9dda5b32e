package dev.glovebox.ci.store;

import dev.glovebox.blob.Blobs;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Parts of the store for tests of other packages. */
public final class StoreOf {

  private static final long TENANT = 1 << 20;

  private StoreOf() {}

  /** A MiB for each tenant. */
  public static Artifacts artifacts(Blobs blobs, JdbcClient jdbc) {
    return new Artifacts(blobs, jdbc, new TenantSpace(jdbc, TENANT));
  }
}
