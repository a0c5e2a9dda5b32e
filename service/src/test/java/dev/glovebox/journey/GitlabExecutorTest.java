package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The driver for the custom executor of GitLab's runner: the real program, service and engine. The
 * runner itself is not at hand: its calls, environment and scripts are played as its documentation
 * of the custom executor and its generator of Bash scripts have them.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GitlabExecutorTest {

  /** Told to the service, which fetches images with them, and so masked. */
  private static final String LOGINS = "{\"auths\":{\"registry.invalid\":{}}}";

  private static final String IMAGE = "glovebox/python:latest";
  private static final int BUILD_FAILURE = 41;
  private static final int SYSTEM_FAILURE = 42;

  private GloveboxProcess service;
  private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  @BeforeAll
  void open() {
    service = SharedGlovebox.get();
  }

  /** A job as the runner has it before its first call. */
  @BeforeEach
  void job(@TempDir Path fresh) throws IOException {
    folder = fresh;
    Path response = folder.resolve("response.json");
    Files.writeString(
        response,
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "id",
                    4711,
                    "token",
                    "job-token-of-4711",
                    "image",
                    Map.of("name", IMAGE, "pull_policy", List.of("if-not-present", "always")),
                    "variables",
                    List.of(
                        Map.of("key", "DOCKER_AUTH_CONFIG", "value", LOGINS, "masked", false),
                        Map.of("key", "PLAIN", "value", "seen", "masked", false),
                        Map.of("key", "DEPLOY_KEY", "value", "hush-$HOME-42", "masked", true)))));
    environment.clear();
    environment.putAll(
        Map.of(
            "JOB_RESPONSE_FILE",
            response.toString(),
            "BUILD_FAILURE_EXIT_CODE",
            Integer.toString(BUILD_FAILURE),
            "SYSTEM_FAILURE_EXIT_CODE",
            Integer.toString(SYSTEM_FAILURE),
            "BUILD_EXIT_CODE_FILE",
            folder.resolve("exit-code").toString(),
            "CUSTOM_ENV_CI_PROJECT_PATH",
            "acme/driven",
            "CUSTOM_ENV_CI_COMMIT_REF_NAME",
            "main",
            "CUSTOM_ENV_CI_JOB_NAME",
            "unit tests",
            "CUSTOM_ENV_CI_JOB_TIMEOUT",
            "3600",
            "CUSTOM_ENV_CI_JOB_IMAGE",
            IMAGE,
            "CUSTOM_ENV_CI_JOB_SERVICES",
            ""));
  }

  /** What a failed test leaves would take the place of the next. */
  @AfterEach
  void end() throws Exception {
    if (Files.exists(folder.resolve("glovebox-job"))) {
      try (RestClient client = RestClient.of(service)) {
        client.post(
            "/api/v1/jobs/" + jobOfService().path("id").asString() + "/cancel?mode=force",
            Map.of());
      }
    }
  }

  /** A script as the runner's generator makes it: all of it quoted for one eval. */
  private static String generated(String body) {
    String quoted =
        body.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\t", "\\t");
    return "#!/usr/bin/env bash\n\ntrap exit 1 TERM\n\n"
        + "if set -o | grep pipefail > /dev/null; then set -o pipefail; fi; set -o errexit\n"
        + "set +o noclobber\n"
        + ": | eval $'"
        + quoted
        + "'\nexit 0\n";
  }

  private CommandLine begin(String... arguments) throws IOException {
    return new CommandLine(
        service,
        folder,
        environment,
        Stream.concat(Stream.of("gitlab-executor"), Stream.of(arguments)).toArray(String[]::new));
  }

  private int call(String... arguments) throws Exception {
    try (CommandLine command = begin(arguments)) {
      int status = command.status();
      out = command.out();
      err = command.err();
      return status;
    }
  }

  private String script(String stage, String body) throws IOException {
    Path place = Files.createTempDirectory(folder, "script").resolve("script." + stage + ".sh");
    Files.writeString(place, generated(body));
    return place.toString();
  }

  private int run(String stage, String body) throws Exception {
    return call("run", script(stage, body), stage);
  }

  private JsonNode jobOfService() throws Exception {
    String id = Files.readAllLines(folder.resolve("glovebox-job")).getFirst();
    try (RestClient client = RestClient.of(service)) {
      return client.get("/api/v1/jobs/" + id).body();
    }
  }

  @Test
  void aJobPassesThroughAllStages() throws Exception {
    environment.put(
        "CUSTOM_ENV_CI_JOB_SERVICES",
        "[{\"name\":\"%s\",\"alias\":\"web\",\"entrypoint\":null,\"command\":[\"python3\",\"-m\",\"http.server\",\"8000\"]}]"
            .formatted(IMAGE));
    assertThat(call("config")).isZero();
    JsonNode config = JsonMapper.shared().readTree(out);
    assertThat(config.path("builds_dir").asString()).isEqualTo("/builds");
    assertThat(config.path("cache_dir").asString()).startsWith("/");
    assertThat(config.at("/driver/name").asString()).isEqualTo("Glovebox");

    assertThat(call("prepare", "--helper-image", "glovebox/bash:latest", "--network", "services"))
        .as("%s%s", out, err)
        .isZero();
    assertThat(run("prepare_script", "echo \"Running on $(hostname) via glovebox...\"\n")).isZero();
    assertThat(out).startsWith("Running on ");
    assertThat(
            run(
                "get_sources",
                "mkdir -p /builds/acme/driven\ncd /builds/acme/driven\n"
                    + "command -v python3 || echo 'the helper\\'s image'\necho data > file\n"
                        .replace("\\'", "'\\''")))
        .as("%s%s", out, err)
        .isZero();
    assertThat(out).isEqualTo("the helper's image\n");
    String variables =
        "export PLAIN=seen\nexport DEPLOY_KEY='hush-$HOME-42'\n"
            + "mkdir -p \"/builds/acme/driven.tmp\"\n"
            + "printf '%s' 'of a file' > \"/builds/acme/driven.tmp/CONFIG\"\n"
            + "export CONFIG=\"/builds/acme/driven.tmp/CONFIG\"\ncd /builds/acme/driven\n";
    assertThat(
            run(
                "step_script",
                variables
                    + "echo '\033[32;1m$ cat file\033[0;m'\ncat file $CONFIG; echo\n"
                    + "echo \"$PLAIN $DEPLOY_KEY job-token-of-4711\"\necho error >&2\n"
                    + "echo '"
                    + LOGINS
                    + "'\n"
                    + "python3 -c 'import urllib.request;"
                    + " print(urllib.request.urlopen(\"http://web:8000/\").status)'\n"
                    + "touch /opt/made; cat\n"))
        .as("%s%s", out, err)
        .isZero();
    assertThat(out).contains("error\n"); // two streams: their order is not kept
    assertThat(out.replace("error\n", ""))
        .startsWith(
            "\033[32;1m$ cat file\033[0;m\ndata\nof a file\nseen [MASKED] [MASKED]\n[MASKED]\n")
        .contains("200\n")
        .doesNotContain("hush", "section_");
    assertThat(run("after_script", variables + "ls /opt/made $CONFIG\n")).isZero();
    assertThat(run("archive_cache", "cat /builds/acme/driven/file\n")).isZero();
    assertThat(out).isEqualTo("data\n");
    assertThat(run("cleanup_file_variables", "rm -rf /builds/acme/driven.tmp\n")).isZero();
    String attempt = jobOfService().path("attempt").asString();
    assertThat(Containers.ofAttempt(attempt)).isNotEmpty();
    assertThat(call("cleanup")).isZero();
    assertThat(err).isEmpty();
    assertThat(jobOfService().path("state").asString()).isEqualTo("success");
    assertThat(Containers.ofAttempt(attempt)).isEmpty();
  }

  @Test
  void aFailedScriptIsTheBuildsAndTheLaterStagesStillRun() throws Exception {
    assertThat(call("prepare")).as("%s%s", out, err).isZero();
    assertThat(run("build_script", "echo before\nexit 7\necho unreachable\n"))
        .isEqualTo(BUILD_FAILURE);
    assertThat(out).isEqualTo("before\n");
    assertThat(folder.resolve("exit-code")).hasContent("7");
    assertThat(run("upload_artifacts_on_failure", "echo kept\n")).isZero();
    assertThat(out).isEqualTo("kept\n");
    assertThat(call("cleanup")).isZero();
    assertThat(jobOfService().at("/failure/exitCode").asInt()).isEqualTo(7);
  }

  @Test
  void whatIsNotTheScriptsFaultIsTold() throws Exception {
    environment.put("CUSTOM_ENV_CI_JOB_IMAGE", "registry.invalid/acme/none:1");
    assertThat(call("prepare")).isEqualTo(BUILD_FAILURE);
    assertThat(err).contains("would have to be fetched from registry.invalid");
    assertThat(call("cleanup")).isZero();
    environment.remove("CUSTOM_ENV_CI_JOB_IMAGE");
    assertThat(call("prepare")).isEqualTo(BUILD_FAILURE);
    assertThat(err).contains("names no image");

    assertThat(call("prepare", "--image", IMAGE)).as("%s%s", out, err).isZero();
    try (RestClient client = RestClient.of(service)) {
      client.post(
          "/api/v1/jobs/" + jobOfService().path("id").asString() + "/cancel?mode=force", Map.of());
    }
    assertThat(run("step_script", "echo unreachable\n")).isEqualTo(SYSTEM_FAILURE);
    assertThat(out).doesNotContain("unreachable");
    environment.put("GLOVEBOX_API_KEY", "wrong");
    assertThat(call("cleanup")).isEqualTo(SYSTEM_FAILURE);
    assertThat(err).contains("API key");
  }

  @Test
  void termEndsTheScriptAndTheJob() throws Exception {
    assertThat(call("prepare")).as("%s%s", out, err).isZero();
    String script =
        script(
            "step_script", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.2; done\n");
    try (CommandLine command = begin("run", script, "step_script")) {
      command.awaitOut("up\n");
      command.terminate();
      assertThat(command.status()).isEqualTo(SYSTEM_FAILURE);
      // Between them Bash may say that its sleep was terminated.
      assertThat(command.out()).containsSubsequence("up\n", "bye\n");
    }
    assertThat(call("cleanup")).isZero();
    JsonNode job = jobOfService();
    assertThat(job.path("state").asString()).isEqualTo("canceled");
    assertThat(Containers.ofAttempt(job.path("attempt").asString())).isEmpty();
  }

  @Test
  void anOutageIsWaitedOutAndNothingIsPrintedTwice() throws Exception {
    assertThat(call("prepare")).as("%s%s", out, err).isZero();
    String script =
        script("step_script", "for i in $(seq 60); do echo line $i; sleep 0.1; done\nexit 3\n");
    try (Relay relay = Relay.to(service.uri().getPort())) {
      environment.put("GLOVEBOX_URL", "http://127.0.0.1:" + relay.port());
      try (CommandLine command = begin("run", script, "step_script")) {
        command.awaitOut("line 1\n");
        relay.interrupt();
        command.awaitOut("line 20\n");
        relay.interrupt();
        assertThat(command.status()).isEqualTo(BUILD_FAILURE);
        assertThat(command.out().lines())
            .containsExactlyElementsOf(
                java.util.stream.IntStream.rangeClosed(1, 60).mapToObj(i -> "line " + i).toList());
      }
      assertThat(relay.refused()).isPositive();
      environment.put("GLOVEBOX_URL", service.uri().toString());
    }
    assertThat(call("cleanup")).isZero();
  }
}
