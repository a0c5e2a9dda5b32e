package dev.glovebox.submission;

import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.JobStatements;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.LocalWorker.Slot;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.QueueSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The way in. One statement, one round trip and one commit for submissions and jobs together,
 * however many; work that finds a free slot in this process is handed over without being read
 * again. Only two cases take a transaction of more than one statement: a batch with idempotency
 * keys, which must leave nothing behind when a key turns out to belong to a different request, and
 * others' rows beside the submissions.
 */
final class PostgresIntake implements SubmissionIntake {

  private static final String ACCEPT =
      """
      with asked_for as (
        select * from unnest(:ids::uuid[], :languages::text[], :tests::int[], :requests::text[], :contents::bytea[], :hashes::bytea[],
            :head_starts::float8[], :started::boolean[], :trials::boolean[])
          with ordinality as a(id, language, tests, request, contents, hash, head_start_seconds, started, trial, nth)),
      stored as (
        insert into submission (id, tenant_id, language, tests, request, contents, idempotency_hash, trial, created_at)
        select id, :tenant, language, tests, request::jsonb, contents, hash, trial, now() from asked_for order by nth
        on conflict (tenant_id, idempotency_hash) where idempotency_hash is not null do nothing
        returning id),
      asked as (
        select id as subject, head_start_seconds, started, nth from stored join asked_for using (id)),
      """
          + JobStatements.ENQUEUE
          + "select id, subject, state, enqueued_at from job_queued";

  private static final String REPEATED =
      """
      select id, tenant_id, request, contents, created_at, idempotency_hash from submission
      where tenant_id = :tenant and idempotency_hash = any(:hashes::bytea[])
      """;

  private static final String CANCEL =
      "with "
          + JobStatements.CANCEL
          + """
          , recorded as (
            insert into result (submission_id, tenant_id, submitted_at, verdict, message, tests, worker, created_at)
            select subject, tenant_id, enqueued_at, 'CANCELLED', 'cancelled while it waited', 0, '', finished_at from job_done)
          select id, state from job_asked
          """;

  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final JobQueue queue;
  private final QueueSettings settings;
  private final QueueDepth depth;
  private final Broadcast broadcast;
  private final LocalWorker worker;
  private final SubmissionIds ids;
  private final AtHand atHand;
  private final Watchers watchers;

  /** What the queue side offers. */
  record QueueSide(
      JobQueue queue,
      QueueSettings settings,
      QueueDepth depth,
      Broadcast broadcast,
      LocalWorker worker) {}

