package dev.glovebox.api;

import dev.glovebox.ci.format.PlanningPolicy;
import dev.glovebox.ci.plan.ImageRef.Pull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What pipeline files may ask for, and what jobs get that do not say.
 *
 * @param image of jobs that name none; empty: they are refused
 * @param images patterns of those, also of native jobs, that may be used, with {@code *} and {@code
 *     **}; none: all
 * @param pull policies that may be asked for
 * @param timeout of jobs that do not say
 * @param maxTimeout of all jobs; longer ones are shortened with a warning
 * @param artifactsExpireIn of artifacts that do not say
 * @param serverUrl that jobs see as {@code CI_SERVER_URL}
 * @param gitlab whether jobs see {@code GITLAB_CI=true}, which scripts look at
 */
@ConfigurationProperties("glovebox.pipelines")
public record PipelineProperties(
    @DefaultValue("docker.io/library/debian:13") String image,
    @Nullable List<String> images,
    @DefaultValue({"always", "if_not_present", "never"}) Set<Pull> pull,
    @DefaultValue("1h") Duration timeout,
    @DefaultValue("6h") Duration maxTimeout,
    @DefaultValue("30d") Duration artifactsExpireIn,
    @DefaultValue("http://localhost:8080") String serverUrl,
    @DefaultValue("true") boolean gitlab) {

  public PipelineProperties {
    if (!timeout.isPositive() || timeout.compareTo(maxTimeout) > 0) {
      throw new IllegalArgumentException(
          "glovebox.pipelines.timeout must be positive and at most glovebox.pipelines.max-timeout");
    }
    serverUrl = serverUrl.replaceFirst("/+$", "");
    URI.create(serverUrl);
  }

  PlanningPolicy policy() {
    PlanningPolicy usual = PlanningPolicy.defaults();
    return new PlanningPolicy(
        Optional.of(image).filter(name -> !name.isBlank()),
        images == null ? List.of() : images,
        pull,
        timeout,
        maxTimeout,
        usual.limits(),
        usual.network(),
        usual.workspaceMegabytes(),
        Optional.of(artifactsExpireIn),
        usual.workerLabels(),
        usual.strictTags());
  }
}
