package dev.glovebox.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The queue in PostgreSQL. Every method is one statement and one transaction, by the database's
 * clock. Every change to a running job is fenced by its lease: under an old one it changes nothing.
 *
 * <p>Why the statements are as they are: {@code RATIONALE.md} in this folder.
 */
public final class JobQueue {

  /** Most jobs one claim can take. */
  public static final int LARGEST_CLAIM = 32;

  /**
   * How often a job is given back because its worker's engine was out of order. It may be what made
   * the engine so.
   */
  public static final int MOST_OUTAGES = 5;

  /** How often a claim looks again because others took what it had its eye on. */
  private static final int MOST_LOOKS = 16;

  private static final String ENQUEUE =
      """
      with asked as (
        select subject, :head_start::float8 as head_start_seconds, false as started, nth
        from unnest(:subjects::uuid[]) with ordinality as a(subject, nth)),
      """
          + JobStatements.ENQUEUE
          + "select id from job_queued";

  /**
   * Touches the heads of the tenants' lines and nothing behind them: a skip scan finds who waits,
   * each contributes its first few. Only as many are locked as are taken; a few more are looked at
   * so that claimers at the same moment do not end up with nothing. The literal limits keep the
   * planner's estimates, and so its plan, independent of the size of the table.
   */
  private static final String CLAIM =
      """
      with recursive waiting as (
          select k.kind, head.tenant_id
          from unnest(:kinds::text[]) as k(kind)
          cross join lateral (
            select tenant_id from job where state = 'QUEUED' and kind = k.kind order by tenant_id limit 1) as head
        union all
          select w.kind, head.tenant_id
          from waiting w
          cross join lateral (
            select tenant_id from job where state = 'QUEUED' and kind = w.kind and tenant_id > w.tenant_id
            order by tenant_id limit 1) as head),
      busy as materialized (
        select tenant_id, count(*) as running from job where state = 'RUNNING' group by tenant_id),
      paused as materialized (select tenant_id from queue_hold),
      candidate as materialized (
        select head.id, t.weight,
          coalesce(had.mark, :floor) + (coalesce(b.running, 0) + 2 * (head.nth - 1)) * 100.0 / t.weight as share,
          head.order_at
        from waiting w
        join tenant t on t.id = w.tenant_id
        left join busy b on b.tenant_id = w.tenant_id
        left join unnest(:tenants::uuid[], :marks::float8[]) as had(tenant_id, mark) on had.tenant_id = w.tenant_id
        cross join lateral (
          select id, order_at, row_number() over (order by order_at, id) as nth
          from (
            select id, order_at from job
            where state = 'QUEUED' and kind = w.kind and tenant_id = w.tenant_id and order_at <= now()
            order by order_at, id limit %1$d) as first) as head
        where (t.max_running is null and :tenant_running = 0
            or head.nth <= coalesce(t.max_running, :tenant_running) - coalesce(b.running, 0))
          and not exists (select from paused p where p.tenant_id is null or p.tenant_id = w.tenant_id)),
      chosen as (
        select locked.id, c.weight
        from (select * from candidate order by share, order_at, id limit %2$d) as c
        cross join lateral (
          select id from job where id = c.id and state = 'QUEUED' for update skip locked) as locked
        limit :most),
      claimed as (
        update job set state = 'RUNNING', attempt = attempt + 1, started_at = now(),
          lease_owner = :owner, lease_until = now() + make_interval(secs => :lease_seconds), lease_epoch = lease_epoch + 1
        from chosen
        where job.id = chosen.id
        returning job.id, kind, subject, tenant_id, attempt, lease_owner, lease_epoch, cancel_requested, chosen.weight)
      select (select count(*) from candidate) as candidates, claimed.*
      from (select 1) as one left join claimed on true
      """;

  static final String CLAIM_FEW = CLAIM.formatted(12, 64);
  static final String CLAIM_MANY = CLAIM.formatted(LARGEST_CLAIM + 16, 4 * LARGEST_CLAIM);

  private static final String RENEW =
      """
      with mine as (
        select job.id
        from job join unnest(:jobs::bigint[], :epochs::bigint[]) as m(id, epoch) on job.id = m.id and job.lease_epoch = m.epoch
        where lease_owner = :owner and state = 'RUNNING'
        order by job.id -- as whoever cancels many, or the two could wait for each other
        for update of job)
      update job set lease_until = now() + make_interval(secs => :lease_seconds)
      from mine where job.id = mine.id
      returning job.id, cancel_requested
      """;

