package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.ImageRef.Pull;
import dev.glovebox.ci.plan.JobLimits;
import dev.glovebox.ci.plan.NetworkPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the administrator allows and gives to jobs that do not say.
 *
 * @param defaultImage of jobs without one; empty: they are refused
 * @param allowedImages patterns with {@code *} and {@code **}; empty: all
 * @param pullPolicies that may be asked for
 * @param defaultTimeout of jobs without one
 * @param maxTimeout of all jobs; longer ones are shortened
 * @param limits of jobs from pipeline files, and most of all others
 * @param network of jobs from pipeline files, and of native jobs that do not say
 * @param workspaceMegabytes of jobs that do not say, and most of all others, in MiB
 * @param artifactsExpireIn of artifacts that do not say; empty: never
 * @param workerLabels of each registered worker; empty: no worker is known and labels are not
 *     looked at
 * @param strictTags whether tags must be labels of a worker; if not they are left out with a
 *     warning
 */
public record PlanningPolicy(
    Optional<String> defaultImage,
    List<String> allowedImages,
    Set<Pull> pullPolicies,
    Duration defaultTimeout,
    Duration maxTimeout,
    JobLimits limits,
    NetworkPolicy network,
    int workspaceMegabytes,
    Optional<Duration> artifactsExpireIn,
    List<Set<String>> workerLabels,
    boolean strictTags) {

  public PlanningPolicy {
    allowedImages = List.copyOf(allowedImages);
    pullPolicies = Set.copyOf(pullPolicies);
    workerLabels = workerLabels.stream().map(Set::copyOf).toList();
  }

  /** Whether an image may be used, see {@link AllowedImages#allow}. */
  public boolean allowsImage(String name) {
    return new AllowedImages(defaultImage, allowedImages).allow(name);
  }

  /** Everything allowed, with the limits that the specification gives. */
  public static PlanningPolicy defaults() {
    return new PlanningPolicy(
        Optional.of("docker.io/library/debian:13"),
        List.of(),
        Set.of(Pull.values()),
        Duration.ofHours(1),
        Duration.ofHours(6),
        new JobLimits(2000, 2048L << 20, 1024, 4096L << 20, 4L << 20, 100L << 20),
        new NetworkPolicy.Full(),
        2048,
        Optional.of(Duration.ofDays(30)),
        List.of(),
        true);
  }
}
