package dev.glovebox.submission;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes single submissions on behalf of whoever made them. */
public final class Deletions {

  private static final String DELETE =
      """
      with old as materialized (
        select j.id as job, j.subject as id, r.created_at
        from submission s join job j on j.subject = s.id left join result r on r.submission_id = s.id
        where s.id = :id and s.tenant_id = :tenant and j.state = 'DONE'
        for update of j),
      -- A result that was replaced left the tests of its own run behind.
      results as materialized (
        select id, created_at from old
        union select f.submission_id, f.created_at from former_result f join old on f.submission_id = old.id),
      tests_gone as (
        delete from test_result t using results r where t.submission_id = r.id and t.created_at = r.created_at),
      jobs_gone as (delete from job using old where job.id = old.job),
      gone as (delete from submission using old where submission.id = old.id returning 1)
      select count(*) from gone
      """;

  private final JdbcClient jdbc;

  Deletions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Deletes a submission with its contents, its job and its result, in one transaction.
   *
   * @return whether it is gone by this; false when it is unknown to this tenant or not at its end
   */
  public boolean delete(UUID tenant, SubmissionId id) {
    return jdbc.sql(DELETE)
            .param("tenant", tenant)
            .param("id", id.value())
            .query(Long.class)
            .single()
        > 0;
  }
}
