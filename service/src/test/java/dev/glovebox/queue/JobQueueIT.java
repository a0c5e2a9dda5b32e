package dev.glovebox.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("postgres")
class JobQueueIT {

  private static final String KIND = "test";
  private static final int NORMAL = 100;

  private static TestDatabase database;
  private static JobQueue queue;

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
    queue = new JobQueue(database.jdbc(), settings());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @Test
  void eachJobIsClaimedExactlyOnceByEightClaimersAtOnce() throws Exception {
    List<UUID> tenants =
        List.of(database.tenant(), database.tenant(), database.tenant(), database.tenant());
    for (UUID tenant : tenants) {
      queue.enqueue(KIND, tenant, NORMAL, subjects(1_250));
    }

    List<Long> claimed = Collections.synchronizedList(new ArrayList<>());
    atOnce(
        IntStream.range(0, 8)
            .mapToObj(i ->
                (Callable<Void>)
                    () -> {
                      FairShare share = new FairShare();
                      List<JobQueue.Claimed> got;
                      while (!(got = queue.claim(List.of(KIND), "w" + i, 1 + i, share)).isEmpty()) {
                        got.forEach(c -> claimed.add(c.lease().job()));
                      }
                      return null;
                    })
            .toList());

    assertThat(claimed).hasSize(5_000).doesNotHaveDuplicates();
    assertThat(count("state = 'RUNNING' and attempt = 1 and lease_epoch = 1")).isEqualTo(5_000);
  }

  @Test
  void claimersAtTheSameMomentDoNotGoAwayEmptyHandedWhileThereIsEnough() throws Exception {
    UUID tenant = database.tenant();
    for (int round = 0; round < 20; round++) {
      queue.enqueue(KIND, tenant, NORMAL, subjects(64));
      List<Integer> sizes =
          atOnce(
              IntStream.range(0, 16)
                  .mapToObj(i ->
                      (Callable<Integer>)
                          () -> queue.claim(List.of(KIND), "w" + i, 4, new FairShare()).size())
                  .toList());
      assertThat(sizes).containsOnly(4);
    }
  }

  @Test
  void aSmallTenantDoesNotWaitBehindALargeOne() {
    UUID large = database.tenant();
    UUID small = database.tenant();
    queue.enqueue(KIND, large, NORMAL, subjects(500));
    queue.enqueue(KIND, small, NORMAL, subjects(2));

    assertThat(tenantsOf(claim("w", 4))).containsExactlyInAnyOrder(large, small, large, small);
  }

  @Test
  void differentWorkersServeDifferentTenants() {
    List<UUID> tenants = Stream.generate(database::tenant).limit(6).toList();
    tenants.forEach(tenant -> queue.enqueue(KIND, tenant, NORMAL, subjects(50)));

    Set<UUID> served = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      served.addAll(tenantsOf(claim("w" + i, 1)));
    }

