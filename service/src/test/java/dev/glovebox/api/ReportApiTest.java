package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.Scope;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Reports of tests over REST. */
class ReportApiTest extends ApiTest {

  private static final String RUN =
      "{\"project\":\"p\",\"jobs\":[{\"name\":\"a\",\"image\":\"i\",\"steps\":[{\"run\":[\"true\"]}]}]}";

  @Autowired Artifacts artifacts;

  @Test
  void testsAreCountedAndShownPageByPage() throws Exception {
    JsonNode run = runWith(suite("p", "q", "!f", "!g"), "<testsuite>");
    String job = "/api/v1/jobs/" + run.at("/jobs/0/id").asString() + "/report";
    JsonNode report = json(get(job));
    assertThat(report.at("/totals/tests").asInt()).isEqualTo(4);
    assertThat(report.at("/totals/failed").asInt()).isEqualTo(2);
    assertThat(report.at("/broken/0/file").asString()).isEqualTo("1.xml");
    assertThat(report.path("cases").size()).isEqualTo(4);
    JsonNode first = json(get(job + "?status=failed&limit=1"));
    assertThat(names(first.path("cases"))).containsExactly("f");
    JsonNode second =
        json(get(job + "?status=failed&limit=1&cursor=" + first.path("next").asInt()));
    assertThat(names(second.path("cases"))).containsExactly("g");
    assertThat(second.has("next")).isFalse();
    assertThat(get(job + "?status=good").statusCode()).isEqualTo(400);
  }

  @Test
  void aRunIsComparedWithAnother() throws Exception {
    JsonNode base = runWith(suite("stays", "!still", "!fixed", "breaks", "!gone"));
    JsonNode run = runWith(suite("stays", "!still", "fixed", "!breaks"), suite("!new"));
    String path = "/api/v1/runs/" + run.path("id").asString() + "/report";
    JsonNode report = json(get(path + "?base=" + base.path("id").asString()));
    assertThat(report.at("/totals/tests").asInt()).isEqualTo(5);
    assertThat(report.at("/jobs/0/totals/failed").asInt()).isEqualTo(3);
    JsonNode comparison = report.path("comparison");
    assertThat(names(comparison.at("/newlyFailed/cases"))).containsExactly("breaks", "new");
    assertThat(comparison.at("/newlyFailed/count").asInt()).isEqualTo(2);
    assertThat(names(comparison.at("/stillFailing/cases"))).containsExactly("still");
    assertThat(names(comparison.at("/fixed/cases"))).containsExactly("fixed");
    assertThat(json(get(path)).has("comparison")).isFalse();
    assertThat(get(path + "?base=x").statusCode()).isEqualTo(400);

    key = keys.key(keys.tenant(), Scope.ADMIN);
    assertThat(get(path).statusCode()).isEqualTo(404);
    JsonNode own = json(post("/api/v1/runs", RUN));
    assertThat(
            get("/api/v1/runs/%s/report?base=%s"
                    .formatted(own.path("id").asString(), base.path("id").asString()))
                .statusCode())
        .isEqualTo(404);
  }

  private JsonNode runWith(String... files) throws Exception {
    JsonNode run = json(post("/api/v1/runs", RUN));
    var owner =
        new Artifacts.Owner(
            tenant,
            UUID.fromString(run.at("/jobs/0/id").asString()),
            UUID.fromString(run.at("/jobs/0/attempt").asString()));
    for (int i = 0; i < files.length; i++) {
      var content = new ByteArrayInputStream(files[i].getBytes(StandardCharsets.UTF_8));
      artifacts.keep(owner, Artifact.Kind.JUNIT, i + ".xml", 1, Optional.empty(), content);
    }
    return run;
  }

  /** Tests by name; those with a mark before it fail. */
  private static String suite(String... tests) {
    var xml = new StringBuilder("<testsuite name=\"s\">");
    for (String test : tests) {
      xml.append(
          test.startsWith("!")
              ? "<testcase name=\"%s\"><failure/></testcase>".formatted(test.substring(1))
              : "<testcase name=\"%s\"/>".formatted(test));
    }
    return xml.append("</testsuite>").toString();
  }

  private static List<String> names(JsonNode cases) {
    return cases.valueStream().map(test -> test.path("name").asString()).toList();
  }
}
