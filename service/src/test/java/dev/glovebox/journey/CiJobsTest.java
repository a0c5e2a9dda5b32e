package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** CI jobs as a user sees them: submitted over HTTP, executed on the real engine. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CiJobsTest {

  private static final String IMAGE = "glovebox/python:latest";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private GloveboxProcess service;
  private RestClient client;

  @BeforeAll
  void open() {
    service = SharedGlovebox.get();
    client = RestClient.of(service);
  }

  @AfterAll
  void close() {
    client.close();
  }

  private static Map<String, Object> step(String name, String... lines) {
    return Map.of("name", name, "run", List.of(lines));
  }

  private static Map<String, Object> job(List<Map<String, Object>> steps) {
    return Map.of(
        "name",
        "test",
        "image",
        IMAGE,
        "steps",
        steps,
        "limits",
        Map.of("memoryMb", 128, "pids", 64));
  }

  private static Map<String, Object> with(Map<String, Object> job, String key, Object value) {
    Map<String, Object> changed = new HashMap<>(job);
    changed.put(key, value);
    return changed;
  }

  /** Starts a run of one job; gives the path of the job. */
  private String start(Map<String, Object> job) throws Exception {
    RestClient.Answer created =
        client.post("/api/v1/runs", Map.of("project", "acme/app", "jobs", List.of(job)));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    return "/api/v1/jobs/" + created.body().at("/jobs/0/id").asString();
  }

  private JsonNode ended(String job) {
    return await("the job ends")
        .atMost(PATIENCE)
        .until(
            () -> client.get(job + "/wait?timeout=20s").body(),
            body ->
                List.of("success", "failed", "canceled").contains(body.path("state").asString()));
  }

  /** Lines of the log without those of sections and without colours. */
  private List<String> log(String job) throws Exception {
    return client
        .text(job + "/log")
        .lines()
        .map(line -> line.replaceAll("section_(start|end):.*?\r\u001b\\[0K", ""))
        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
        .toList();
  }

  private static List<String> phases(JsonNode job) {
    return job.at("/history/0/steps")
        .valueStream()
        .map(step ->
            step.path("phase").asString()
                + ":"
                + step.path("name").asString()
                + ":"
                + step.path("exitCode").asString())
        .toList();
  }

  @Test
  void stepsShareTheirWorkspaceAndTheAfterScriptAlwaysRuns() throws Exception {
    Map<String, Object> job =
        job(
            List.of(
                step(
                    "build",
                    "export GREETING=hello",
                    "cd /tmp",
                    "echo $GREETING $PWD",
                    "touch $CI_PLACE/made"),
                Map.of(
                    "name",
                    "other",
                    "image",
                    "glovebox/bash:latest",
                    "run",
                    List.of("ls made; id -u", "exit 7")),
                step("never", "echo unreachable"),
                Map.of(
                    "name",
                    "always",
                    "when",
                    "always",
                    "run",
                    List.of("echo \"key $TOKEN\" >&2"))));
    job = with(job, "afterScript", List.of("echo after $CI_JOB_STATUS; ls made", "false"));
    job =
        with(
            job,
            "variables",
            List.of(
                Map.of("key", "CI_PLACE", "value", "/builds/acme/app"),
                Map.of("key", "TOKEN", "value", "hush-hush-42", "masked", true)));
    String path = start(job);
    JsonNode done = ended(path);
    assertThat(done.path("state").asString()).as("%s", done).isEqualTo("failed");
    assertThat(done.at("/failure/failureClass").asString()).isEqualTo("script");
    assertThat(done.at("/failure/reason").asString()).isEqualTo("script_failure");
    assertThat(done.at("/failure/exitCode").asInt()).isEqualTo(7);
    assertThat(log(path))
        .containsSubsequence(
            "$ export GREETING=hello",
            "$ cd /tmp",
            "$ echo $GREETING $PWD",
            "hello /tmp",
            "$ ls made; id -u",
            "made",
            "0",
            "$ exit 7",
            "key [MASKED]",
            "after failed",
            "made")
        .doesNotContain("unreachable")
        .noneMatch(line -> line.contains("hush"));
    assertThat(phases(client.get(path).body()))
        .containsExactly(
            "prepare::0",
            "step:build:0",
            "step:other:7",
            "step:always:0",
            "after_script::1",
            "cleanup::0");
  }

  @Test
  void aLogIsFollowedWhileItGrows() throws Exception {
    String path =
        start(
            job(
                List.of(
                    step("script", "echo first; until [ -e go ]; do sleep 0.1; done; echo second"),
                    step("unused", "true"))));
    // Ended by the cancel below: what was seen before came while the job ran.
    try (Stream<String> lines = client.lines(path + "/log/events")) {
      List<String> seen = new ArrayList<>();
      lines
          .peek(line -> {
            if (line.contains("first\\n") && seen.stream().noneMatch(l -> l.contains("first\\n"))) {
              cancel(path, "graceful");
            }
            seen.add(line);
          })
          .anyMatch(line -> line.startsWith("event: end"));
      assertThat(seen).anyMatch(line -> line.contains("first\\n"));
      assertThat(seen).noneMatch(line -> line.contains("second\\n"));
    }
    assertThat(ended(path).path("state").asString()).isEqualTo("canceled");
  }

  private void cancel(String path, String mode) {
    try {
      assertThat(client.post(path + "/cancel?mode=" + mode, Map.of()).status()).isEqualTo(202);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void awaitLine(String path, String line) {
    await(line).atMost(PATIENCE).until(() -> log(path).contains(line));
  }

  @Test
  void aScriptThatTrapsTermEndsByItselfAndItsAfterScriptRuns() throws Exception {
    String path =
        start(
            with(
                job(
                    List.of(
                        step(
                            "script",
                            "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 1; done"),
                        step("next", "echo unreachable"))),
                "afterScript",
                List.of("echo after $CI_JOB_STATUS")));
    awaitLine(path, "ready");
    cancel(path, "graceful");
    JsonNode done = ended(path);
    assertThat(done.path("state").asString()).isEqualTo("canceled");
    assertThat(log(path))
        .containsSubsequence("bye", "after canceled")
        .doesNotContain("unreachable");
    assertThat(phases(client.get(path).body())).contains("step:script:0", "after_script::0");
  }

  @Test
  void whatIgnoresTermIsGoneBeforeTheJobCountsAsCanceled() throws Exception {
    String path =
        start(job(List.of(step("script", "trap '' TERM; echo ready; while :; do sleep 1; done"))));
    awaitLine(path, "ready");
    String attempt = client.get(path).body().path("attempt").asString();
    // The job's container, the helper's, and the workspace.
    assertThat(Containers.ofAttempt(attempt)).hasSize(3);
    cancel(path, "graceful");
    assertThat(ended(path).path("state").asString()).isEqualTo("canceled");
    assertThat(Containers.ofAttempt(attempt)).isEmpty();
    assertThat(phases(client.get(path).body())).contains("step:script:137");
  }

  @Test
  void timeMemoryProcessesAndDiskAreLimited() throws Exception {
    String slow = start(with(job(List.of(step("script", "sleep 600"))), "timeoutSeconds", 2));
    String large = start(job(List.of(step("script", "python3 -c 'x = bytearray(4 << 30)'"))));
    String many =
        start(
            job(
                List.of(
                    step(
                        "script", "for i in $(seq 100); do sleep 60 & done 2>/dev/null; exit 1"))));
    String full =
        start(
            with(
                job(
                    List.of(
                        step(
                            "script",
                            "mkdir /var/much; for i in $(seq 100); do"
                                + " head -c 1M /dev/zero > /var/much/$i; done; sleep 600"))),
                "limits",
                Map.of("memoryMb", 128, "pids", 64, "diskMb", 64)));
    assertThat(ended(full).at("/failure/reason").asString()).isEqualTo("disk_limit");
    assertThat(ended(slow).at("/failure/reason").asString()).isEqualTo("job_timeout");
    assertThat(ended(large).at("/failure/reason").asString()).isEqualTo("memory_limit");
    assertThat(ended(many).at("/failure/reason").asString()).isEqualTo("pids_limit");
  }

  @Test
  void anImageThatIsNotThereIsTold() throws Exception {
    String path =
        start(
            with(
                job(List.of(step("script", "true"))),
                "image",
                Map.of("name", "acme/none:1", "pull", "never")));
    JsonNode done = ended(path);
    assertThat(done.at("/failure/failureClass").asString()).isEqualTo("image");
    assertThat(done.at("/failure/reason").asString()).isEqualTo("image_not_found");
    assertThat(phases(client.get(path).body())).containsExactly("prepare::1");
  }

  private static Map<String, Object> service(Map<String, Object> more, String... command) {
    Map<String, Object> service = new HashMap<>(more);
    service.put("image", IMAGE);
    service.put("aliases", List.of("web"));
    service.put("command", List.of(command));
    return service;
  }

  @Test
  void servicesAreReachedByNameOnceTheyAreReady() throws Exception {
    String serve =
        "import http.server, os; os.chdir('/etc'); print('serving', os.environ['GREETING'], flush=True);"
            + " http.server.test(http.server.SimpleHTTPRequestHandler, port=8000)";
    Map<String, Object> web =
        service(
            Map.of(
                "variables",
                List.of(Map.of("key", "GREETING", "value", "hello-$WHO")),
                "ready",
                Map.of("http", Map.of("port", 8000, "path", "/hostname"), "timeoutSeconds", 120)),
            "python3",
            "-c",
            serve);
    Map<String, Object> job =
        job(
            List.of(
                step(
                    "script",
                    "python3 -c \"import urllib.request; "
                        + "print(urllib.request.urlopen('http://web:8000/passwd').read(4))\"",
                    "getent hosts glovebox-python > /dev/null && echo second name",
                    "! timeout 2 bash -c '</dev/tcp/1.1.1.1/80' 2>/dev/null && echo nothing else")));
    job = with(job, "services", List.of(web));
    String path =
        start(with(job, "variables", List.of(Map.of("key", "WHO", "value", "everybody"))));
    String attempt = client.get(path).body().path("attempt").asString();
    JsonNode done = ended(path);
    assertThat(done.path("state").asString()).as("%s", log(path)).isEqualTo("success");
    assertThat(log(path))
        .containsSubsequence(
            "web is ready", "b'root'", "second name", "nothing else", "serving hello-everybody");
    assertThat(phases(client.get(path).body()))
        .containsExactly(
            "prepare::0", "services::0", "step:script:0", "services:web:0", "cleanup::0");
    assertThat(Containers.ofAttempt(attempt)).isEmpty();
  }

  @Test
  void aServiceThatFailsIsTheReasonAndItsLastLinesAreShown() throws Exception {
    Map<String, Object> job = job(List.of(step("script", "echo unreachable")));
    String exits =
        start(
            with(job, "services", List.of(service(Map.of(), "sh", "-c", "echo no disk; exit 3"))));
    String silent =
        start(
            with(
                job,
                "services",
                List.of(
                    service(
                        Map.of("ready", Map.of("tcp", List.of(5432), "timeoutSeconds", 1)),
                        "sh",
                        "-c",
                        "echo thinking; exec sleep 600"))));
    String later =
        start(
            with(
                job(List.of(step("script", "touch end; until [ -e never ]; do sleep 0.1; done"))),
                "services",
                List.of(
                    service(Map.of("ready", Map.of("command", List.of("true"))), "sleep", "600"))));
    assertThat(ended(exits).at("/failure/reason").asString()).isEqualTo("service_exited");
    assertThat(ended(exits).at("/failure/message").asString())
        .isEqualTo("The service web exited with 3 before it was ready.");
    assertThat(log(exits)).contains("no disk").doesNotContain("unreachable");
    assertThat(ended(silent).at("/failure/reason").asString()).isEqualTo("service_not_ready");
    assertThat(ended(silent).at("/failure/failureClass").asString()).isEqualTo("service");
    assertThat(log(silent)).contains("thinking").doesNotContain("unreachable");
    awaitLine(later, "web is ready");
    cancel(later, "force");
    assertThat(ended(later).path("state").asString()).isEqualTo("canceled");
  }

  @Test
  void reportsAreReadAndFilesOfVariablesAreForTheScriptAlone() throws Exception {
    String xml =
        "<testsuite><testcase name=\"a\"/><testcase name=\"b\"><failure/></testcase></testsuite>";
    Map<String, Object> job =
        job(
            List.of(
                step(
                    "script",
                    "stat -c %a $CONFIG; cat $CONFIG; echo",
                    "mkdir -p out; echo '" + xml + "' > out/r.xml; echo VERSION=7 > v.env",
                    "exit 4")));
    job = with(job, "reports", Map.of("junit", List.of("out/*.xml"), "dotenv", List.of("v.env")));
    String path =
        start(
            with(
                job,
                "variables",
                List.of(
                    Map.of("key", "CONFIG", "value", "it's $HOME", "file", true, "raw", true))));
    assertThat(ended(path).at("/failure/exitCode").asInt()).isEqualTo(4);
    assertThat(log(path)).containsSubsequence("600", "it's $HOME");
    JsonNode report = client.get(path + "/report").body();
    assertThat(report.at("/totals/tests").asInt()).as("%s", report).isEqualTo(2);
    assertThat(report.at("/totals/failed").asInt()).isEqualTo(1);
    assertThat(log(path)).contains("v.env: 1 variables for later jobs");
  }

  @Test
  void cachesAndArtifactsBringLinksAndModesBack() throws Exception {
    Map<String, Object> job =
        job(
            List.of(
                step(
                    "script",
                    "echo pinned > lock",
                    "if [ -e .cache/bin/tool ]; then echo found; .cache/bin/link; else echo cold;"
                        + " mkdir -p .cache/bin; printf '#!/bin/sh\\necho I am a tool\\n' > .cache/bin/tool;"
                        + " chmod +x .cache/bin/tool; ln -s tool .cache/bin/link;"
                        + " ln -s /etc/passwd .cache/out; touch \"$(printf '.cache/\\377')\"; fi")));
    job =
        with(
            job,
            "cache",
            List.of(
                Map.of(
                    "key", "tools-$WHICH", "files", List.of("lock"), "paths", List.of(".cache"))));
    job = with(job, "artifacts", Map.of("paths", List.of(".cache/**")));
    job = with(job, "variables", List.of(Map.of("key", "WHICH", "value", "t" + System.nanoTime())));
    String cold = start(job);
    assertThat(ended(cold).path("state").asString()).as("%s", log(cold)).isEqualTo("success");
    assertThat(log(cold)).contains("cold");
    Map<String, Object> later =
        with(
            with(job(List.of(step("script", ".cache/bin/link; ls .cache"))), "name", "later"),
            "needs",
            List.of("test"));
    RestClient.Answer created =
        client.post("/api/v1/runs", Map.of("project", "acme/app", "jobs", List.of(job, later)));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    String warm = "/api/v1/jobs/" + created.body().at("/jobs/0/id").asString();
    assertThat(ended(warm).path("state").asString()).as("%s", log(warm)).isEqualTo("success");
    assertThat(log(warm)).containsSubsequence("found", "I am a tool");
    String next = "/api/v1/jobs/" + created.body().at("/jobs/1/id").asString();
    assertThat(ended(next).path("state").asString()).as("%s", log(next)).isEqualTo("success");
    assertThat(log(next)).contains("I am a tool").doesNotContain("out");
  }

  private String startWith(String mode, List<String> allow, String... lines) throws Exception {
    Map<String, Object> job = with(job(List.of(step("script", lines))), "stage", "test");
    job = with(job, "limits", Map.of("memoryMb", 512, "pids", 256));
    return start(with(job, "network", Map.of("mode", mode, "allow", allow)));
  }

  @Test
  void jobsReachWhatTheirPolicyAllowsAndNothingElse() throws Exception {
    String get =
        "python3 -c \"import sys, urllib.request; "
            + "print(urllib.request.urlopen(sys.argv[1]).status)\" ";
    String gateway =
        "python3 -c \"import socket; socket.create_connection(('deb.debian.org', 80), 5)\"";
    String listed =
        startWith(
            "allowlist",
            List.of("deb.debian.org"),
            get + "http://deb.debian.org/debian/",
            get + "http://example.org/ 2>&1 | tail -1 || true",
            get + "https://example.org:8443/ 2>&1 | tail -1 || true",
            gateway + " 2>/dev/null || echo no other way");
    String full =
        startWith(
            "full",
            List.of(),
            "apt-get -qq update && apt-get -qq install -y --no-install-recommends hello >/dev/null"
                + " && hello",
            get + "http://169.254.169.254/ 2>&1 | tail -1 || true",
            get + "http://10.0.0.1/ 2>&1 | tail -1 || true",
            get + "http://glovebox-proxy:3128/ 2>&1 | tail -1 || true");
    String attempt = client.get(full).body().path("attempt").asString();
    assertThat(ended(listed).path("state").asString()).as("%s", log(listed)).isEqualTo("success");
    assertThat(log(listed))
        .containsSubsequence(
            "200",
            "urllib.error.HTTPError: HTTP Error 403: Forbidden",
            "no other way",
            "Denied by the network policy: example.org:80",
            "Denied by the network policy: example.org:8443");
    assertThat(ended(full).path("state").asString()).as("%s", log(full)).isEqualTo("success");
    assertThat(log(full))
        .containsSubsequence(
            "Hello, world!",
            "Denied by the network policy: 169.254.169.254:80",
            "Denied by the network policy: 10.0.0.1:80",
            "Denied by the network policy: glovebox-proxy:3128");
    assertThat(client.get(listed).body().at("/history/0/denied").size()).isEqualTo(2);
    assertThat(Containers.ofAttempt(attempt)).isEmpty();
  }

  @Test
  void hostileWishesEndByThemselves() throws Exception {
    List<Map<String, Object>> doubling = new ArrayList<>();
    doubling.add(Map.of("key", "V0", "value", "0123456789"));
    for (int i = 1; i < 60; i++) {
      doubling.add(Map.of("key", "V" + i, "value", "$V" + (i - 1) + "$V" + (i - 1)));
    }
    String large = start(with(job(List.of(step("script", "true"))), "variables", doubling));
    String hangs =
        start(
            with(
                job(List.of(step("script", "echo unreachable"))),
                "services",
                List.of(
                    service(
                        Map.of(
                            "ready",
                            Map.of("command", List.of("sleep", "infinity"), "timeoutSeconds", 1)),
                        "sleep",
                        "600"))));
    String braces =
        start(
            with(
                job(List.of(step("script", "true"))),
                "artifacts",
                Map.of("paths", List.of("{a,b}".repeat(30)))));
    String neighbour =
        start(
            with(
                job(
                    List.of(
                        Map.of(
                            "name",
                            "script",
                            "run",
                            List.of(
                                "echo \"$SECRET ${PLAIN}\"",
                                "python3 -c \"import socket, ipaddress; "
                                    + "own = socket.gethostbyname(socket.gethostname()); "
                                    + "first = ipaddress.ip_network(own + '/16', False)[1]; "
                                    + "socket.create_connection((str(first), 22), 3)\" 2>&1 | tail -1"
                                    + " || true"),
                            "variables",
                            List.of(
                                Map.of("key", "SECRET", "value", "pa$$word-42", "masked", true))))),
                "services",
                List.of(
                    service(
                        Map.of(
                            "ready",
                            Map.of("command", List.of("true")),
                            "variables",
                            List.of(
                                Map.of("key", "OTHER", "value", "svc-secret-1", "masked", true))),
                        "sh",
                        "-c",
                        "echo $OTHER; exec sleep 600"))));
    assertThat(ended(large).at("/failure/reason").asString()).isEqualTo("config_error");
    assertThat(ended(hangs).at("/failure/reason").asString()).isEqualTo("service_not_ready");
    assertThat(ended(braces).at("/failure/reason").asString()).isEqualTo("config_error");
    assertThat(ended(neighbour).path("state").asString())
        .as("%s", log(neighbour))
        .isEqualTo("success");
    assertThat(log(neighbour))
        .anyMatch(line -> line.startsWith("[MASKED]"))
        .noneMatch(line -> line.contains("word-42") || line.contains("svc-secret"))
        .noneMatch(line -> line.contains("refused"));
  }

  @Test
  void namesLeadSomewhereOnlyWhereThePolicySaysSo() throws Exception {
    String ask =
        "python3 -c \"import socket, sys; print('it is', socket.gethostbyname(sys.argv[1]))\" ";
    String listed =
        startWith(
            "allowlist",
            List.of("deb.debian.org"),
            ask + "deb.debian.org",
            ask + "stolen.example.org 2>&1 | tail -1 || true");
    String alone = startWith("services", List.of(), ask + "deb.debian.org 2>&1 | tail -1 || true");
    assertThat(ended(listed).path("state").asString()).as("%s", log(listed)).isEqualTo("success");
    assertThat(log(listed))
        .anyMatch(line -> line.matches("it is [0-9.]+"))
        .anyMatch(line -> line.startsWith("socket.gaierror"))
        .contains("Denied by the network policy: stolen.example.org:53")
        .doesNotContain("Denied by the network policy: deb.debian.org:53");
    ended(alone);
    assertThat(log(alone))
        .anyMatch(line -> line.startsWith("socket.gaierror"))
        .noneMatch(line -> line.startsWith("it is"));
  }
}
