package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The real engine, looked at from beside the pool. */
final class TestEngine implements AutoCloseable {

  private final EngineAddress address;
  private final DockerClient client;

  TestEngine() {
    String host = System.getenv("DOCKER_HOST");
    address = EngineAddress.parse(host == null ? "unix:///var/run/docker.sock" : host);
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.uri().toString())
            .build();
    client =
        DockerClientImpl.getInstance(
            config, new ApacheDockerHttpClient.Builder().dockerHost(address.uri()).build());
  }

  EngineAddress address() {
    return address;
  }

  InspectContainerResponse inspect(String container) {
    return client.inspectContainerCmd(container).exec();
  }

  void kill(String container) {
    client.killContainerCmd(container).exec();
  }

  /** All of a worker's containers. */
  List<Container> containers(String worker) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.WORKER, worker))
        .exec();
  }

  /** All containers with a label, running or not. */
  List<Container> labelled(String label, String value) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(label, value))
        .exec();
  }

  List<Container> running(String worker) {
    return client.listContainersCmd().withLabelFilter(Map.of(Labels.WORKER, worker)).exec();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
