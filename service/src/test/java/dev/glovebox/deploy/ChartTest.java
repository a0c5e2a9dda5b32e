package dev.glovebox.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The Helm chart: sound, hardened, and without a password of its own. */
class ChartTest {

  private static final String PROFILE = "{\"defaultAction\":\"SCMP_ACT_ERRNO\"}";

  private static final Map<String, String> DEFAULTS = Map.of();
  private static final Map<String, String> EXTERNAL_DATABASE =
      Map.of(
          "postgresql.bundled", "false",
          "postgresql.existingSecret", "database",
          "postgresql.external.url", "jdbc:postgresql://db.example:5432/glovebox");
  private static final Map<String, String> REMOTE_ENGINE =
      Map.of(
          "worker.kind", "Deployment",
          "worker.replicas", "3",
          "worker.engine.socket", "",
          "worker.engine.host", "tcp://engine.example:2375");
  private static final Map<String, String> SCALED_BY_KEDA =
      Map.of(
          "worker.kind", "Deployment",
          "worker.autoscaling.enabled", "true",
          "worker.autoscaling.prometheusAddress", "http://prometheus.example:9090");
  private static final Map<String, String> EVERYTHING =
      Map.of(
          "worker.kind", "Deployment",
          "worker.autoscaling.enabled", "true",
          "worker.autoscaling.provider", "hpa",
          "api.ingress.enabled", "true",
          "api.ingress.host", "judge.example",
          "api.ingress.tlsSecret", "judge-tls",
          "imagePullSecrets[0]", "pull",
          "worker.nodeSelector.pool", "workers",
          "worker.environment.SOME_SETTING", "x");

  static List<Map<String, String>> valueSets() {
    return List.of(DEFAULTS, EXTERNAL_DATABASE, REMOTE_ENGINE, SCALED_BY_KEDA, EVERYTHING);
  }

