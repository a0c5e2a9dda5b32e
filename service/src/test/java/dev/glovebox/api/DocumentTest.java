package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.ObjectNode;

/** The written document tells the truth: it is valid, complete, and real answers keep to it. */
class DocumentTest extends ApiTest {

  private static final Set<String> NOT_PART_OF_IT =
      Set.of("/api/v1/openapi.json", "/api/v1/openapi.yaml", "/docs", "/problems/{code}", "/error");

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  @Test
  void itIsValidOpenApi31() throws IOException {
    String document = get("/api/v1/openapi.json").body();
    try (InputStream schema = resource("/openapi-3.1-schema.json")) {
      var errors =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(schema)
              .validate(document, InputFormat.JSON);
      assertThat(errors).isEmpty();
    }
    assertThat(document).startsWith("{\"openapi\":\"3.1");
  }

  @Test
  void itListsEveryEndpointAndNoOther() {
    var documented = new TreeSet<String>();
    document()
        .get("paths")
        .forEachEntry((path, item) -> {
          for (String method : List.of("get", "post", "put", "patch", "delete")) {
            if (item.has(method) && !path.startsWith("/actuator")) {
              documented.add(method + " " + path);
            }
          }
        });
    var mapped = new TreeSet<String>();
    mappings
        .getHandlerMethods()
        .keySet()
        .forEach(info -> {
          for (String path : info.getPatternValues()) {
            info.getMethodsCondition().getMethods().stream()
                .filter(_ -> !NOT_PART_OF_IT.contains(path))
                .forEach(method ->
                    mapped.add(method.name().toLowerCase(java.util.Locale.ROOT) + " " + path));
          }
        });
    assertThat(documented).isEqualTo(mapped);
  }

  @Test
  void realAnswersKeepToIt() {
    submissions.instantly = true;
    String good = "{\"language\":\"py\",\"source\":\"\",\"metadata\":{\"a\":\"b\"}}";
    String id = json(post("/api/v1/submissions?wait=true", good)).get("id").stringValue();
    assertKeeps("Submission", get("/api/v1/submissions/" + id).body());
    submissions.instantly = false;
    assertKeeps("Submission", post("/api/v1/submissions", good).body());
    assertKeeps(
        "Batch", post("/api/v1/submissions/batch", "{\"submissions\":[" + good + "]}").body());
    assertKeeps("Page", get("/api/v1/submissions?limit=1").body());
    assertKeeps("Languages", get("/api/v1/languages").body());
    assertKeeps("ServiceLimits", get("/api/v1/limits").body());
    assertKeeps("TenantPage", get("/api/v1/tenants").body());
    assertKeeps("UserPage", get("/api/v1/users").body());
    assertKeeps("KeyPage", get("/api/v1/keys").body());
    assertKeeps("Key", get("/api/v1/keys/current").body());
    assertKeeps("QuotaPage", get("/api/v1/quotas").body());
    assertKeeps("Quota", get("/api/v1/quotas/t-" + tenant).body());
    assertKeeps("KeyQuota", get("/api/v1/keys/current/quota").body());
    assertKeeps("AuditPage", get("/api/v1/audit?check=true").body());
    assertKeeps("Problem", post("/api/v1/submissions", "{}").body());
    assertKeeps("Problem", get("/api/v1/nothing").body());
    String pipeline = "{\"project\":\"p\",\"pipeline\":{\"content\":\"a: {script: b%s}\"}}";
    assertKeeps("Plan", post("/api/v1/lint", pipeline.formatted("")).body());
    assertKeeps("Plan", post("/api/v1/lint", pipeline.formatted(", c: d")).body());
    assertKeeps("Problem", post("/api/v1/runs", pipeline.formatted(", c: d, hooks: x")).body());
  }

  /** A field that only the document or only the reader knows would be refused or go untold. */
  @Test
  void theFieldsOfRequestsAreThoseThatAreRead() {
    for (String schema : List.of("SubmissionRequest", "File", "Test", "LimitsRequest")) {
      var unknown = new HashSet<String>();
      for (String field : List.copyOf(properties(schema))) {
        String item = "{\"%s\":null}".formatted(field);
        String body =
            switch (schema) {
              case "File" -> "{\"files\":[%s]}".formatted(item);
              case "Test" -> "{\"tests\":[%s]}".formatted(item);
              case "LimitsRequest" -> "{\"limits\":%s}".formatted(item);
              default -> item;
            };
        if (post("/api/v1/submissions", body).body().contains("unknown-field")) {
          unknown.add(field);
        }
      }
      assertThat(unknown).as(schema).isEmpty();
    }
    assertThat(properties("SubmissionRequest")).hasSize(20);
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    String page = get("/docs").body() + get("/docs/page/page.js").body();
    assertThat(Pattern.compile("(?:src|href|url)[=:]\\s*[\"'](?:https?:)?//").matcher(page).find())
        .isFalse();
    assertThat(page).contains("validatorUrl: null");
    assertThat(get("/docs").headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "connect-src 'self'");
  }

  private Set<String> properties(String schema) {
    return Set.copyOf(
        ((ObjectNode) document().at("/components/schemas/" + schema + "/properties"))
            .propertyNames());
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(DocumentTest.class.getResourceAsStream(name), name);
  }
}
