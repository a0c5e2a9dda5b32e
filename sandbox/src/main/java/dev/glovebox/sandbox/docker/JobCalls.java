package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.RegistryLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the engine that CI jobs need; every failure is a {@link SandboxException}. */
final class JobCalls implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobCalls.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 64;

  /** The engine walks over all files: with some millions of them that takes minutes. */
  private static final Duration MEASURING = Duration.ofMinutes(3);

  private final DockerClient client;
  private final Patience patience;
  private final Patience measuring;

  JobCalls(EngineAddress address, Duration callTimeout) {
    patience = new Patience(callTimeout);
    measuring = new Patience(callTimeout.compareTo(MEASURING) > 0 ? callTimeout : MEASURING);
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.uri().toString())
            .withDockerTlsVerify(false)
            .build();
    var transport =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(address.uri())
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT)
            .responseTimeout(callTimeout)
            .build();
    client = DockerClientImpl.getInstance(config, transport);
  }

  /**
   * @param name of an image, or its id
   */
  Optional<EngineImage> inspect(String name) {
    try {
      return EngineImage.of(patience.call(() -> client.inspectImageCmd(name).exec()));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw fault("look an image up", e);
    }
  }

  /** Begins to fetch an image; nobody's login is used but the given. */
  void pull(
      ImageName name,
      Optional<String> platform,
      Optional<RegistryLogin> login,
      EnginePull callback) {
    call(
        "fetch an image",
        () -> {
          PullImageCmd pull =
              client
                  .pullImageCmd(name.repository())
                  .withTag(name.version())
                  .withAuthConfig(
                      login.map(known -> authConfig(name, known)).orElseGet(AuthConfig::new));
          return platform.map(pull::withPlatform).orElse(pull).exec(callback);
        });
  }

  private static AuthConfig authConfig(ImageName name, RegistryLogin login) {
    AuthConfig config =
        new AuthConfig()
            .withRegistryAddress(
                name.registry().equals(ImageName.DOCKER_HUB)
                    ? AuthConfig.DEFAULT_SERVER_ADDRESS
                    : name.registry())
            .withUsername(login.user());
    return login.identityToken().isBlank()
        ? config.withPassword(login.password())
        : config.withIdentityToken(login.identityToken());
  }

  void tag(String image, String repository, String tag) {
    call("name an image", () -> client.tagImageCmd(image, repository, tag).exec());
  }

  /** Takes a name away; what has no name and no container is removed. */
  void untag(String name) {
    try {
      var _ = patience.call(() -> client.removeImageCmd(name).exec());
    } catch (NotFoundException e) {
      log.debug("the image {} is gone already", name);
    } catch (RuntimeException e) {
      throw fault("remove an image", e);
    }
  }

  /** All images with a tag of this repository. */
  List<EngineImage> images(String repository) {
    return call("list images", () -> client.listImagesCmd().withReferenceFilter(repository).exec())
        .stream()
        .flatMap(image -> inspect(image.getId()).stream())
        .toList();
  }

  /** Ids of the images of all containers, whoever made them. */
  Set<String> imagesOfContainers() {
    return call("list containers", () -> client.listContainersCmd().withShowAll(true).exec())
        .stream()
        .map(Container::getImageId)
        .collect(Collectors.toSet());
  }

  /**
   * @param workdir where it starts; made if it is not there
   */
  String create(
      String image,
      HostConfig hardening,
      List<String> command,
      List<String> environment,
      String workdir,
      List<String> aliases,
      Map<String, String> labels) {
    return call(
        "create a container",
        () -> {
          CreateContainerCmd create =
              client
                  .createContainerCmd(image)
                  .withEntrypoint(command.getFirst())
                  .withCmd(command.subList(1, command.size()))
                  .withUser("0:0")
                  .withWorkingDir(workdir)
                  .withEnv(environment)
                  .withLabels(labels)
                  .withAttachStdin(true)
                  .withAttachStdout(true)
                  .withAttachStderr(true)
                  .withStdinOpen(true)
                  .withStdInOnce(true)
                  .withTty(false)
                  .withHostConfig(hardening);
          if (!aliases.isEmpty()) {
            create = create.withAliases(aliases);
          }
          return create.exec().getId();
        });
  }

  void start(String container) {
    call("start a container", () -> client.startContainerCmd(container).exec());
  }

  /** Waits until nothing of a container runs. */
  void awaitEnd(String container) {
    try {
      client.waitContainerCmd(container).start().awaitStatusCode();
    } catch (RuntimeException e) {
      throw fault("wait for a container", e);
    }
  }

  ContainerState state(String container) {
    return call(
        "look at a container", () -> client.inspectContainerCmd(container).exec().getState());
  }

  long layerBytes(String container) {
    try {
      return measuring.call(() ->
          client
              .listContainersCmd()
              .withShowAll(true)
              .withShowSize(true)
              .withIdFilter(List.of(container))
              .exec()
              .stream()
              .mapToLong(found -> found.getSizeRw() == null ? 0 : found.getSizeRw())
              .sum());
    } catch (RuntimeException e) {
      throw fault("measure a container", e);
    }
  }

  void signal(String container, String signal) {
    try {
      var _ = patience.call(() -> client.killContainerCmd(container).withSignal(signal).exec());
    } catch (NotFoundException | ConflictException | NotModifiedException e) {
      log.debug("container {} had ended before it got {}", container, signal);
    } catch (RuntimeException e) {
      throw fault("signal a container", e);
    }
  }

  void remove(String container) {
    try {
      var _ =
          patience.call(() ->
              client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
    } catch (NotFoundException e) {
      log.debug("container {} is gone already", container);
    } catch (RuntimeException e) {
      throw fault("remove a container", e);
    }
  }

  List<Container> containers(String label) {
    return call(
        "list containers",
        () -> client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec());
  }

  /**
   * Prepares a command in a running container; gives its id.
   *
   * @param user who runs it: name or number; blank: root
   * @param environment besides the container's, or in place of what it has there
   */
  String prepare(String container, String user, List<String> environment, List<String> command) {
    return call(
        "prepare a command",
        () ->
            client
                .execCreateCmd(container)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withUser(user.isBlank() ? "0:0" : user)
                .withEnv(environment)
                .withCmd(command.toArray(String[]::new))
                .exec()
                .getId());
  }

  /** Its exit code, or empty while it runs. */
  OptionalInt exitCode(String command) {
    return call(
        "look at a command",
        () -> {
          Long code = client.inspectExecCmd(command).exec().getExitCodeLong();
          return code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue());
        });
  }

  void createVolume(String name, Map<String, String> options, Map<String, String> labels) {
    call(
        "create a volume",
        () ->
            client
                .createVolumeCmd()
                .withName(name)
                .withDriver("local")
                .withDriverOpts(options)
                .withLabels(labels)
                .exec());
  }

  void removeVolume(String name) {
    try {
      var _ = patience.call(() -> client.removeVolumeCmd(name).exec());
    } catch (NotFoundException e) {
      log.debug("volume {} is gone already", name);
    } catch (RuntimeException e) {
      throw fault("remove a volume", e);
    }
  }

  List<InspectVolumeResponse> volumes(String label) {
    return call(
        "list volumes",
        () -> client.listVolumesCmd().withFilter("label", List.of(label)).exec().getVolumes());
  }

  /** Names of volumes that begin so and that no container has. */
  List<String> unusedVolumes(String prefix) {
    return call(
        "list volumes",
        () ->
            client
                .listVolumesCmd()
                .withFilter("name", List.of(prefix))
                .withDanglingFilter(true)
                .exec()
                .getVolumes()
                .stream()
                .map(InspectVolumeResponse::getName)
                .filter(name -> name.startsWith(prefix))
                .toList());
  }

  void createNetwork(String name, boolean internal, Map<String, String> labels) {
    call(
        "create a network",
        () ->
            client
                .createNetworkCmd()
                .withName(name)
                .withDriver("bridge")
                .withInternal(internal)
                // The engine's host is no neighbour of jobs.
                .withOptions(
                    internal ? Map.of("com.docker.network.bridge.inhibit_ipv4", "true") : Map.of())
                .withLabels(labels)
                .exec());
  }

  void connect(String network, String container, String alias) {
    call(
        "connect a container",
        () ->
            client
                .connectToNetworkCmd()
                .withNetworkId(network)
                .withContainerId(container)
                .withContainerNetwork(new ContainerNetwork().withAliases(alias))
                .exec());
  }

  /** The IPv4 address of a running container in a network; empty where it has none. */
  String address(String container, String network) {
    return call(
        "look at a container",
        () -> {
          ContainerNetwork in =
              client
                  .inspectContainerCmd(container)
                  .exec()
                  .getNetworkSettings()
                  .getNetworks()
                  .get(network);
          String address = in == null ? null : in.getIpAddress();
          return address == null ? "" : address;
        });
  }

  void removeNetwork(String name) {
    try {
      var _ = patience.call(() -> client.removeNetworkCmd(name).exec());
    } catch (NotFoundException e) {
      log.debug("network {} is gone already", name);
    } catch (RuntimeException e) {
      throw fault("remove a network", e);
    }
  }

  List<Network> networks(String label) {
    return call(
        "list networks", () -> client.listNetworksCmd().withFilter("label", List.of(label)).exec());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      log.debug("closing the engine's client failed", e);
    }
  }

  private <T> T call(String what, Supplier<T> work) {
    try {
      return patience.call(work);
    } catch (RuntimeException e) {
      throw fault(what, e);
    }
  }

  private static SandboxException fault(String what, RuntimeException e) {
    String message = Escaped.of(String.valueOf(e.getMessage()).strip());
    Kind kind =
        e instanceof NotFoundException && message.contains("No such image")
            ? Kind.IMAGE_MISSING
            : Kind.ENGINE;
    return new SandboxException(kind, "the engine could not %s: %s".formatted(what, message), e);
  }
}
