package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few calls of the Docker engine that sandboxes need. Every failure is a {@link
 * SandboxException} that says what was tried.
 */
final class Engine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(3);
  private static final int CONNECTIONS = 32;
  private static final String INIT = "/glovebox/init";

  private final EngineAddress address;
  private final DockerClient client;
  private final Patience patience;

  Engine(EngineAddress address, Duration callTimeout) {
    this.address = address;
    this.patience = new Patience(callTimeout);
    // No version in the paths: every engine then answers in its own, and the calls used here have
    // not changed since long before the oldest one supported.
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

  EngineAddress address() {
    return address;
  }

  /**
   * Creates a container that will run the supervisor, and does not start it.
   *
   * @param name by which it can be removed, too
   */
  String create(
      String name,
      String image,
      HostConfig hardening,
      List<String> arguments,
      Map<String, String> labels,
      @Nullable String hostname) {
    return call(
        "create a container",
        () -> {
          CreateContainerCmd command =
              client
                  .createContainerCmd(image)
                  .withName(name)
                  .withEntrypoint(INIT)
                  .withCmd(arguments)
                  .withUser("0:0")
                  .withWorkingDir("/")
                  .withEnv(List.of())
                  .withLabels(labels)
                  .withAttachStdin(true)
                  .withAttachStdout(true)
                  .withAttachStderr(true)
                  .withStdinOpen(true)
                  .withStdInOnce(true)
                  .withTty(false)
                  .withHostConfig(hardening);
          if (hostname != null) {
            command = command.withHostName(hostname);
          }
          return command.exec().getId();
        });
  }

  void start(String container) {
    call("start a container", () -> client.startContainerCmd(container).exec());
  }

  /** Sets limits of a running container. */
  void update(String container, ContainerLimits limits) {
    call(
        "set limits of a container",
        () ->
            client
                .updateContainerCmd(container)
                .withMemory(limits.memoryBytes())
                .withMemorySwap(limits.memoryBytes())
                .withPidsLimit((long) limits.processes())
                .exec());
  }

  /** Ends a container at once; nothing to do where it has ended already. */
  void kill(String container) {
    try {
      var _ = patience.call(() -> client.killContainerCmd(container).withSignal("KILL").exec());
    } catch (NotFoundException | ConflictException | NotModifiedException e) {
      log.debug("container {} had ended before it was killed", container);
    } catch (RuntimeException e) {
      throw engineFault("kill a container", e);
    }
  }

  /**
   * Ends and removes a container with its volumes.
   *
   * @return whether it is gone for certain; else the engine is still busy removing it
   */
  boolean remove(String container) {
    try {
      var _ =
          patience.call(() ->
              client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
      return true;
    } catch (NotFoundException e) {
      return true;
    } catch (ConflictException e) {
      log.debug("container {} is being removed already", container);
      return false;
    } catch (RuntimeException e) {
      throw engineFault("remove a container", e);
    }
  }

  /** All containers with our labels, running or not. */
  List<Container> ours() {
    return call(
        "list containers",
        () ->
            client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(Labels.ROLE))
                .exec());
  }

  /**
   * What became of a container whose stream has ended. The stream ends a little before the engine
   * knows why, so this waits for the container's end, for a moment.
   */
  Obituary obituary(String container) {
    try {
      awaitEnd(container);
      ContainerState state =
          patience.call(() -> client.inspectContainerCmd(container).exec().getState());
      boolean outOfMemory = Boolean.TRUE.equals(state.getOOMKilled());
      return new Obituary(
          "its container is %s, exit code %s, out of memory %s%s"
              .formatted(
                  state.getStatus(),
                  state.getExitCodeLong(),
                  outOfMemory,
                  state.getError() == null || state.getError().isEmpty()
                      ? ""
                      : ", " + Escaped.of(state.getError())),
          outOfMemory);
    } catch (NotFoundException e) {
      return new Obituary("its container is gone", false);
    } catch (RuntimeException e) {
      return new Obituary("its container can't be looked at: " + e.getMessage(), false);
    }
  }

  private void awaitEnd(String container) {
    try (var end = client.waitContainerCmd(container).start()) {
      if (!end.awaitCompletion(END.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("container {} still runs although its stream has ended", container);
      }
    } catch (IOException e) {
      log.debug("waiting for the end of container {} failed", container, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Optional<ImageFacts> image(String name) {
    try {
      InspectImageResponse image = patience.call(() -> client.inspectImageCmd(name).exec());
      String id = image.getId();
      if (id == null) {
        return Optional.empty();
      }
      String created = image.getCreated();
      Long size = image.getSize();
      var config = image.getConfig();
      Map<String, String> labels = config == null ? null : config.getLabels();
      return Optional.of(
          new ImageFacts(
              id,
              created == null ? Instant.EPOCH : Instant.parse(created),
              size == null ? 0 : size,
              labels == null ? Map.of() : labels));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw engineFault("look an image up", e);
    }
  }

  /** The newest image that the engine has, if it has any. */
  Optional<String> anyImage() {
    return call(
        "list its images",
        () ->
            client.listImagesCmd().exec().stream()
                .flatMap(image -> Optional.ofNullable(image.getId()).stream())
                .findFirst());
  }

  EngineFacts facts() {
    return call(
        "ask for its facts",
        () -> {
          Info info = client.infoCmd().exec();
          Version version = client.versionCmd().exec();
          Integer cpus = info.getNCPU();
          Long memory = info.getMemTotal();
          var runtimes = info.getRuntimes();
          var security = info.getSecurityOptions();
          return new EngineFacts(
              text(version.getVersion()),
              text(version.getApiVersion()),
              text(info.getOperatingSystem()),
              text(info.getKernelVersion()),
              cpus == null ? 1 : cpus,
              memory == null ? 0 : memory,
              number(info.getCGroupVersion()),
              text(info.getCGroupDriver()),
              runtimes == null ? List.of() : runtimes.keySet().stream().sorted().toList(),
              security == null ? List.of() : security);
        });
  }

  /** Name and, where the engine tells it, version of a runtime. */
  String runtime(String name) {
    return call(
        "ask for its version",
        () -> {
          List<VersionComponent> components = client.versionCmd().exec().getComponents();
          for (VersionComponent component :
              components == null ? List.<VersionComponent>of() : components) {
            if (name.equals(component.getName())) {
              return name + " " + component.getVersion();
            }
          }
          return name;
        });
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      log.debug("closing the engine's client failed", e);
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static int number(@Nullable String value) {
    return value != null && value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0;
  }

  private <T> T call(String what, Supplier<T> work) {
    try {
      return patience.call(work);
    } catch (RuntimeException e) {
      throw fault(what, e);
    }
  }

  private static SandboxException fault(String what, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof NotFoundException && message.contains("No such image")) {
      return new SandboxException(
          Kind.IMAGE_MISSING, "the engine has no such image (any more): " + oneLine(message), e);
    }
    if (message.contains("nknown runtime") || message.contains("nvalid runtime")) {
      return new SandboxException(
          Kind.TIER_UNAVAILABLE,
          "the engine lacks the runtime of this tier: " + oneLine(message),
          e);
    }
    if (message.contains("unable to set memory limit")
        || (message.contains("memory.limit_in_bytes") && message.contains("busy"))) {
      return new SandboxException(
          Kind.OUT_OF_MEMORY,
          "more memory is in use than the sandbox may have: " + oneLine(message),
          e);
    }
    return engineFault(what, e);
  }

  private static SandboxException engineFault(String what, RuntimeException e) {
    return new SandboxException(
        Kind.ENGINE,
        "the engine could not %s: %s".formatted(what, oneLine(String.valueOf(e.getMessage()))),
        e);
  }

  private static String oneLine(String message) {
    return Escaped.of(message.strip());
  }
}