  private static final String FAIL =
      """
      with noted as (
        insert into attempt (job_id, epoch, number, worker, outcome, detail, started_at)
        select id, lease_epoch, attempt, lease_owner, 'FAILED', :detail, started_at from job
        where id = :job and state = 'RUNNING' and lease_owner = :owner and lease_epoch = :epoch
        on conflict (job_id, epoch) do nothing)
      update job set
        state = case when attempt < :max_attempts then 'QUEUED' else 'RUNNING' end,
        order_at = case when attempt < :max_attempts then now() + make_interval(secs => :backoff_seconds) else order_at end,
        lease_owner = case when attempt < :max_attempts then null else lease_owner end,
        lease_until = case when attempt < :max_attempts then null else now() + make_interval(secs => :lease_seconds) end
      where id = :job and state = 'RUNNING' and lease_owner = :owner and lease_epoch = :epoch
      returning state
      """;

  private static final String GIVE_BACK =
      """
      with mine as (
        select job.id, lease_epoch, attempt, lease_owner, started_at
        from job join unnest(:jobs::bigint[], :epochs::bigint[]) as m(id, epoch) on job.id = m.id and job.lease_epoch = m.epoch
        where lease_owner = :owner and state = 'RUNNING'
        for update of job),
      noted as (
        insert into attempt (job_id, epoch, number, worker, outcome, detail, started_at)
        select id, lease_epoch, attempt, lease_owner, 'GIVEN_BACK', :why, started_at from mine
        on conflict (job_id, epoch) do nothing)
      update job set state = 'QUEUED', attempt = job.attempt - 1, lease_owner = null, lease_until = null
      from mine where job.id = mine.id
      returning job.id
      """;

  /** As {@link #GIVE_BACK}, but only so often. */
  private static final String GIVE_BACK_IN_OUTAGE =
      """
      with mine as (
        select id, lease_epoch, attempt, lease_owner, started_at from job
        where id = :job and state = 'RUNNING' and lease_owner = :owner and lease_epoch = :epoch and outages < :most
        for update),
      noted as (
        insert into attempt (job_id, epoch, number, worker, outcome, detail, started_at)
        select id, lease_epoch, attempt, lease_owner, 'GIVEN_BACK', :why, started_at from mine
        on conflict (job_id, epoch) do nothing)
      update job set state = 'QUEUED', attempt = job.attempt - 1, outages = job.outages + 1,
        lease_owner = null, lease_until = null
      from mine where job.id = mine.id
      returning job.id
      """;

  /** What a silent worker held: lease run out, or held by an earlier life of the one that asks. */
  private static final String REAP =
      """
      with lost as (
        select id, lease_epoch, attempt, lease_owner, started_at
        from job
        where state = 'RUNNING' and (lease_until < now()
          or lease_owner in (select id from worker where name = :name and id <> :owner))
        for update skip locked),
      noted as (
        insert into attempt (job_id, epoch, number, worker, outcome, detail, started_at)
        select id, lease_epoch, attempt, lease_owner, 'LOST', 'the worker fell silent', started_at from lost
        on conflict (job_id, epoch) do nothing)
      update job set state = 'QUEUED', lease_owner = null, lease_until = null,
        order_at = case when lease_until < now() then now() + make_interval(secs => :backoff_seconds) else order_at end
      from lost
      where job.id = lost.id and lost.attempt < :max_attempts
      returning job.id
      """;

  /** Those that are not tried again, under a new lease that fences off whoever held them. */
  private static final String TAKE_OVER =
      """
      with lost as (
        select id, lease_epoch, attempt, lease_owner, started_at
        from job
        where state = 'RUNNING' and kind = any(:kinds::text[]) and attempt >= :max_attempts
          and (lease_until < now() or lease_owner in (select id from worker where name = :name and id <> :owner))
        order by id limit 100
        for update skip locked),
      noted as (
        insert into attempt (job_id, epoch, number, worker, outcome, detail, started_at)
        select id, lease_epoch, attempt, lease_owner, 'LOST', 'the worker fell silent', started_at from lost
        union all
        select id, lease_epoch + 1, attempt, :owner, 'GAVE_UP', '', now() from lost
        on conflict (job_id, epoch) do nothing)
      update job set lease_owner = :owner, lease_until = now() + make_interval(secs => :lease_seconds),
        lease_epoch = job.lease_epoch + 1
      from lost
      where job.id = lost.id
      returning job.id, kind, subject, tenant_id, job.attempt, job.lease_owner, job.lease_epoch
      """;

