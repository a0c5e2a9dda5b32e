package dev.glovebox.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The Compose file: old and new Compose read it, and nothing in it has a default password. */
class ComposeFileTest {

  private final JsonNode compose =
      new YAMLMapper().readTree(RepositoryRoot.resolve("docker-compose.yml"));

  @Test
  void hasServiceAndDatabaseAndNoVersion() {
    assertThat(compose.path("services").propertyNames())
        .containsExactlyInAnyOrder("service", "database");
    assertThat(compose.has("version")).as("the field version is obsolete").isFalse();
  }

  @Test
  void passwordsMustBeGiven() {
    List<String> secrets =
        compose
            .path("services")
            .valueStream()
            .flatMap(service -> service.path("environment").properties().stream())
            .filter(variable -> variable.getKey().endsWith("PASSWORD"))
            .map(variable -> variable.getValue().asString())
            .toList();

    assertThat(secrets)
        .hasSize(2)
        .allSatisfy(value -> assertThat(value).matches("\\$\\{POSTGRES_PASSWORD:\\?[^}]+}"));
  }

  @Test
  void everyServiceIsHealthCheckedAndComesBack() {
    assertThat(compose.path("services").valueStream())
        .allSatisfy(service -> {
          assertThat(service.at("/healthcheck/test/0").asString()).isEqualTo("CMD");
          assertThat(service.path("restart").asString()).isEqualTo("unless-stopped");
        });
    assertThat(compose.at("/services/service/depends_on/database/condition").asString())
        .isEqualTo("service_healthy");
  }

  @Test
  void nothingIsPrivilegedAndOnlyTheServiceHasTheEngine() {
    JsonNode service = compose.at("/services/service");

    assertThat(compose.path("services").valueStream())
        .allSatisfy(each -> {
          assertThat(each.path("privileged").asBoolean()).isFalse();
          assertThat(each.has("cap_add")).isFalse();
          assertThat(each.at("/security_opt/0").asString()).isEqualTo("no-new-privileges:true");
        });
    assertThat(service.at("/cap_drop/0").asString()).isEqualTo("ALL");
    assertThat(service.path("read_only").asBoolean()).isTrue();
    assertThat(compose.at("/services/database/volumes").toString()).doesNotContain("docker.sock");
  }

  @Test
  void theApiIsPublishedToThisMachineOnly() {
    assertThat(compose.at("/services/service/ports").valueStream())
        .isNotEmpty()
        .allSatisfy(port -> assertThat(port.asString()).startsWith("127.0.0.1:"));
    assertThat(compose.at("/services/database").has("ports")).isFalse();
  }

  @Test
  void everyNamedVolumeIsDeclared() {
    Set<String> named =
        compose
            .path("services")
            .valueStream()
            .flatMap(service -> service.path("volumes").valueStream())
            .map(volume -> volume.asString().substring(0, volume.asString().indexOf(':')))
            .filter(source -> !source.startsWith("/"))
            .collect(Collectors.toSet());

    assertThat(compose.path("volumes").propertyNames()).containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void whatTheServiceIsBuiltFromIsThere() {
    String dockerfile = compose.at("/services/service/build/dockerfile").asString();

    assertThat(Files.isRegularFile(RepositoryRoot.resolve(dockerfile))).isTrue();
  }
}