  @Test
  void passesTheStrictLint() {
    var result = new Helm(RepositoryRoot.resolve("helm/glovebox")).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void noPodHasAPrivilege(Map<String, String> values) {
    Manifests manifests = Manifests.of(values);

    assertThat(manifests.pods()).isNotEmpty();
    assertThat(manifests.pods())
        .allSatisfy(pod -> {
          assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
          assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
          assertThat(pod.at("/securityContext/seccompProfile/type").asString())
              .isEqualTo("RuntimeDefault");
          for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(pod.path(host).asBoolean()).as(host).isFalse();
          }
        });
    assertThat(manifests.containers())
        .allSatisfy(container -> {
          JsonNode security = container.path("securityContext");
          assertThat(security.path("privileged").asBoolean(true)).isFalse();
          assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
          assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
          assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
          assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void everyContainerIsProbedAndBounded(Map<String, String> values) {
    assertThat(Manifests.of(values).containers())
        .allSatisfy(container -> {
          for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(container.path(probe).isObject()).as(probe).isTrue();
          }
          assertThat(container.at("/resources/limits/memory").asString()).isNotEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void namesAreUniqueAndSelectorsMatchTheirPods(Map<String, String> values) {
    Manifests manifests = Manifests.of(values);

    Set<String> names = new HashSet<>();
    assertThat(manifests.objects())
        .allMatch(object ->
            names.add(
                object.path("kind").asString() + "/" + object.at("/metadata/name").asString()));
    assertThat(manifests.objects())
        .filteredOn(object -> object.at("/spec/template").isObject())
        .allSatisfy(workload ->
            workload
                .at("/spec/selector/matchLabels")
                .properties()
                .forEach(label ->
                    assertThat(workload.at("/spec/template/metadata/labels").path(label.getKey()))
                        .isEqualTo(label.getValue())));
  }

  @Test
  void theDatabasePasswordIsLongAndRandom() {
    String first = password(Manifests.of(DEFAULTS));
    String second = password(Manifests.of(DEFAULTS));

    assertThat(first).hasSize(32);
    assertThat(second).hasSize(32).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void passwordsReachPodsThroughSecretsOnly(Map<String, String> values) {
    assertThat(Manifests.of(values).containers())
        .flatMap(container -> container.path("env").valueStream().toList())
        .filteredOn(variable -> variable.path("name").asString().endsWith("PASSWORD"))
        .isNotEmpty()
        .allSatisfy(variable -> {
          assertThat(variable.has("value")).isFalse();
          assertThat(variable.at("/valueFrom/secretKeyRef/name").asString()).isNotEmpty();
        });
  }

  @Test
  void aGivenSecretIsUsedAndNoneIsGenerated() {
    Manifests manifests = Manifests.of(Map.of("postgresql.existingSecret", "database"));

    assertThat(manifests.ofKind("Secret")).isEmpty();
    assertThat(manifests.text()).contains("name: database");
  }

  @Test
  void eachRoleHasItsOwnWorkload() {
    Manifests manifests = Manifests.of(DEFAULTS);

    JsonNode api = manifests.only("Deployment", "judge-glovebox-api");
    JsonNode worker = manifests.only("DaemonSet", "judge-glovebox-worker");
    assertThat(Manifests.environment(api, "GLOVEBOX_ROLES")).isEqualTo("api");
    assertThat(Manifests.environment(worker, "GLOVEBOX_ROLES")).isEqualTo("worker");
    assertThat(Manifests.environment(api, "GLOVEBOX_DATABASE_URL"))
        .isEqualTo("jdbc:postgresql://judge-glovebox-database:5432/glovebox");
  }

  @Test
  void onlyWorkersReachAnEngine() {
    Manifests manifests = Manifests.of(DEFAULTS);

    assertThat(manifests.only("Deployment", "judge-glovebox-api").toString())
        .doesNotContain("hostPath")
        .doesNotContain("docker.sock");
    JsonNode volumes =
        manifests.only("DaemonSet", "judge-glovebox-worker").at("/spec/template/spec/volumes");
    assertThat(volumes.valueStream().filter(volume -> volume.has("hostPath")))
        .singleElement()
        .satisfies(volume ->
            assertThat(volume.at("/hostPath/path").asString()).isEqualTo("/var/run/docker.sock"));
  }

  @Test
  void aRemoteEngineNeedsNoHostPath() {
    Manifests manifests = Manifests.of(REMOTE_ENGINE);

    JsonNode worker = manifests.only("Deployment", "judge-glovebox-worker");
    assertThat(manifests.text()).doesNotContain("hostPath");
    assertThat(Manifests.environment(worker, "GLOVEBOX_SANDBOX_ENGINE"))
        .isEqualTo("tcp://engine.example:2375");
    assertThat(worker.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(
            manifests.only("NetworkPolicy", "judge-glovebox-worker").at("/spec/egress").toString())
        .contains("2375");
  }

  @Test
  void aWorkerHasMoreTimeToEndThanToDrain() {
    JsonNode worker =
        Manifests.of(Map.of("worker.drainSeconds", "300"))
            .only("DaemonSet", "judge-glovebox-worker");

    assertThat(Manifests.environment(worker, "GLOVEBOX_WORKER_GRACE")).isEqualTo("300s");
    assertThat(worker.at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
        .isGreaterThan(300);
  }

  @Test
  void anExternalDatabaseReplacesTheBundledOne() {
    Manifests manifests = Manifests.of(EXTERNAL_DATABASE);

    assertThat(manifests.ofKind("StatefulSet")).isEmpty();
    assertThat(
            Manifests.environment(
                manifests.only("DaemonSet", "judge-glovebox-worker"), "GLOVEBOX_DATABASE_URL"))
        .isEqualTo("jdbc:postgresql://db.example:5432/glovebox");
  }

  @Test
  void kedaFollowsTheAgeOfTheQueue() {
    Manifests manifests = Manifests.of(SCALED_BY_KEDA);

    JsonNode trigger =
        manifests.only("ScaledObject", "judge-glovebox-worker").at("/spec/triggers/0/metadata");
    assertThat(trigger.path("query").asString()).contains("queue_oldest_age");
    assertThat(manifests.only("Deployment", "judge-glovebox-worker").at("/spec/replicas"))
        .as("replicas belong to the autoscaler")
        .isEmpty();
  }

  @Test
  void nobodyButTheServiceReachesTheDatabase() {
    JsonNode policy = Manifests.of(DEFAULTS).only("NetworkPolicy", "judge-glovebox-database");

    assertThat(policy.at("/spec/ingress/0/from").valueStream())
        .extracting(from ->
            from.at("/podSelector/matchLabels").path("app.kubernetes.io/component").asString())
        .containsExactly("api", "worker");
    assertThat(policy.at("/spec/egress")).isEmpty();
  }

  @Test
  void aSeccompProfileOfOnesOwnIsMounted() {
    Manifests manifests = Manifests.of(Map.of("seccomp.profile", PROFILE.replace(",", "\\,")));

    assertThat(
            manifests
                .only("ConfigMap", "judge-glovebox-seccomp")
                .at("/data/program.json")
                .asString())
        .contains("SCMP_ACT_ERRNO");
    assertThat(
            Manifests.environment(
                manifests.only("DaemonSet", "judge-glovebox-worker"),
                "GLOVEBOX_SANDBOX_SECCOMPPROFILE"))
        .isEqualTo("/etc/glovebox/seccomp/program.json");
  }

  static List<Arguments> impossibleValues() {
    return List.of(
        Arguments.of(Map.of("worker.kindd", "Deployment"), "kindd"),
        Arguments.of(Map.of("worker.drainSeconds", "0"), "drainSeconds"),
        Arguments.of(Map.of("worker.autoscaling.enabled", "true"), "needs worker.kind Deployment"),
        Arguments.of(Map.of("postgresql.bundled", "false"), "postgresql.external.url is needed"),
        Arguments.of(
            Map.of(
                "postgresql.bundled", "false", "postgresql.external.url", "jdbc:postgresql://a/b"),
            "postgresql.existingSecret"),
        Arguments.of(Map.of("worker.engine.socket", ""), "needs an engine"),
        Arguments.of(
            Map.of("worker.engine.host", "tcp://engine.example:2375"), "a worker uses one engine"),
        Arguments.of(Map.of("image.digest", "latest"), "digest"));
  }

  @ParameterizedTest
  @MethodSource("impossibleValues")
  void refusesValuesThatCannotWork(Map<String, String> values, String reason) {
    assertThatThrownBy(() -> Manifests.of(values)).hasMessageContaining(reason);
  }

  private static String password(Manifests manifests) {
    String encoded =
        manifests.only("Secret", "judge-glovebox-database").at("/data/password").asString();
    return new String(Base64.getDecoder().decode(encoded), UTF_8);
  }
}
