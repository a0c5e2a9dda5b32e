package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.ProblemRef;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.support.FakeProblems;
import dev.glovebox.support.FakeQuarantine;
import dev.glovebox.support.MemoryBlobs;
import dev.glovebox.support.ProblemFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Submissions that name a problem in place of tests. */
class ProblemSubmissionTest extends ApiTest {

  @Autowired FakeProblems problems;
  @Autowired FakeQuarantine quarantine;

  private final ProblemFixture fixture =
      new ProblemFixture(new MemoryBlobs()::text).secret("1", "1 2", "3").secret("2", "2 2", "4");

  private ProblemVersion problem(char version) {
    return problems.add(tenant, "sums", version, fixture.definition());
  }

  private HttpResponse<String> submitTo(String problem) {
    return post(
        "/api/v1/submissions",
        "{\"language\":\"cpp\",\"source\":\"int main(){}\",\"problem\":%s}".formatted(problem));
  }

  private static String faults(HttpResponse<String> response) {
    StringBuilder text = new StringBuilder();
    for (JsonNode fault : json(response).path("errors")) {
      text.append(fault.get("field").stringValue())
          .append(' ')
          .append(fault.get("rule").stringValue())
          .append(';');
    }
    return text.toString();
  }

  @Test
  void theNewestVersionIsPinnedWhenItIsAccepted() {
    problem('a');
    ProblemVersion newest = problem('b');

    HttpResponse<String> response = submitTo("\"sums\"");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).at("/problem/id").stringValue()).isEqualTo("sums");
    assertThat(json(response).at("/problem/version").stringValue()).isEqualTo(newest.version());
    SubmissionRequest request = submissions.last();
    assertThat(request.problem()).contains(new ProblemRef("sums", newest.version(), 2));
    assertThat(request.overrides()).isEmpty();
    assertThat(request.tests()).isEmpty();
    assertThat(request.stopAtFirstFailure()).isTrue();
    assertThat(request.drainOutput()).isTrue();
  }

  @Test
  void anOlderVersionCanBeAskedFor() {
    ProblemVersion older = problem('a');
    problem('b');
    HttpResponse<String> response =
        submitTo("{\"id\":\"sums\",\"version\":\"%s\"}".formatted(older.version()));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(submissions.last().problem().orElseThrow().version()).isEqualTo(older.version());
  }

  @Test
  void limitsAreTheProblemsTimesTheFactorOfTheLanguage() {
    fixture.time = Optional.of(Duration.ofMillis(1500));
    fixture.memory = Optional.of(100L << 20);
    fixture.output = Optional.of(3L << 20);
    problem('a');
    submitTo("\"sums\"");

    ExecutionLimits limits = submissions.last().limits();
    assertThat(limits.cpu()).isEqualTo(Duration.ofMillis(1500));
    assertThat(limits.wall()).isEqualTo(Duration.ofMillis(9500));
    assertThat(limits.memoryBytes()).isEqualTo(100L << 20);
    assertThat(limits.outputBytes()).isEqualTo(3L << 20);

    post(
        "/api/v1/submissions",
        "{\"language\":\"python\",\"source\":\"print(3)\",\"problem\":\"sums\"}");
    assertThat(submissions.last().limits().cpu()).isEqualTo(Duration.ofMillis(3750));
  }

  @Test
  void allTestsCanBeAskedFor() {
    problem('a');
    post(
        "/api/v1/submissions",
        "{\"language\":\"cpp\",\"source\":\"int main(){}\",\"problem\":\"sums\",\"stopAtFirstFailure\":false}");
    assertThat(submissions.last().stopAtFirstFailure()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"unknown\"'|problem not-allowed;",
        "'{\"version\":\"00\"}'|problem.id required;problem.version not-allowed;",
        "'{\"id\":\"sums\",\"version\":\"zz\"}'|problem.version not-allowed;",
        "'{\"id\":\"sums\",\"other\":1}'|problem.other unknown-field;",
        "'7'|problem wrong-type;",
      })
  void aProblemThatIsNotThereIsAFault(String field, String expected) {
    problem('a');
    HttpResponse<String> response = submitTo(field);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(faults(response)).isEqualTo(expected);
  }

  @Test
  void anUnknownVersionIsAFault() {
    problem('a');
    HttpResponse<String> response =
        submitTo("{\"id\":\"sums\",\"version\":\"%s\"}".formatted("c".repeat(64)));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(faults(response)).isEqualTo("problem not-allowed;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tests\":[]",
        "\"stdin\":\"\"",
        "\"limits\":{}",
        "\"comparison\":\"exact\"",
        "\"mergeStderr\":true"
      })
  void whatTheProblemDecidesCantBeAskedFor(String field) {
    problem('a');
    HttpResponse<String> response =
        post(
            "/api/v1/submissions",
            "{\"language\":\"cpp\",\"source\":\"\",\"problem\":\"sums\",%s}".formatted(field));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(faults(response))
        .isEqualTo(field.substring(1, field.indexOf('"', 1)) + " exclusive;");
  }

  @Test
  void overridesAreNobodysBusinessOutside() {
    problem('a');
    HttpResponse<String> response =
        post(
            "/api/v1/submissions",
            "{\"language\":\"cpp\",\"source\":\"\",\"problem\":\"sums\",\"overrides\":{}}");
    assertThat(faults(response)).isEqualTo("overrides unknown-field;");
  }

  @Test
  void languagesAndLengthsThatTheProblemForbidsAreFaults() {
    fixture.languages = Optional.of(Set.of("python"));
    fixture.code = Optional.of(3L);
    problem('a');
    assertThat(faults(submitTo("\"sums\""))).isEqualTo("language not-allowed;source too-long;");
  }

  @Test
  void aProblemThatAsksForMoreThanThereIsIsRefusedAndNotCutShort() {
    fixture.memory = Optional.of(64L << 30);
    problem('a');
    HttpResponse<String> response = submitTo("\"sums\"");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(faults(response)).isEqualTo("problem out-of-range;");
  }

  @Test
  void aProblemOfAnotherTenantIsNotThere() {
    problem('a');
    newTenant();
    assertThat(faults(submitTo("\"sums\""))).isEqualTo("problem not-allowed;");
  }

  @Test
  void aVersionInQuarantineIsRefusedUntilItIsReleased() {
    ProblemVersion version = problem('a');
    quarantine.put(tenant, "sums", version.version(), "the checker crashed", "evidence");

    HttpResponse<String> refused = submitTo("\"sums\"");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).get("type").stringValue()).isEqualTo("/problems/problem-quarantined");
    assertThat(json(refused).get("detail").stringValue()).contains("the checker crashed");
    HttpResponse<String> batch =
        post(
            "/api/v1/submissions/batch",
            "{\"submissions\":[{\"language\":\"cpp\",\"source\":\"\",\"problem\":\"sums\"}]}");
    assertThat(batch.statusCode()).isEqualTo(409);

    String release = "/api/v1/problems/sums/versions/" + version.version() + "/release";
    assertThat(send(request(release).POST(HttpRequest.BodyPublishers.noBody())).statusCode())
        .isEqualTo(204);
    assertThat(send(request(release).POST(HttpRequest.BodyPublishers.noBody())).statusCode())
        .isEqualTo(404);
    assertThat(submitTo("\"sums\"").statusCode()).isEqualTo(201);
  }

  @Test
  void outputsAreSubmittedWithoutALanguage() {
    fixture.submitAnswer = true;
    problem('a');
    String outputs = "\"files\":[{\"name\":\"1.out\",\"content\":\"3\"}],\"problem\":\"sums\"";
    assertThat(post("/api/v1/submissions", "{%s}".formatted(outputs)).statusCode()).isEqualTo(201);
    assertThat(submissions.last().language()).isEqualTo(SubmissionRequest.OUTPUTS);
    assertThat(faults(post("/api/v1/submissions", "{%s,\"language\":\"cpp\"}".formatted(outputs))))
        .isEqualTo("language exclusive;");
  }
}
