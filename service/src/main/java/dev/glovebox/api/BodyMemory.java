package dev.glovebox.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The memory that request bodies take while they are read: bounded for all of them together, and
 * for each tenant to a part of it, so that nobody's large or slow bodies shut others out. Taken as
 * bytes arrive; what a header announces costs nothing. Thread-safe.
 */
final class BodyMemory {

  private final long most;
  private final long mostOfOne;
  private final Map<UUID, Long> byTenant = new HashMap<>();
  private long taken;

  /**
   * @param most bytes of all tenants together
   * @param mostOfOne bytes of one tenant
   */
  BodyMemory(long most, long mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** A part that grows with the body it is for, and is given back as a whole. */
  Part part(UUID tenant) {
    return new Part(tenant);
  }

  private synchronized void take(UUID tenant, long bytes) {
    long own = byTenant.getOrDefault(tenant, 0L) + bytes;
    if (own > mostOfOne) {
      throw busy("This tenant sends too many large bodies at once; try again soon.");
    }
    if (taken + bytes > most) {
      throw busy("Too many large requests are being read; try again soon.");
    }
    taken += bytes;
    byTenant.put(tenant, own);
  }

  private synchronized void give(UUID tenant, long bytes) {
    taken -= bytes;
    byTenant.computeIfPresent(tenant, (_, own) -> own == bytes ? null : own - bytes);
  }

  private static RequestRefused busy(String detail) {
    return RequestRefused.later(ProblemKind.BUSY, detail, Duration.ofSeconds(1));
  }

  /** What one body takes. Used by one thread. */
  final class Part implements AutoCloseable {

    private final UUID tenant;
    private long bytes;

    private Part(UUID tenant) {
      this.tenant = tenant;
    }

    /**
     * Takes more, up to so many bytes in all.
     *
     * @throws RequestRefused when there is no room; what was taken before stays taken
     */
    void growTo(long size) {
      take(tenant, size - bytes);
      bytes = size;
    }

    @Override
    public void close() {
      give(tenant, bytes);
      bytes = 0;
    }
  }
}
