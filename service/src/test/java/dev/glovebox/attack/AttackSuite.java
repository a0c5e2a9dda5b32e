package dev.glovebox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.drill.Attack;
import dev.glovebox.drill.AttackCatalogue;
import dev.glovebox.drill.Honest;
import dev.glovebox.drill.HttpAttack;
import dev.glovebox.sandbox.IsolationTier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every attack, each followed by an honest program: the attack must end as its description says,
 * the honest program must be judged right, and nothing may be left over.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AttackSuite {

  private static final Duration TIME_TO_CLEAN = Duration.ofSeconds(30);

  private static final int SLOW_BODIES = 16;

  /** Large, but no larger than a body may be. */
  private static final long ANNOUNCED_BYTES = 60_000_000;

  private final AttackCatalogue catalogue = Repository.attacks();
  private final AtomicInteger turn = new AtomicInteger();
  private AttackedApi api;

  /** Ids of the system property {@code glovebox.attack.only}; empty = all. */
  private final Set<String> only =
      Arrays.stream(System.getProperty("glovebox.attack.only", "").split(",", -1))
          .map(String::strip)
          .filter(id -> !id.isEmpty())
          .collect(Collectors.toSet());

  /** The service to attack; asked once. */
  abstract DeployedService service();

  @BeforeAll
  void connect() {
    api = new AttackedApi(service());
  }

  @AfterAll
  void disconnect() {
    api.close();
  }

  @TestFactory
  Stream<DynamicTest> hostileProgramsAreContained() {
    return service().tiers().stream()
        .flatMap(tier ->
            catalogue.programs(tier).stream()
                .filter(attack -> wanted(attack.id()) && service().wants(attack.id(), tier))
                .map(attack -> contained(attack, tier)));
  }

  @TestFactory
  Stream<DynamicTest> hostileRequestsAreRefused() {
    return catalogue.requests().stream()
        .filter(attack -> wanted(attack.id()))
        .map(attack ->
            DynamicTest.dynamicTest(
                attack.id() + " " + attack.title(), () -> assertRefused(attack)));
  }

  @Test
  void slowBodiesDoNotShutOthersOut() throws Exception {
    var held = new ArrayList<AutoCloseable>();
    try {
      for (int i = 0; i < SLOW_BODIES; i++) {
        held.add(api.announceBody(ANNOUNCED_BYTES));
      }
      assertHonestIsJudgedRight(service().tiers().getFirst());
    } finally {
      for (AutoCloseable connection : held) {
        connection.close();
      }
    }
  }

  private boolean wanted(String id) {
    return only.isEmpty() || only.contains(id);
  }

  private DynamicTest contained(Attack attack, IsolationTier tier) {
    return DynamicTest.dynamicTest(
        "%s %s (%s)".formatted(attack.id(), attack.outline().title(), tier.code()),
        () -> {
          AttackedApi.Judged judged = api.submit(attack.request(tier.code()));
          assertThat(attack.complaints(judged.seen()))
              .as("what was seen: %s", judged.shown())
              .isEmpty();
          assertHonestIsJudgedRight(tier);
          await("nothing left over")
              .atMost(TIME_TO_CLEAN)
              .untilAsserted(() -> assertThat(Leftovers.now(judged.seen().container())).isEmpty());
        });
  }

  private void assertHonestIsJudgedRight(IsolationTier tier)
      throws IOException, InterruptedException {
    Honest honest = Honest.PROGRAMS.get(turn.getAndIncrement() % Honest.PROGRAMS.size());
    AttackedApi.Judged judged = api.submit(honest.request(tier.code()));
    assertThat(honest.complaints(judged.seen())).as("what was seen: %s", judged.shown()).isEmpty();
  }

  private void assertRefused(HttpAttack attack) throws IOException, InterruptedException {
    String id = "";
    for (HttpAttack.Exchange exchange : attack.requests()) {
      AttackedApi.Answer answer = api.send(exchange, id);
      assertThat(exchange.complaints(answer.status(), answer.body()))
          .as("%s: %d %s", exchange.name(), answer.status(), answer.body())
          .isEmpty();
      id = answer.id().isEmpty() ? id : answer.id();
    }
    assertHonestIsJudgedRight(service().tiers().getFirst());
  }
}
