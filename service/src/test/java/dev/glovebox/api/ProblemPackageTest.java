package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Problems;
import dev.glovebox.support.PackageArchive;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import tools.jackson.databind.JsonNode;

/** Packages over HTTP, into a real database and a real store. */
class ProblemPackageTest extends ApiTest {

  @Autowired
  @Qualifier("storedProblems")
  Problems problems;

  private static PackageArchive sum() {
    return new PackageArchive()
        .file("sum/problem.yaml", "name: Sum\nlimits:\n  memory: 256\nodd: 1\n")
        .test("sum/data/sample/1", "1 2\n", "3\n")
        .test("sum/data/secret/1", "2 3\n", "5\n")
        .test("sum/data/secret/2", "4 5\n", "9\n")
        .file("sum/submissions/accepted/sum.py", "print(sum(map(int, input().split())))\n")
        .file("sum/submissions/wrong_answer/no.cpp", "int main() {}\n");
  }

  private HttpResponse<String> put(String id, String type, byte[] body) {
    return send(
        request("/api/v1/problems/" + id)
            .header("Content-Type", type)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  @Test
  void aPackageBecomesAVersionThatIsToldAndFound() {
    HttpResponse<String> answer = put("sum", "application/zip", sum().zip());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode body = json(answer);
    String version = body.get("version").stringValue();
    assertThat(answer.headers().firstValue("Location"))
        .contains("/api/v1/problems/sum/versions/" + version);
    assertThat(body.get("names").get("en").stringValue()).isEqualTo("Sum");
    assertThat(body.get("tests").get("count").intValue()).isEqualTo(3);
    assertThat(body.get("tests").get("samples").intValue()).isEqualTo(1);
    assertThat(body.get("limits").get("memory").longValue()).isEqualTo(256L << 20);
    assertThat(body.get("solutions")).hasSize(2);
    JsonNode warning = body.get("findings").get(0);
    assertThat(warning.get("file").stringValue()).isEqualTo("problem.yaml");
    assertThat(warning.get("line").intValue()).isEqualTo(4);
    assertThat(json(get("/api/v1/problems/sum"))).isEqualTo(body);
    assertThat(json(get("/api/v1/problems/sum/versions/" + version))).isEqualTo(body);
    assertThat(problems.find(tenant, "sum", Optional.empty()).map(ProblemVersion::version))
        .contains(version);
    assertThat(problems.find(tenant, "sum", Optional.of(version))).isPresent();
    assertThat(problems.find(keys.tenant(), "sum", Optional.of(version))).isEmpty();
  }

  @Test
  void theSamePackageIsTheSameVersionInEitherArchive() {
    JsonNode first = json(put("sum", "application/zip", sum().zip()));
    HttpResponse<String> again = put("sum", "application/gzip", sum().tarGz());
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(json(again).get("version")).isEqualTo(first.get("version"));
    assertThat(json(get("/api/v1/problems/sum/versions")).get("versions")).hasSize(1);
  }

  @Test
  void theVersionThatWasPutLastIsTheNewest() {
    put("sum", "application/zip", sum().zip());
    String second =
        json(put(
                "sum",
                "application/octet-stream",
                sum().test("sum/data/secret/3", "1 1", "2").zip()))
            .get("version")
            .stringValue();
    assertThat(json(get("/api/v1/problems/sum")).get("version").stringValue()).isEqualTo(second);
    String first = json(put("sum", "application/zip", sum().zip())).get("version").stringValue();
    assertThat(problems.find(tenant, "sum", Optional.empty()).map(ProblemVersion::version))
        .contains(first);
    assertThat(json(get("/api/v1/problems/sum/versions/" + second)).get("newest").booleanValue())
        .isFalse();
    JsonNode versions = json(get("/api/v1/problems/sum/versions")).get("versions");
    assertThat(versions.valueStream().map(v -> v.get("version").stringValue()))
        .containsExactly(second, first);
  }

  @Test
  void aRefusedPackageTellsEveryReasonAndLeavesNothing() {
    byte[] broken =
        sum()
            .file("sum/data/secret/4.in", "no answer")
            .file("sum/data/secret/testdata.yaml", "on_reject: perhaps\n")
            .zip();
    HttpResponse<String> answer = put("sum", "application/zip", broken);
    assertThat(answer.statusCode()).isEqualTo(422);
    JsonNode body = json(answer);
    assertThat(body.get("type").stringValue()).isEqualTo("/problems/package-refused");
    List<String> errors = new ArrayList<>();
    body.get("findings")
        .valueStream()
        .filter(finding -> finding.get("severity").stringValue().equals("error"))
        .forEach(finding -> errors.add(finding.get("file").stringValue()));
    assertThat(errors).containsExactlyInAnyOrder("data/secret/4.in", "data/secret/testdata.yaml");
    assertThat(get("/api/v1/problems/sum").statusCode()).isEqualTo(404);
  }

  @Test
  void problemsAreListedPageByPageAndDeleted() {
    for (String id : List.of("b", "a", "c")) {
      assertThat(put(id, "application/zip", sum().zip()).statusCode()).isEqualTo(201);
    }
    JsonNode page = json(get("/api/v1/problems?limit=2"));
    assertThat(page.get("problems").valueStream().map(p -> p.get("id").stringValue()))
        .containsExactly("a", "b");
    JsonNode rest = json(get("/api/v1/problems?limit=2&cursor=" + page.get("next").stringValue()));
    assertThat(rest.get("problems")).hasSize(1);
    assertThat(rest.has("next")).isFalse();

    assertThat(send(request("/api/v1/problems/b").DELETE()).statusCode()).isEqualTo(204);
    assertThat(send(request("/api/v1/problems/b").DELETE()).statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/problems/b/versions").statusCode()).isEqualTo(404);
    assertThat(json(get("/api/v1/problems")).get("problems")).hasSize(2);
  }

  @Test
  void anotherTenantSeesNothing() {
    put("sum", "application/zip", sum().zip());
    key = keys.key(keys.tenant(), dev.glovebox.account.Scope.ADMIN);
    assertThat(get("/api/v1/problems/sum").statusCode()).isEqualTo(404);
    assertThat(json(get("/api/v1/problems")).get("problems")).isEmpty();
  }

  @Test
  void badRequestsAreTold() {
    assertThat(put("Sum", "application/zip", sum().zip()).statusCode()).isEqualTo(400);
    assertThat(put("sum", "application/json", sum().zip()).statusCode()).isEqualTo(415);
    assertThat(put("sum", "application/zip", "no archive".getBytes()).statusCode()).isEqualTo(422);
    assertThat(put("sum", "application/zip", new byte[0]).statusCode()).isEqualTo(422);
    assertThat(get("/api/v1/problems?cursor=../x").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/problems/sum/versions/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/problems/sum/versions/x").statusCode()).isEqualTo(404);
  }

  @Test
  void aPackageThatIsTooLargeIsRefusedWhileItComes() {
    byte[] large = new byte[3 << 20];
    new java.util.Random(1).nextBytes(large);
    HttpResponse<String> answer =
        send(
            request("/api/v1/problems/sum")
                .header("Content-Type", "application/zip")
                .PUT(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(large))));
    assertThat(answer.statusCode()).isEqualTo(413);
  }
}
