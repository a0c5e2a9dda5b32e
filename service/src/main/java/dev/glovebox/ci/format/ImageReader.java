package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.ImageRef.Pull;
import dev.glovebox.ci.plan.ServicePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code image} and {@code services}. */
final class ImageReader {

  /** How long GitLab waits for a service. */
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

  private static final int MOST_SERVICES = 20;

  private static final Map<String, Pull> PULLS =
      Map.of("always", Pull.ALWAYS, "if-not-present", Pull.IF_NOT_PRESENT, "never", Pull.NEVER);

  private final PlanningPolicy policy;

  ImageReader(PlanningPolicy policy) {
    this.policy = policy;
  }

  Optional<ImageRef> image(Place place) {
    if (!place.isFields()) {
      return named(place).map(ImageRef::of);
    }
    place.onlyKeys(Set.of("name", "entrypoint", "docker", "pull_policy"));
    return described(place);
  }

  List<ServicePlan> services(Place place) {
    List<Place> items = place.items();
    if (items.size() > MOST_SERVICES) {
      place.refuse("too_many_services", "a job may have at most 20 services");
      return List.of();
    }
    List<ServicePlan> services = new ArrayList<>();
    for (Place item : items) {
      service(item).ifPresent(services::add);
    }
    return services;
  }

  private Optional<ServicePlan> service(Place place) {
    if (!place.isFields()) {
      return named(place)
          .map(name -> service(ImageRef.of(name), List.of(), Optional.empty(), place));
    }
    place.onlyKeys(
        Set.of("name", "alias", "entrypoint", "command", "variables", "pull_policy", "docker"));
    List<String> aliases =
        place
            .field("alias")
            .flatMap(Place::text)
            .map(text -> Arrays.stream(text.split("[\\s,]+")).filter(a -> !a.isEmpty()).toList())
            .orElse(List.of());
    Optional<List<String>> command = place.field("command").map(Place::oneOrMoreTexts);
    return described(place).map(image -> service(image, aliases, command, place));
  }

  private static ServicePlan service(
      ImageRef image, List<String> aliases, Optional<List<String>> command, Place place) {
    return new ServicePlan(
        image,
        aliases,
        command,
        place.field("variables").map(VariablesReader::ofJob).orElse(List.of()),
        new ServicePlan.Ready.ByImage(),
        READY_TIMEOUT,
        false);
  }

  private Optional<ImageRef> described(Place place) {
    Optional<Place> name = place.field("name");
    if (name.isEmpty()) {
      place.refuse("missing_key", "%s needs a name".formatted(place.name()));
      return Optional.empty();
    }
    Optional<Place> docker = place.field("docker");
    docker.ifPresent(map -> map.onlyKeys(Set.of("platform", "user")));
    return named(name.get())
        .map(text ->
            new ImageRef(
                text,
                place.field("entrypoint").map(Place::oneOrMoreTexts),
                docker.flatMap(map -> map.field("user")).flatMap(Place::text),
                docker.flatMap(map -> map.field("platform")).flatMap(Place::text),
                pull(place)));
  }

  private static Optional<String> named(Place place) {
    Optional<String> name = place.text().map(String::strip);
    if (name.filter(text -> text.isEmpty() || text.length() > 1024).isPresent()) {
      place.refuse("bad_image", "the name of an image has 1 to 1024 characters");
      return Optional.empty();
    }
    return name;
  }

  private List<Pull> pull(Place place) {
    Set<Pull> policies = new LinkedHashSet<>();
    place
        .field("pull_policy")
        .ifPresent(wanted -> {
          for (Place item : wanted.oneOrMore()) {
            item.oneOf(List.of("always", "if-not-present", "never"))
                .map(PULLS::get)
                .ifPresent(pull -> add(policies, pull, item));
          }
        });
    return policies.isEmpty() ? List.of(Pull.IF_NOT_PRESENT) : List.copyOf(policies);
  }

  private void add(Set<Pull> policies, Pull pull, Place item) {
    if (policy.pullPolicies().contains(pull)) {
      policies.add(pull);
    } else {
      item.refuse("pull_policy_not_allowed", "this pull policy is not allowed here: leave it out");
    }
  }
}
