package dev.glovebox.api;

import dev.glovebox.ci.format.PlanningPolicy;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.ImageRef.Pull;
import dev.glovebox.ci.plan.ServicePlan;
import dev.glovebox.ci.plan.ServicePlan.Ready;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.StringNode;

/** Reads what a job of native JSON runs in and beside: {@code image} and {@code services}. */
final class ContainerFieldsReader {

  private static final int LONGEST_IMAGE = 1000;
  private static final int LONGEST_WORD = 65_536;
  private static final int MOST_WORDS = 100;
  private static final int MOST_SERVICES = 20;
  private static final int MOST_PORTS = 20;
  private static final int LAST_PORT = 65_535;
  private static final long LONGEST_WAIT = 600;
  private static final long USUAL_WAIT = 30;
  private static final String HOST = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}";

  private final PlanningPolicy policy;

  /**
   * @param policy says which images may be used
   */
  ContainerFieldsReader(PlanningPolicy policy) {
    this.policy = policy;
  }

  /** A name, or an object with it and what replaces parts of the image. */
  Optional<ImageRef> image(Fields fields, String name) {
    Optional<ImageRef> image = read(fields, name);
    if (image.filter(found -> !policy.allowsImage(found.name())).isPresent()) {
      fields.fault(name, "not-allowed", "is not one of the images that may be used here.");
    }
    return image;
  }

  private Optional<ImageRef> read(Fields fields, String name) {
    if (fields.node(name).filter(StringNode.class::isInstance).isPresent()) {
      return fields.text(name, LONGEST_IMAGE).filter(text -> !text.isBlank()).map(ImageRef::of);
    }
    return fields
        .object(name)
        .map(image -> {
          ImageRef found =
              new ImageRef(
                  RunReader.required(image, "name", LONGEST_IMAGE),
                  image.texts("entrypoint", MOST_WORDS, LONGEST_WORD),
                  image.text("user", 255).filter(user -> !user.isBlank()),
                  image.text("platform", 100).filter(platform -> !platform.isBlank()),
                  pull(image));
          image.end();
          return found;
        });
  }

  private List<Pull> pull(Fields image) {
    Optional<String> asked = image.text("pull", 20);
    Optional<Pull> policy = asked.flatMap(ContainerFieldsReader::policy);
    if (asked.isPresent() && policy.isEmpty()) {
      image.fault("pull", "unknown", "must be always, if_not_present or never.");
    }
    if (policy.filter(one -> !this.policy.pullPolicies().contains(one)).isPresent()) {
      image.fault("pull", "not-allowed", "is not one of the pull policies that are allowed here.");
    }
    return List.of(policy.orElse(Pull.IF_NOT_PRESENT));
  }

  private static Optional<Pull> policy(String word) {
    return Arrays.stream(Pull.values())
        .filter(pull -> pull.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  List<ServicePlan> services(Fields job) {
    List<ServicePlan> services = new ArrayList<>();
    for (Fields item : job.objects("services", MOST_SERVICES).orElse(List.of())) {
      services.add(service(item));
    }
    return services;
  }

  private ServicePlan service(Fields item) {
    Optional<ImageRef> image = image(item, "image");
    if (image.isEmpty()) {
      item.fault("image", "required", "is needed.");
    }
    List<String> aliases = item.texts("aliases", MOST_WORDS, 63).orElse(List.of());
    if (aliases.stream().anyMatch(alias -> !alias.matches(HOST))) {
      item.fault("aliases", "characters", "must be host names.");
    }
    Optional<Fields> ready = item.object("ready");
    ServicePlan plan =
        new ServicePlan(
            image.orElseGet(() -> ImageRef.of("-")),
            aliases,
            item.texts("command", MOST_WORDS, LONGEST_WORD),
            RunReader.variables(item, "variables"),
            ready.map(ContainerFieldsReader::ready).orElseGet(Ready.ByImage::new),
            Duration.ofSeconds(
                ready
                    .flatMap(fields -> fields.integer("timeoutSeconds", 1, LONGEST_WAIT))
                    .orElse(USUAL_WAIT)),
            item.flag("required").orElse(true));
    ready.ifPresent(Fields::end);
    item.end();
    return plan;
  }

  private static Ready ready(Fields fields) {
    List<Ready> ways = new ArrayList<>();
    fields.integers("tcp", MOST_PORTS, 1, LAST_PORT).map(Ready.Tcp::new).ifPresent(ways::add);
    fields.object("http").map(ContainerFieldsReader::http).ifPresent(ways::add);
    fields
        .texts("command", MOST_WORDS, LONGEST_WORD)
        .filter(words -> !words.isEmpty())
        .map(Ready.Command::new)
        .ifPresent(ways::add);
    if (ways.size() > 1) {
      fields.fault("tcp", "exclusive", "goes with neither http nor command, nor these together.");
    }
    return ways.isEmpty() ? new Ready.ByImage() : ways.getFirst();
  }

  private static Ready http(Fields fields) {
    String path = fields.text("path", 1000).orElse("/");
    if (!path.matches("/[\\x21-\\x7e]*")) {
      fields.fault("path", "characters", "must begin with / and have no blanks.");
    }
    Ready http = new Ready.Http(fields.integer("port", 1, LAST_PORT).orElse(80L).intValue(), path);
    fields.end();
    return http;
  }
}
