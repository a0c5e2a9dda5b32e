package dev.glovebox.ci.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a transaction wants told once it is committed. */
final class Aftermath {

  private final Map<UUID, Integer> queued = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Set<UUID> changed = new LinkedHashSet<>();
  private final Set<Resource> resources = new LinkedHashSet<>();
  private boolean enqueued;
  private boolean runEnded;

  /** A running job of the queue that is asked to stop. */
  record Asked(long job, UUID attempt) {}

  /** A resource group that somebody left or wants. */
  record Resource(UUID project, String group) {}

  void enqueued(UUID tenant) {
    enqueued = true;
    queued.merge(tenant, 1, Integer::sum);
  }

  void leftQueue(UUID tenant) {
    queued.merge(tenant, -1, Integer::sum);
  }

  void askedToStop(long job, UUID attempt) {
    asked.add(new Asked(job, attempt));
  }

  void changed(UUID subject) {
    changed.add(subject);
  }

  void resourceTouched(UUID project, String group) {
    resources.add(new Resource(project, group));
  }

  void runEnded() {
    runEnded = true;
  }

  Map<UUID, Integer> queuedChange() {
    return queued;
  }

  List<Asked> asked() {
    return asked;
  }

  Set<UUID> changed() {
    return changed;
  }

  Set<Resource> resources() {
    return resources;
  }

  boolean anyEnqueued() {
    return enqueued;
  }

  boolean anyRunEnded() {
    return runEnded;
  }
}