  private static final String HISTORY =
      """
      select number, worker, outcome, detail, started_at, finished_at from attempt
      where job_id = :job order by epoch
      """;

  private final JdbcClient jdbc;
  private final QueueSettings settings;

  public JobQueue(JdbcClient jdbc, QueueSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * Puts jobs into the queue.
   *
   * @param kind which handler they are for
   * @param tenant whose they are
   * @param priority higher goes first; 100 is one band
   * @param subjects what they are about; one job a subject
   */
  public void enqueue(String kind, UUID tenant, int priority, List<UUID> subjects) {
    enqueue(kind, tenant, headStartSeconds(priority), subjects);
  }

  /**
   * Puts a job into the queue that is not taken before some time has passed.
   *
   * @param delay from now
   */
  public void enqueueLater(String kind, UUID tenant, Duration delay, UUID subject) {
    enqueue(kind, tenant, -seconds(delay), List.of(subject));
  }

  private void enqueue(String kind, UUID tenant, double headStart, List<UUID> subjects) {
    jdbc.sql(ENQUEUE)
        .param("kind", kind)
        .param("tenant", tenant)
        .param("owner", null)
        .param("lease_seconds", seconds(settings.lease()))
        .param("tenant_running", settings.tenantRunning())
        .param("head_start", headStart)
        .param("subjects", new SqlArrayValue("uuid", subjects.toArray()))
        .query(Long.class)
        .list();
  }

  /** The head start that a priority is worth, in seconds. */
  public double headStartSeconds(int priority) {
    return seconds(settings.bandWorth()) * priority / 100;
  }

  /**
   * Takes up to {@code most} jobs, the fairest share first.
   *
   * @param kinds which
   * @param owner who asks
   * @param most at most {@link #LARGEST_CLAIM}
   * @param share what this worker gave each tenant so far; updated
   * @return fewer than {@code most} only when there are no more to be had, or others were quicker
   *     again and again
   */
  public List<Claimed> claim(Collection<String> kinds, String owner, int most, FairShare share) {
    List<Claimed> taken = new ArrayList<>();
    boolean contended = true;
    for (int look = 0; look < MOST_LOOKS && taken.size() < most && contended; look++) {
      contended = claimOnce(kinds, owner, most - taken.size(), share, taken);
    }
    return taken;
  }

  /** Whether others took some of what was there, so that another look is worth while. */
  private boolean claimOnce(
      Collection<String> kinds, String owner, int most, FairShare share, List<Claimed> taken) {
    FairShare.Marks marks = share.marks();
    int before = taken.size();
    long candidates =
        jdbc.sql(most <= 4 ? CLAIM_FEW : CLAIM_MANY)
            .param("kinds", new SqlArrayValue("text", kinds.toArray()))
            .param("tenants", new SqlArrayValue("uuid", (Object[]) marks.tenants()))
            .param("marks", new SqlArrayValue("float8", (Object[]) marks.values()))
            .param("floor", marks.floor())
            .param("tenant_running", settings.tenantRunning())
            .param("owner", owner)
            .param("lease_seconds", seconds(settings.lease()))
            .param("most", Math.min(most, LARGEST_CLAIM))
            .query(row -> {
              long seen = 0;
              while (row.next()) {
                seen = row.getLong("candidates");
                if (row.getObject("id") != null) {
                  taken.add(new Claimed(lease(row), row.getBoolean("cancel_requested")));
                  share.took(row.getObject("tenant_id", UUID.class), row.getInt("weight"));
                }
              }
              return seen;
            });
    int got = taken.size() - before;
    return got < most && candidates > got;
  }

  /**
   * Prolongs leases.
   *
   * @return the jobs whose lease is still held, and whether their end was asked for; who is missing
   *     has lost its lease
   */
  public Map<Long, Boolean> renew(String owner, Collection<Lease> leases) {
    Map<Long, Boolean> held = new HashMap<>();
    jdbc.sql(RENEW)
        .params(arrays(owner, leases))
        .param("lease_seconds", seconds(settings.lease()))
        .query(row -> {
          held.put(row.getLong("id"), row.getBoolean("cancel_requested"));
        });
    return held;
  }

  /**
   * Notes that an attempt failed for our own reasons.
   *
   * @param code stable, counted
   * @return whether the job is tried again; otherwise the lease is kept, for giving up under it
   * @throws LeaseLost when somebody else has the job by now
   */
  public boolean fail(Lease lease, String code, String message) {
    String state =
        jdbc.sql(FAIL)
            .param("job", lease.job())
            .param("owner", lease.owner())
            .param("epoch", lease.epoch())
            .param("detail", storable(code + ": " + message))
            .param("max_attempts", settings.maxAttempts())
            .param("backoff_seconds", seconds(settings.backoff(lease.attempt())))
            .param("lease_seconds", seconds(settings.lease()))
            .query(String.class)
            .optional()
            .orElseThrow(() -> new LeaseLost(lease));
    return state.equals("QUEUED");
  }

  /**
   * Gives leases back unfinished; the attempts do not count and the jobs keep their places.
   *
   * @param why for operators
   * @return how many were still held
   */
  public int giveBack(String owner, Collection<Lease> leases, String why) {
    return jdbc.sql(GIVE_BACK)
        .params(arrays(owner, leases))
        .param("why", storable(why))
        .query(Long.class)
        .list()
        .size();
  }

  /**
   * Gives a lease back because the worker's engine was out of order; the attempt does not count and
   * the job keeps its place.
   *
   * @param why for operators
   * @return false when the lease is lost, or the job was given back like this {@link #MOST_OUTAGES}
   *     times: then nothing has changed, and the attempt counts
   */
  public boolean giveBackInOutage(Lease lease, String why) {
    return jdbc.sql(GIVE_BACK_IN_OUTAGE)
        .param("job", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .param("most", MOST_OUTAGES)
        .param("why", storable(why))
        .query(Long.class)
        .optional()
        .isPresent();
  }

  /**
   * Puts back what silent workers held and may be tried again.
   *
   * @param name of the worker that asks: what earlier lives of the same name held is put back
   *     without waiting for the lease to run out
   * @return how many
   */
  public int reap(String name, String owner) {
    return jdbc.sql(REAP)
        .param("name", name)
        .param("owner", owner)
        .param("backoff_seconds", seconds(settings.firstBackoff()))
        .param("max_attempts", settings.maxAttempts())
        .query(Long.class)
        .list()
        .size();
  }

  /** Takes over what silent workers held and is not to be tried again, to give it up. */
  public List<Lease> takeOverExhausted(Collection<String> kinds, String name, String owner) {
    return jdbc.sql(TAKE_OVER)
        .param("kinds", new SqlArrayValue("text", kinds.toArray()))
        .param("name", name)
        .param("owner", owner)
        .param("max_attempts", settings.maxAttempts())
        .param("lease_seconds", seconds(settings.lease()))
        .query((row, _) -> lease(row))
        .list();
  }

  /** What happened to a job so far, the oldest first. */
  public List<Attempt> history(long job) {
    return jdbc.sql(HISTORY).param("job", job).query((row, _) -> attempt(row)).list();
  }

  /** The history in one line, as evidence for whoever gets no verdict. */
  public String evidence(long job) {
    return history(job).stream()
        .filter(a -> a.outcome() == Attempt.Outcome.FAILED || a.outcome() == Attempt.Outcome.LOST)
        .map(a -> "attempt %d on %s: %s".formatted(a.number(), a.worker(), a.detail()))
        .collect(Collectors.joining("; "));
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getInt("number"),
        row.getString("worker"),
        Attempt.Outcome.valueOf(row.getString("outcome")),
        row.getString("detail"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("finished_at", OffsetDateTime.class).toInstant());
  }

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        row.getLong("id"),
        row.getObject("subject", UUID.class),
        row.getString("kind"),
        row.getObject("tenant_id", UUID.class),
        row.getInt("attempt"),
        row.getString("lease_owner"),
        row.getLong("lease_epoch"));
  }

  private static Map<String, Object> arrays(String owner, Collection<Lease> leases) {
    return Map.of(
        "owner", owner,
        "jobs", new SqlArrayValue("bigint", leases.stream().map(Lease::job).toArray()),
        "epochs", new SqlArrayValue("bigint", leases.stream().map(Lease::epoch).toArray()));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** PostgreSQL's text holds no NUL and no half of a surrogate pair. */
  private static String storable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
        .limit(4_000)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /**
   * A job taken.
   *
   * @param lease the right to do it
   * @param cancelRequested whether its end was asked for already
   */
  public record Claimed(Lease lease, boolean cancelRequested) {}
}
