package dev.glovebox.support;

import dev.glovebox.submission.Quarantine;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A quarantine in memory. */
public final class FakeQuarantine implements Quarantine {

  private record Key(UUID tenant, String problem, String version) {}

  private final Map<Key, Case> cases = new ConcurrentHashMap<>();

  @Override
  public Optional<Case> find(UUID tenant, String problem, String version) {
    return Optional.ofNullable(cases.get(new Key(tenant, problem, version)));
  }

  @Override
  public void put(UUID tenant, String problem, String version, String reason, String evidence) {
    cases.putIfAbsent(new Key(tenant, problem, version), new Case(reason, evidence, Instant.EPOCH));
  }

  @Override
  public boolean release(UUID tenant, String problem, String version) {
    return cases.remove(new Key(tenant, problem, version)) != null;
  }
}
