package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GitServer;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What the workspace of a CI job begins with: repositories of a real git server, files of requests.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CiSourceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private RestClient client;
  private GitServer server;
  private String first;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    client = RestClient.of(SharedGlovebox.get());
    server = GitServer.start(folder);
    server.git("app", "init", "--quiet", "--initial-branch=main");
    first = server.commit("app", "greeting", "hello of the first commit\n");
    server.git("app", "tag", "v1");
    server.commit("app", "greeting", "hello of the second commit\n");
    server.git("private/lib", "init", "--quiet", "--initial-branch=main");
    server.commit("private/lib", "secret", "for readers alone\n");
  }

  @AfterAll
  void close() {
    server.close();
    client.close();
  }

  private RestClient.Answer post(String project, Map<String, Object> source, String... lines)
      throws Exception {
    Map<String, Object> job =
        Map.of(
            "name",
            "test",
            "image",
            "glovebox/ci-helper:latest",
            "network",
            Map.of("mode", "none"),
            "limits",
            Map.of("memoryMb", 128, "pids", 64),
            "steps",
            List.of(Map.of("name", "script", "run", List.of(lines))));
    return client.post(
        "/api/v1/runs", Map.of("project", project, "source", source, "jobs", List.of(job)));
  }

  private Map<String, Object> git(String name, Object... more) {
    Map<String, Object> git = new HashMap<>(Map.of("url", server.url(name)));
    for (int i = 0; i < more.length; i += 2) {
      git.put((String) more[i], more[i + 1]);
    }
    return Map.of("git", git);
  }

  /** The job at its end. */
  private JsonNode ended(RestClient.Answer created) {
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    String job = "/api/v1/jobs/" + created.body().at("/jobs/0/id").asString();
    return await("the job ends")
        .atMost(PATIENCE)
        .until(
            () -> client.get(job + "/wait?timeout=20s").body(),
            body ->
                List.of("success", "failed", "canceled").contains(body.path("state").asString()));
  }

  private String log(JsonNode job) throws Exception {
    return client.text("/api/v1/jobs/" + job.path("id").asString() + "/log");
  }

  @Test
  void aRefBeginsWithItsLastCommitAndItsHistory() throws Exception {
    JsonNode job =
        ended(
            post(
                "acme/git",
                git("app", "ref", "main"),
                "cat greeting",
                "git log --oneline | wc -l"));
    assertThat(job.path("state").asString()).as("%s", log(job)).isEqualTo("success");
    assertThat(log(job)).contains("hello of the second commit").containsPattern("(?m)^2\\s*$");
  }

  @Test
  void aCommitIsFetchedAndNoOther() throws Exception {
    JsonNode job =
        ended(
            post(
                "acme/git",
                git("app", "sha", first, "depth", 1),
                "cat greeting",
                "git rev-parse HEAD",
                "git status --porcelain | wc -l",
                "git ls-remote origin 2>&1 | tail -1 || true"));
    assertThat(job.path("state").asString()).as("%s", log(job)).isEqualTo("success");
    assertThat(log(job))
        .contains("hello of the first commit", first)
        .containsPattern("(?m)^0\\s*$")
        // The job itself has no network.
        .containsPattern("unable to access|Could not resolve|Failed to connect");
  }

  @Test
  void aCredentialIsToldToTheHostAloneAndNeverToTheJob() throws Exception {
    client.put(
        "/api/v1/secrets/READER?project=acme/private",
        "application/json",
        "{\"value\": \"%s\"}".formatted(GitServer.CREDENTIAL).getBytes(StandardCharsets.UTF_8));
    JsonNode job =
        ended(
            post(
                "acme/private",
                git("private/lib", "secret", "READER"),
                "cat secret",
                "grep -r -c hunter[2] .git /proc/self/environ | grep -v :0$ || echo nothing of it"));
    assertThat(job.path("state").asString()).as("%s", log(job)).isEqualTo("success");
    assertThat(log(job)).contains("for readers alone", "nothing of it").doesNotContain("hunter2");

    JsonNode without = ended(post("acme/private", git("private/lib"), "cat secret"));
    assertThat(without.path("state").asString()).isEqualTo("failed");
    assertThat(without.at("/failure/reason").asString())
        .as("%s", without)
        .isEqualTo("source_unavailable");
  }

  @Test
  void aSubmoduleOfAnotherHostIsRefusedByName() throws Exception {
    server.git("super", "init", "--quiet", "--initial-branch=main");
    server.commit(
        "super", ".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = http://git.example/x\n");
    server.git("super", "update-index", "--add", "--cacheinfo", "160000," + first + ",x");
    server.git("super", "commit", "--quiet", "--message", "A submodule of elsewhere");
    JsonNode job = ended(post("acme/git", git("super", "submodules", "normal"), "true"));
    assertThat(job.at("/failure/reason").asString())
        .as("%s", log(job))
        .isEqualTo("source_unavailable");
    assertThat(log(job)).contains("Denied: git.example:80 is not the repository's host");
  }

  @Test
  void filesOfTheRequestAreLaid() throws Exception {
    JsonNode job =
        ended(
            post(
                "acme/inline",
                Map.of(
                    "files",
                    List.of(
                        Map.of("name", "src/a.txt", "content", "some text\n"),
                        Map.of(
                            "name",
                            "run.sh",
                            "content",
                            "#!/bin/sh\ncat src/a.txt\n",
                            "executable",
                            true))),
                "./run.sh"));
    assertThat(job.path("state").asString()).as("%s", log(job)).isEqualTo("success");
    assertThat(log(job)).contains("some text");
  }

  @Test
  void whatIsNoSourceIsRefusedWithItsPlace() throws Exception {
    RestClient.Answer refused =
        post(
            "acme/git",
            Map.of("git", Map.of("url", "file:///etc", "ref", "--upload-pack=x", "sha", "abc")),
            "true");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().toString())
        .contains("source.git.url", "source.git.ref", "source.git.sha");
    RestClient.Answer both =
        post(
            "acme/git",
            Map.of("git", Map.of("url", "https://example.org/x"), "files", List.of()),
            "true");
    assertThat(both.status()).isEqualTo(400);
    RestClient.Answer traversal =
        post("acme/git", Map.of("files", List.of(Map.of("name", "../x", "content", ""))), "true");
    assertThat(traversal.status()).isEqualTo(400);
  }

  @Test
  void whatIsNotOfTheSourceIsUntracked() throws Exception {
    Map<String, Object> inline =
        Map.of(
            "files",
            List.of(
                Map.of("name", "src/a.txt", "content", "old"),
                Map.of("name", "b.txt", "content", "old")));
    assertThat(untracked(inline)).containsExactlyInAnyOrder("made", "out", "src");
    assertThat(untracked(git("app", "ref", "main")))
        .containsExactlyInAnyOrder("made", "out", "src");
  }

  /** What is at the top of the artifacts of a job that keeps what is untracked. */
  private List<String> untracked(Map<String, Object> source) throws Exception {
    Map<String, Object> job =
        Map.of(
            "name",
            "test",
            "image",
            "glovebox/ci-helper:latest",
            "network",
            Map.of("mode", "none"),
            "limits",
            Map.of("memoryMb", 128, "pids", 64),
            "steps",
            List.of(
                Map.of(
                    "run",
                    List.of(
                        "for known in b.txt greeting src/a.txt; do if [ -e $known ]; then echo changed > $known; fi; done",
                        "mkdir -p out/deep src; echo x > made; echo x > out/deep/z; echo x > src/new",
                        "echo x > left.tmp; ln -s /etc/passwd leads-out"))),
            "artifacts",
            Map.of("untracked", true, "exclude", List.of("*.tmp")));
    JsonNode ended =
        ended(
            client.post(
                "/api/v1/runs",
                Map.of("project", "acme/untracked", "source", source, "jobs", List.of(job))));
    assertThat(ended.path("state").asString()).as("%s", log(ended)).isEqualTo("success");
    String archive =
        client
            .get("/api/v1/jobs/" + ended.path("id").asString() + "/artifacts")
            .body()
            .at("/artifacts/0/id")
            .asString();
    JsonNode inSrc = client.get("/api/v1/artifacts/" + archive + "/entries?folder=src").body();
    assertThat(names(inSrc)).containsExactly("new");
    return names(client.get("/api/v1/artifacts/" + archive + "/entries").body());
  }

  private static List<String> names(JsonNode page) {
    return page.path("entries").valueStream().map(entry -> entry.path("name").asString()).toList();
  }
}