    assertThat(served).hasSize(6);
  }

  @Test
  void oneSlotAloneIsSharedByWeight() {
    UUID heavy = database.tenant(300, null, null);
    UUID light = database.tenant(100, null, null);
    queue.enqueue(KIND, heavy, NORMAL, subjects(100));
    queue.enqueue(KIND, light, NORMAL, subjects(100));

    FairShare share = new FairShare();
    Map<UUID, Integer> had = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      JobQueue.Claimed one = queue.claim(List.of(KIND), "w", 1, share).getFirst();
      had.merge(one.lease().tenant(), 1, Integer::sum);
      end(one.lease());
    }

    assertThat(had.get(heavy)).isBetween(29, 31);
    assertThat(had.get(light)).isBetween(9, 11);
  }

  @Test
  void whatIsPausedIsNotTakenUntilItIsResumed() {
    UUID paused = database.tenant();
    UUID other = database.tenant();
    var pauses = new QueuePauses(database.jdbc());
    queue.enqueue(KIND, paused, NORMAL, subjects(2));
    queue.enqueue(KIND, other, NORMAL, subjects(2));
    assertThat(pauses.pause(Optional.of(paused), "too hot", "somebody")).isTrue();
    assertThat(pauses.pause(Optional.of(paused), "again", "somebody")).isFalse();

    assertThat(tenantsOf(claim("w", 4))).containsExactly(other, other);

    queue.enqueue(KIND, other, NORMAL, subjects(1));
    assertThat(pauses.pause(Optional.empty(), "all of it", "somebody")).isTrue();
    assertThat(claim("w", 4)).isEmpty();
    assertThat(pauses.of(other).orElseThrow().reason()).isEqualTo("all of it");
    assertThat(pauses.all())
        .extracting(QueuePauses.Pause::reason)
        .containsExactly("all of it", "too hot");

    assertThat(pauses.resume(Optional.empty())).isTrue();
    assertThat(tenantsOf(claim("w", 4))).containsExactly(other);
    assertThat(pauses.resume(Optional.of(paused))).isTrue();
    assertThat(tenantsOf(claim("w", 4))).containsExactly(paused, paused);
    assertThat(pauses.resume(Optional.of(paused))).isFalse();
  }

  @Test
  void whatADisabledTenantHasWaitsAndWhatRunsGoesOn() {
    UUID disabled = database.tenant();
    queue.enqueue(KIND, disabled, NORMAL, subjects(3));
    JobQueue.Claimed running = claim("w", 1).getFirst();
    disable(disabled, true);

    assertThat(claim("w", 4)).isEmpty();
    assertThat(new QueuePauses(database.jdbc()).of(disabled).orElseThrow())
        .satisfies(hold -> {
          assertThat(hold.reason()).isEqualTo("the tenant is disabled: it left");
          assertThat(hold.by()).isEqualTo("somebody");
        });
    end(running.lease());

    disable(disabled, false);
    assertThat(tenantsOf(claim("w", 4))).containsExactly(disabled, disabled);
  }

  private void disable(UUID tenant, boolean disabled) {
    database
        .jdbc()
        .sql(
            "update tenant set disabled_at = case when :disabled then now() end,"
                + " disabled_because = case when :disabled then 'it left' end,"
                + " disabled_by = case when :disabled then 'somebody' end where id = :id")
        .param("disabled", disabled)
        .param("id", tenant)
        .update();
  }

  @Test
  void aTenantThatWasAwayHasNotSavedUpTurns() {
    UUID steady = database.tenant();
    UUID late = database.tenant();
    queue.enqueue(KIND, steady, NORMAL, subjects(100));
    FairShare share = new FairShare();
    for (int i = 0; i < 20; i++) {
      end(queue.claim(List.of(KIND), "w", 1, share).getFirst().lease());
    }
    queue.enqueue(KIND, late, NORMAL, subjects(100));

    List<UUID> turns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      JobQueue.Claimed one = queue.claim(List.of(KIND), "w", 1, share).getFirst();
      turns.add(one.lease().tenant());
      end(one.lease());
    }

    assertThat(turns.stream().filter(late::equals).count()).isBetween(4L, 6L);
  }

  @Test
  void aTenantAtItsCapIsPassedOver() {
    UUID capped = database.tenant(100, 2, null);
    UUID other = database.tenant();
    queue.enqueue(KIND, capped, NORMAL, subjects(10));
    assertThat(claim("w", 8)).hasSize(2);

    queue.enqueue(KIND, other, NORMAL, subjects(1));

    assertThat(tenantsOf(claim("w", 8))).containsExactly(other);
  }

  @Test
  void aHigherBandGoesFirst() {
    UUID tenant = database.tenant();
    List<UUID> low = subjects(1);
    List<UUID> normal = subjects(1);
    List<UUID> high = subjects(1);
    queue.enqueue(KIND, tenant, 0, low);
    queue.enqueue(KIND, tenant, 100, normal);
    queue.enqueue(KIND, tenant, 200, high);

    assertThat(claimOneByOne(3))
        .containsExactly(high.getFirst(), normal.getFirst(), low.getFirst());
  }

  @Test
  void whatHasWaitedLongGoesBeforeAHigherBand() {
    UUID tenant = database.tenant();
    List<UUID> old = subjects(1);
    List<UUID> younger = subjects(1);
    List<UUID> high = subjects(1);
    queue.enqueue(KIND, tenant, 0, old);
    age(old, Duration.ofMinutes(21));
    queue.enqueue(KIND, tenant, 0, younger);
    age(younger, Duration.ofMinutes(19));
    queue.enqueue(KIND, tenant, 200, high);

    assertThat(claimOneByOne(3))
        .containsExactly(old.getFirst(), high.getFirst(), younger.getFirst());
  }

  @Test
  void jobsOfOtherKindsAreLeftAlone() {
    UUID tenant = database.tenant();
    queue.enqueue("other", tenant, NORMAL, subjects(1));
    assertThat(claim("w", 4)).isEmpty();
    assertThat(queue.claim(List.of(KIND, "other"), "w", 4, new FairShare())).hasSize(1);
  }

  @Test
  void aSubjectHasOneJobOnly() {
    UUID tenant = database.tenant();
    List<UUID> subject = subjects(1);
    queue.enqueue(KIND, tenant, NORMAL, subject);
    assertThatThrownBy(() -> queue.enqueue(KIND, tenant, NORMAL, subject))
        .isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
  }

  @Test
  void aLeaseThatRanOutGoesToAnotherAndFencesOffTheFirst() {
    Lease first = enqueueAndClaim("first");
    expire(first);

    assertThat(queue.reap("second", "second")).isEqualTo(1);
    makeDue();
    Lease second = claim("second", 1).getFirst().lease();

    assertThat(second.job()).isEqualTo(first.job());
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(queue.renew("first", List.of(first))).isEmpty();
    assertThat(queue.giveBack("first", List.of(first), "a test")).isZero();
    assertThatThrownBy(() -> queue.fail(first, "late", "late")).isInstanceOf(LeaseLost.class);
    assertThat(queue.renew("second", List.of(second))).containsOnlyKeys(second.job());
    assertThat(queue.history(first.job()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.LOST);
  }

  @Test
  void theSameOwnerUnderAnOlderEpochIsFencedOffToo() {
    Lease first = enqueueAndClaim("w");
    expire(first);
    queue.reap("w", "w");
    makeDue();
    Lease second = claim("w", 1).getFirst().lease();

    assertThatThrownBy(() -> queue.fail(first, "late", "late")).isInstanceOf(LeaseLost.class);
    assertThat(queue.renew("w", List.of(first))).isEmpty();
    assertThat(queue.renew("w", List.of(second))).hasSize(1);
  }

  @Test
  void aHeartbeatKeepsTheLease() {
    Lease lease = enqueueAndClaim("w");
    expire(lease);
    assertThat(queue.renew("w", List.of(lease))).containsEntry(lease.job(), false);
    assertThat(queue.reap("other", "other")).isZero();
  }

  @Test
  void threeFailedAttemptsThenItIsKeptForGivingUp() {
    Lease lease = enqueueAndClaim("w");
    assertThat(queue.fail(lease, "engine", "gone")).isTrue();
    assertThat(claim("w", 1)).as("waits its turn").isEmpty();
    makeDue();
    lease = claim("w", 1).getFirst().lease();
    assertThat(queue.fail(lease, "engine", "gone\u0000 again \ud800")).isTrue();
    makeDue();
    lease = claim("w", 1).getFirst().lease();
    assertThat(lease.attempt()).isEqualTo(3);

    assertThat(queue.fail(lease, "engine", "still gone")).isFalse();

    assertThat(queue.renew("w", List.of(lease))).as("still leased").hasSize(1);
    assertThat(queue.evidence(lease.job()))
        .contains("attempt 1 on w: engine: gone", "attempt 3 on w: engine: still gone");
  }

  @Test
  void aJobThatKillsItsWorkerEachTimeIsTakenOverAfterTheThird() {
    Lease lease = enqueueAndClaim("w#1");
    for (int i = 2; i <= 3; i++) {
      expire(lease);
      queue.reap("x", "x");
      makeDue();
      lease = claim("w#" + i, 1).getFirst().lease();
    }
    expire(lease);

    assertThat(queue.reap("x", "x")).isZero();
    List<Lease> taken = queue.takeOverExhausted(List.of(KIND), "x", "x");

    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().owner()).isEqualTo("x");
    assertThat(taken.getFirst().epoch()).isEqualTo(lease.epoch() + 1);
    assertThat(queue.takeOverExhausted(List.of(KIND), "y", "y")).isEmpty();
    assertThat(queue.history(lease.job()))
        .extracting(Attempt::outcome)
        .containsExactly(
            Attempt.Outcome.LOST,
            Attempt.Outcome.LOST,
            Attempt.Outcome.LOST,
            Attempt.Outcome.GAVE_UP);
  }

  @Test
  void aWorkerThatComesBackDoesNotWaitForItsOldLeases() {
    register("w#1", "w");
    Lease lease = enqueueAndClaim("w#1");
    register("w#2", "w");

    assertThat(queue.reap("other", "other#1")).as("another worker has no right to it").isZero();
    assertThat(queue.reap("w", "w#2")).isEqualTo(1);

    Lease again = claim("w#2", 1).getFirst().lease();
    assertThat(again.job()).isEqualTo(lease.job());
    assertThat(again.attempt()).as("a lost attempt counts").isEqualTo(2);
  }

  @Test
  void whatIsGivenBackKeepsItsPlaceAndItsAttempts() {
    UUID tenant = database.tenant();
    List<UUID> both = subjects(2);
    queue.enqueue(KIND, tenant, NORMAL, both);
    Lease lease = claim("w", 1).getFirst().lease();

    assertThat(queue.giveBack("w", List.of(lease), "a test")).isEqualTo(1);

    Lease again = claim("v", 1).getFirst().lease();
    assertThat(again.job()).isEqualTo(lease.job());
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(again.epoch()).isEqualTo(2);
  }

  @Test
  void theUsualCapHoldsForTenantsWithoutTheirOwn() {
    QueueSettings narrow = settings(3);
    UUID usual = database.tenant();
    UUID own = database.tenant(100, null, 9);
    queue.enqueue(KIND, usual, NORMAL, subjects(3));
    queue.enqueue(KIND, own, NORMAL, subjects(1));
    var depth = new QueueDepth(database.jdbc(), narrow, new SimpleMeterRegistry());
    depth.count();
    assertThat(depth.full(usual, 1)).hasValue(QueueDepth.Full.TENANT);
    assertThat(depth.full(own, 8)).isEmpty();
    assertThat(depth.full(own, 9)).hasValue(QueueDepth.Full.TENANT);
  }

  @Test
  void noMoreRunAtOnceThanIsUsualUnlessTheQuotaSaysOtherwise() {
    var narrow = new JobQueue(database.jdbc(), settings(0, 2));
    UUID usual = database.tenant();
    UUID own = database.tenant(100, 3, null);
    queue.enqueue(KIND, usual, NORMAL, subjects(5));
    queue.enqueue(KIND, own, NORMAL, subjects(5));
    List<JobQueue.Claimed> claimed = narrow.claim(List.of(KIND), "w", 8, new FairShare());
    assertThat(tenantsOf(claimed)).containsExactlyInAnyOrder(usual, usual, own, own, own);
    assertThat(narrow.claim(List.of(KIND), "w", 8, new FairShare())).isEmpty();
    end(
        claimed.stream()
            .filter(one -> one.lease().tenant().equals(usual))
            .findAny()
            .orElseThrow()
            .lease());
    assertThat(tenantsOf(narrow.claim(List.of(KIND), "w", 8, new FairShare())))
        .containsExactly(usual);
  }

  @Test
  void theDatabaseRefusesALeaseWithoutAnOwner() {
    UUID tenant = database.tenant();
    queue.enqueue(KIND, tenant, NORMAL, subjects(1));
    assertThatThrownBy(() -> database.jdbc().sql("update job set state = 'RUNNING'").update())
        .hasMessageContaining("job_leased_exactly_while_running");
  }

  static QueueSettings settings() {
    return settings(0);
  }

  private static QueueSettings settings(int tenantQueued) {
    return settings(tenantQueued, 0);
  }

  private static QueueSettings settings(int tenantQueued, int tenantRunning) {
    return new QueueSettings(
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        3,
        Duration.ofHours(1),
        1_000_000,
        tenantQueued,
        tenantRunning,
        Duration.ofSeconds(5),
        Duration.ofSeconds(1));
  }

  static List<UUID> subjects(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  private Lease enqueueAndClaim(String owner) {
    queue.enqueue(KIND, database.tenant(), NORMAL, subjects(1));
    return claim(owner, 1).getFirst().lease();
  }

  private static List<JobQueue.Claimed> claim(String owner, int most) {
    return queue.claim(List.of(KIND), owner, most, new FairShare());
  }

  private static List<UUID> claimOneByOne(int times) {
    List<UUID> subjects = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      subjects.add(claim("w", 1).getFirst().lease().subject());
    }
    return subjects;
  }

  private static List<UUID> tenantsOf(List<JobQueue.Claimed> claimed) {
    return claimed.stream().map(c -> c.lease().tenant()).toList();
  }

  private static void end(Lease lease) {
    database
        .jdbc()
        .sql(
            """
            update job set state = 'DONE', lease_owner = null, lease_until = null, finished_at = now()
            where id = :id
            """)
        .param("id", lease.job())
        .update();
  }

  private static void expire(Lease lease) {
    database
        .jdbc()
        .sql("update job set lease_until = now() - interval '1 second' where id = :id")
        .param("id", lease.job())
        .update();
  }

  private static void age(List<UUID> subjects, Duration by) {
    subjects.forEach(subject ->
        database
            .jdbc()
            .sql(
                "update job set order_at = order_at - make_interval(secs => :s) where subject = :id")
            .param("s", by.toSeconds())
            .param("id", subject)
            .update());
  }

  private static void makeDue() {
    database.jdbc().sql("update job set order_at = now() where state = 'QUEUED'").update();
  }

  private static void register(String id, String name) {
    database
        .jdbc()
        .sql("insert into worker (id, name, slots, version) values (:id, :name, 1, 'test')")
        .param("id", id)
        .param("name", name)
        .update();
  }

  private static long count(String condition) {
    return database
        .jdbc()
        .sql("select count(*) from job where " + condition)
        .query(Long.class)
        .single();
  }

  private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
