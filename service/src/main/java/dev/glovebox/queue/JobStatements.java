package dev.glovebox.queue;

/**
 * Parts of statements, for packages that write their own rows and the job's in one statement: one
 * round trip, one transaction. Each is the inside of common table expressions, to be put after
 * {@code with}; each names its parameters.
 */
public final class JobStatements {

  /**
   * Puts jobs into the queue, or makes them running at once under a first lease where {@code
   * started} says so, the tenant's cap allows and nothing is paused.
   *
   * <p>Needs: an expression {@code asked (subject uuid, head_start_seconds float8, started boolean,
   * nth bigint)}. Parameters: {@code kind}, {@code tenant}, {@code owner}, {@code lease_seconds},
   * {@code tenant_running}. Leaves: {@code job_queued (id, subject, state, enqueued_at)}.
   */
  public static final String ENQUEUE =
      """
      job_queued as (
        insert into job (kind, subject, tenant_id, state, order_at, attempt, lease_owner, lease_until, lease_epoch, started_at)
        select :kind, subject, :tenant,
          case when starts then 'RUNNING' else 'QUEUED' end,
          now() - make_interval(secs => head_start_seconds),
          case when starts then 1 else 0 end,
          case when starts then :owner::text end,
          case when starts then now() + make_interval(secs => :lease_seconds) end,
          case when starts then 1 else 0 end,
          case when starts then now() end
        from (
          select asked.*,
            started and coalesce(
              (select count(*) from job where tenant_id = :tenant and state = 'RUNNING')
                + count(*) filter (where started) over (order by nth) <= (select coalesce(max_running, nullif(:tenant_running::int, 0)) from tenant where id = :tenant),
              true)
              and not exists (select from queue_hold where tenant_id is null or tenant_id = :tenant) as starts
          from asked) as placed
        order by nth
        returning id, subject, state, enqueued_at)
      """;

  /**
   * Ends a job under its lease and notes the attempt. No row when the lease is not the current one.
   *
   * <p>Parameters: {@code job}, {@code owner}, {@code epoch}. Leaves: {@code job_done (id, subject,
   * tenant_id, attempt, enqueued_at, started_at, finished_at)}.
   */
  public static final String COMPLETE =
      """
      job_done as (
        update job set state = 'DONE', lease_owner = null, lease_until = null, finished_at = now()
        where id = :job and state = 'RUNNING' and lease_owner = :owner and lease_epoch = :epoch
        returning id, subject, tenant_id, attempt, enqueued_at, started_at, finished_at),
      job_attempt as (
        insert into attempt (job_id, epoch, number, worker, outcome, started_at)
        select id, :epoch, attempt, :owner, 'DONE', started_at from job_done
        on conflict (job_id, epoch) do nothing)
      """;

  /**
   * Cancels: a waiting job ends at once, a running one is marked.
   *
   * <p>Parameters: {@code subject}, {@code tenant}. Leaves: {@code job_asked (id, state)} as it was
   * before, {@code job_done} as above for the one that ended.
   */
  public static final String CANCEL =
      """
      job_asked as (
        select id, state from job
        where subject = :subject and tenant_id = :tenant and state <> 'DONE'
        for update),
      job_done as (
        update job set state = 'DONE', cancel_requested = true, finished_at = now() from job_asked
        where job.id = job_asked.id and job_asked.state = 'QUEUED'
        returning job.id, subject, tenant_id, attempt, enqueued_at, started_at, finished_at),
      job_marked as (
        update job set cancel_requested = true from job_asked
        where job.id = job_asked.id and job_asked.state = 'RUNNING')
      """;

  /**
   * The same for many at once: waiting jobs end at once, running ones are marked. Those that are at
   * their end by then are left out.
   *
   * <p>Needs: an expression {@code asked (id bigint)}. Leaves: {@code job_asked (id, subject,
   * tenant_id, state)} as they were before, {@code job_done} as above for those that ended.
   */
  public static final String CANCEL_ALL =
      """
      job_asked as (
        select id, subject, tenant_id, state from job
        where id in (select id from asked) and state <> 'DONE'
        order by id
        for update),
      job_done as (
        update job set state = 'DONE', cancel_requested = true, finished_at = now() from job_asked
        where job.id = job_asked.id and job_asked.state = 'QUEUED'
        returning job.id, job.subject, job.tenant_id, attempt, enqueued_at, started_at, finished_at),
      job_marked as (
        update job set cancel_requested = true from job_asked
        where job.id = job_asked.id and job_asked.state = 'RUNNING')
      """;

  private JobStatements() {}
}