  PostgresIntake(
      JdbcClient jdbc,
      TransactionOperations transaction,
      QueueSide queueSide,
      SubmissionIds ids,
      AtHand atHand,
      Watchers watchers) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.queue = queueSide.queue();
    this.settings = queueSide.settings();
    this.depth = queueSide.depth();
    this.broadcast = queueSide.broadcast();
    this.worker = queueSide.worker();
    this.ids = ids;
    this.atHand = atHand;
    this.watchers = watchers;
  }

  @Override
  public Accepted accept(UUID tenant, SubmissionRequest request) {
    return acceptAll(tenant, List.of(request)).getFirst();
  }

  @Override
  public List<Accepted> acceptAll(UUID tenant, List<SubmissionRequest> requests) {
    return acceptAll(tenant, requests, Optional.empty());
  }

  @Override
  public List<Accepted> acceptAll(
      UUID tenant, List<SubmissionRequest> requests, Consumer<List<Accepted>> rows) {
    return acceptAll(tenant, requests, Optional.of(rows));
  }

  private List<Accepted> acceptAll(
      UUID tenant, List<SubmissionRequest> requests, Optional<Consumer<List<Accepted>>> rows) {
    if (requests.isEmpty()) {
      return List.of();
    }
    List<Asked> asked = distinct(requests);
    List<Slot> slots = reserve(asked.size());
    boolean severalStatements =
        rows.isPresent() || (asked.size() > 1 && asked.stream().anyMatch(a -> a.key().isPresent()));
    Stored stored;
    try {
      refuseWhenFull(tenant, asked.size() - slots.size());
      stored =
          severalStatements
              ? Objects.requireNonNull(
                  transaction.execute(_ -> store(tenant, requests, asked, slots, rows)))
              : store(tenant, requests, asked, slots, rows);
    } catch (Throwable e) {
      slots.forEach(Slot::release);
      throw e;
    }
    start(tenant, asked, stored.placed(), slots);
    return stored.answers();
  }

  @Override
  public boolean cancel(UUID tenant, SubmissionId id) {
    return jdbc.sql(CANCEL)
        .param("subject", id.value())
        .param("tenant", tenant)
        .query((row, _) -> cancelled(tenant, id, row.getLong("id"), row.getString("state")))
        .optional()
        .orElse(false);
  }

  private boolean cancelled(UUID tenant, SubmissionId id, long job, String stateBefore) {
    if (stateBefore.equals("QUEUED")) {
      depth.changed(tenant, -1);
      watchers.done(id, Optional.empty());
    } else {
      worker.cancelRequested(job);
      broadcast.soon(Broadcast.JOB_CANCEL, Long.toString(job));
    }
    return true;
  }

  private List<Asked> distinct(List<SubmissionRequest> requests) {
    List<Asked> asked = new ArrayList<>(requests.size());
    Map<Key, SubmissionRequest> seen = new HashMap<>();
    for (SubmissionRequest request : requests) {
      Optional<Key> key = request.idempotencyKey().map(Key::of);
      SubmissionRequest before = key.map(k -> seen.putIfAbsent(k, request)).orElse(null);
      if (before == null) {
        asked.add(new Asked(ids.next(), request, key));
      } else {
        IdempotencyConflict.check(request, before);
      }
    }
    return asked;
  }

  private List<Slot> reserve(int wanted) {
    List<Slot> slots = new ArrayList<>();
    while (slots.size() < wanted) {
      Optional<Slot> slot = worker.reserve(Submission.JOB_KIND);
      if (slot.isEmpty()) {
        break;
      }
      slots.add(slot.get());
    }
    return slots;
  }

  private void refuseWhenFull(UUID tenant, int more) {
    if (more > 0) {
      depth
          .full(tenant, more)
          .ifPresent(full -> {
            throw new QueueFull(full == QueueDepth.Full.TENANT, settings.retryAfter());
          });
    }
  }

  private Stored store(
      UUID tenant,
      List<SubmissionRequest> requests,
      List<Asked> asked,
      List<Slot> slots,
      Optional<Consumer<List<Accepted>>> rows) {
    Map<UUID, Placed> placed = insert(tenant, asked, slots);
    Map<Key, Submission> earlier = earlier(tenant, asked, placed);
    for (Asked one : asked) {
      if (!placed.containsKey(one.id().value())) {
        IdempotencyConflict.check(one.request(), repeated(one, earlier).request());
      }
    }
    List<Accepted> answers = answers(tenant, requests, asked, placed, earlier);
    rows.ifPresent(writer -> writer.accept(answers));
    return new Stored(placed, answers);
  }

  private Map<UUID, Placed> insert(UUID tenant, List<Asked> asked, List<Slot> slots) {
    int n = asked.size();
    Object[] idColumn = new Object[n];
    Object[] languages = new Object[n];
    Object[] tests = new Object[n];
    Object[] requests = new Object[n];
    byte[][] contents = new byte[n][];
    byte[] @Nullable [] hashes = new byte[n] @Nullable [];
    Object[] headStarts = new Object[n];
    Object[] started = new Object[n];
    Object[] trials = new Object[n];
    for (int i = 0; i < n; i++) {
      SubmissionRequest request = asked.get(i).request();
      idColumn[i] = asked.get(i).id().value();
      languages[i] = SafeText.encode(request.language());
      tests[i] = request.testCount();
      StoredJson.Row row = StoredJson.write(request);
      requests[i] = row.json();
      contents[i] = row.contents();
      hashes[i] = asked.get(i).key().map(Key::hash).orElse(null);
      headStarts[i] = queue.headStartSeconds(request.priority().weight());
      started[i] = i < slots.size();
      trials[i] = request.overrides().isPresent();
    }
    Map<UUID, Placed> placed = new HashMap<>();
    jdbc.sql(ACCEPT)
        .param("ids", new SqlArrayValue("uuid", idColumn))
        .param("languages", new SqlArrayValue("text", languages))
        .param("tests", new SqlArrayValue("int4", tests))
        .param("requests", new SqlArrayValue("text", requests))
        .param("contents", new SqlArrayValue("bytea", (Object[]) contents))
        .param("hashes", new SqlArrayValue("bytea", (Object[]) hashes))
        .param("head_starts", new SqlArrayValue("float8", headStarts))
        .param("started", new SqlArrayValue("bool", started))
        .param("trials", new SqlArrayValue("bool", trials))
        .param("tenant", tenant)
        .param("kind", Submission.JOB_KIND)
        .param("owner", slots.isEmpty() ? null : slots.getFirst().owner())
        .param("lease_seconds", settings.lease().toNanos() / 1e9)
        .param("tenant_running", settings.tenantRunning())
        .query(row -> {
          placed.put(row.getObject("subject", UUID.class), Placed.of(row));
        });
    return placed;
  }

  private void start(UUID tenant, List<Asked> asked, Map<UUID, Placed> placed, List<Slot> slots) {
    int waiting = 0;
    for (int i = 0; i < asked.size(); i++) {
      Placed place = placed.get(asked.get(i).id().value());
      Slot slot = i < slots.size() ? slots.get(i) : null;
      if (place != null && place.running() && slot != null) {
        Submission submission = submission(tenant, asked.get(i), place);
        atHand.put(submission);
        slot.start(
            new Lease(
                place.job(),
                submission.id().value(),
                Submission.JOB_KIND,
                tenant,
                1,
                slot.owner(),
                1));
      } else {
        if (slot != null) {
          slot.release();
        }
        waiting += place == null ? 0 : 1;
      }
    }
    if (waiting > 0) {
      depth.changed(tenant, waiting);
      worker.workWaits();
      broadcast.soon(Broadcast.JOB_READY, Submission.JOB_KIND);
    }
  }

  private Map<Key, Submission> earlier(UUID tenant, List<Asked> asked, Map<UUID, Placed> placed) {
    byte[][] hashes =
        asked.stream()
            .filter(a -> !placed.containsKey(a.id().value()))
            .map(a -> a.key().orElseThrow().hash())
            .toArray(byte[][]::new);
    Map<Key, Submission> earlier = new HashMap<>();
    if (hashes.length > 0) {
      jdbc.sql(REPEATED)
          .param("tenant", tenant)
          .param("hashes", new SqlArrayValue("bytea", (Object[]) hashes))
          .query(row -> {
            earlier.put(
                Key.ofHash(row.getBytes("idempotency_hash")), PostgresSubmissions.submission(row));
          });
    }
    return earlier;
  }

  private static List<Accepted> answers(
      UUID tenant,
      List<SubmissionRequest> requests,
      List<Asked> asked,
      Map<UUID, Placed> placed,
      Map<Key, Submission> earlier) {
    Map<Key, Accepted> byKey = new HashMap<>();
    List<Accepted> answers = new ArrayList<>(requests.size());
    int next = 0;
    for (SubmissionRequest request : requests) {
      Optional<Key> key = request.idempotencyKey().map(Key::of);
      @Nullable Accepted known = key.map(byKey::get).orElse(null);
      if (known != null) {
        answers.add(new Accepted(known.submission(), true));
        continue;
      }
      Asked own = asked.get(next++);
      Placed place = placed.get(own.id().value());
      Accepted answer =
          place != null
              ? new Accepted(submission(tenant, own, place), false)
              : new Accepted(repeated(own, earlier), true);
      key.ifPresent(k -> byKey.put(k, answer));
      answers.add(answer);
    }
    return answers;
  }

  private static Submission repeated(Asked asked, Map<Key, Submission> earlier) {
    Submission submission = earlier.get(asked.key().orElseThrow());
    if (submission == null) {
      throw new IllegalStateException(
          "the earlier submission of this idempotency key was deleted at this very moment");
    }
    return submission;
  }

  private static Submission submission(UUID tenant, Asked asked, Placed place) {
    return new Submission(asked.id(), tenant, asked.request(), place.createdAt());
  }

  private record Asked(SubmissionId id, SubmissionRequest request, Optional<Key> key) {}

  /** What is new, by the id of the submission, and the answers to all requests. */
  private record Stored(Map<UUID, Placed> placed, List<Accepted> answers) {}

  private record Placed(long job, boolean running, Instant createdAt) {
    static Placed of(ResultSet row) throws SQLException {
      return new Placed(
          row.getLong("id"),
          row.getString("state").equals("RUNNING"),
          row.getObject("enqueued_at", OffsetDateTime.class).toInstant());
    }
  }

  /** An idempotency key, as its hash. */
  private record Key(String hex) {
    static Key of(String key) {
      try {
        return ofHash(
            MessageDigest.getInstance("SHA-256")
                .digest(SafeText.encode(key).getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    static Key ofHash(byte[] hash) {
      return new Key(HexFormat.of().formatHex(hash));
    }

    byte[] hash() {
      return HexFormat.of().parseHex(hex);
    }
  }
}
