package dev.glovebox.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.SqlArrayValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The work of a claim does not depend on how much is waiting: counted in pages, not in time. */
@Tag("postgres")
class ClaimPlanIT {

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aClaimTouchesAsFewPagesWithTwoHundredThousandWaitingAsWithAFew() {
    List<UUID> tenants = Stream.generate(database::tenant).limit(5).toList();
    fill(tenants, 20);
    JsonNode small = explainClaim();
    fill(tenants, 40_000);
    JsonNode large = explainClaim();

    assertThat(scansOfJob(large))
        .isNotEmpty()
        .allSatisfy(node -> assertThat(node).contains("Index"));
    assertThat(pages(large)).isLessThan(pages(small) + 200);
    assertThat(rowsRead(large)).isLessThan(200);
  }

  private static void fill(List<UUID> tenants, int each) {
    for (UUID tenant : tenants) {
      database
          .jdbc()
          .sql(
              """
              insert into job (kind, subject, tenant_id, state, order_at)
              select 'test', gen_random_uuid(), :tenant, 'QUEUED', now() - make_interval(secs => i * 0.001)
              from generate_series(1, :count) as i
              """)
          .param("tenant", tenant)
          .param("count", each)
          .update();
    }
    database.jdbc().sql("vacuum analyze job").update();
  }

  private static JsonNode explainClaim() {
    String json =
        database
            .jdbc()
            .sql("explain (analyze, buffers, format json) " + JobQueue.CLAIM_FEW)
            .param("kinds", new SqlArrayValue("text", "test"))
            .param("tenants", new SqlArrayValue("uuid"))
            .param("marks", new SqlArrayValue("float8"))
            .param("floor", 0.0)
            .param("owner", "w")
            .param("lease_seconds", 30.0)
            .param("tenant_running", 0)
            .param("most", 2)
            .query(String.class)
            .single();
    return JsonMapper.shared().readTree(json).get(0);
  }

  private static long pages(JsonNode plan) {
    JsonNode root = plan.get("Plan");
    return root.get("Shared Hit Blocks").asLong() + root.get("Shared Read Blocks").asLong();
  }

  private static List<String> scansOfJob(JsonNode plan) {
    return plan.findParents("Relation Name").stream()
        .filter(node -> node.get("Relation Name").asString().equals("job"))
        .map(node -> node.get("Node Type").asString())
        .filter(type -> type.contains("Scan"))
        .toList();
  }

  private static long rowsRead(JsonNode plan) {
    return plan.findParents("Relation Name").stream()
        .filter(node -> node.get("Relation Name").asString().equals("job"))
        .mapToLong(
            node -> (long) (node.get("Actual Rows").asDouble() * node.get("Actual Loops").asLong()))
        .sum();
  }
}
