package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.CacheKey;
import dev.glovebox.ci.plan.CachePlan;
import dev.glovebox.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The caches of an attempt: laid before its steps, kept after them. They never fail it. */
final class CacheFiles {

  private static final String USUAL = "default";
  private static final List<String> POLICIES = List.of("pull", "push", "pull-push");
  private static final String FALLBACK_VARIABLE = "CACHE_FALLBACK_KEY";

  private final WorkspaceFiles files;
  private final AttemptOrder order;
  private final Variables variables;

  /** Keys are those of before the steps, whatever these do to the files that make them. */
  private final Map<CachePlan, String> keys = new LinkedHashMap<>();

  CacheFiles(WorkspaceFiles files, AttemptOrder order) {
    this.files = files;
    this.order = order;
    this.variables = new Variables(order.variables());
  }

  /** Computes the keys and lays what is kept under them. */
  void restore() {
    for (CachePlan plan : order.job().caches()) {
      tried("laid", () -> restoreOne(plan));
    }
  }

  private void tried(String what, Runnable work) {
    try {
      work.run();
    } catch (SandboxException e) {
      files.say("WARNING: a cache could not be %s: %s\n".formatted(what, e.getMessage()));
    }
  }

  private void restoreOne(CachePlan plan) {
    String key = key(plan);
    if (!CacheKey.isAllowed(key)) {
      files.say("WARNING: the key of a cache can't be %s: it is not used\n".formatted(key));
      return;
    }
    if (!POLICIES.contains(policy(plan))) {
      files.say(
          "WARNING: the policy of the cache %s is none of %s: it is not used\n"
              .formatted(key, String.join(", ", POLICIES)));
      return;
    }
    keys.put(plan, key);
    if (policy(plan).startsWith("pull")) {
      restore(plan, key);
    }
  }

  private void restore(CachePlan plan, String key) {
    List<String> fallbacks = new ArrayList<>(plan.fallbackKeys());
    fallbacks.add("$" + FALLBACK_VARIABLE);
    Optional<AttemptOrder.Download> found =
        order
            .caches()
            .find(
                key,
                fallbacks.stream()
                    .map(variables::expand)
                    .filter(fallback -> !fallback.isBlank() && CacheKey.isAllowed(fallback))
                    .toList());
    if (found.isEmpty()) {
      files.say("Nothing is kept under the key %s\n".formatted(key));
      return;
    }
    AttemptOrder.Download cache = found.get();
    Outcome laid = files.lay(Phase.CACHE_RESTORE, cache.name(), cache.format(), 0, cache.content());
    if (laid instanceof Outcome.Failure failure) {
      files.say("WARNING: the cache %s: %s\n".formatted(cache.name(), failure.sentence()));
    }
  }

  private String key(CachePlan plan) {
    String key = variables.expand(plan.key());
    if (plan.files().isPresent()) {
      String hash = files.hash(plan.files().get(), variables).orElse(USUAL);
      return key.isBlank() ? hash : key + "-" + hash;
    }
    return key.isBlank() ? USUAL : key;
  }

  private String policy(CachePlan plan) {
    return variables.expand(plan.policy());
  }

  /** Keeps what is there now. */
  void save(Outcome ofSteps) {
    keys.forEach((plan, key) -> {
      if (policy(plan).endsWith("push") && Attempt.isKept(plan.when(), ofSteps)) {
        tried("kept", () -> save(plan, key));
      }
    });
  }

  private void save(CachePlan plan, String key) {
    Outcome kept = files.keep(plan, key, variables, order.caches().largest());
    if (kept instanceof Outcome.Failure failure) {
      files.say("WARNING: the cache %s is not kept: %s\n".formatted(key, failure.sentence()));
    }
  }
}
