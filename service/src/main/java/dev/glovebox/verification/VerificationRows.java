package dev.glovebox.verification;

import dev.glovebox.submission.SubmissionId;
import dev.glovebox.verification.VerificationStatus.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table {@code verification}. A process that works on one holds a lease on it, as long as it
 * prolongs it; whoever writes under a lost lease changes nothing.
 */
final class VerificationRows {

  private static final String COLUMNS =
      "id, tenant_id, problem, version, state, message, report, created_at, finished_at";

  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final Duration lease;

  VerificationRows(JdbcClient jdbc, TransactionOperations transaction, Duration lease) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.lease = lease;
  }

  /** A verification in this process's hands. */
  record Taken(UUID id, UUID tenant, String problem, String version, boolean derives) {}

  VerificationStatus insert(
      UUID id,
      UUID tenant,
      String problem,
      String version,
      boolean derives,
      VerificationReport report,
      String owner) {
    return jdbc.sql(
            """
            insert into verification (id, tenant_id, problem, version, derives_limit, state, report, owner, lease_until)
            values (:id, :tenant, :problem, :version, :derives, 'RUNNING', :report::jsonb, :owner,
              now() + make_interval(secs => :lease))
            returning %s
            """
                .formatted(COLUMNS))
        .param("id", id)
        .param("tenant", tenant)
        .param("problem", problem)
        .param("version", version)
        .param("derives", derives)
        .param("report", StoredReport.write(report))
        .param("owner", owner)
        .param("lease", seconds())
        .query((row, _) -> status(row))
        .single();
  }

  /** Those whose process fell silent; from now on they are the caller's. */
  List<Taken> takeOver(String owner) {
    return jdbc.sql(
            """
            update verification set owner = :owner, lease_until = now() + make_interval(secs => :lease)
            where id in (
              select id from verification where state = 'RUNNING' and lease_until < now()
              order by lease_until limit 10 for update skip locked)
            returning id, tenant_id, problem, version, derives_limit
            """)
        .param("owner", owner)
        .param("lease", seconds())
        .query((row, _) ->
            new Taken(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                row.getString("problem"),
                row.getString("version"),
                row.getBoolean("derives_limit")))
        .list();
  }

  /**
   * Prolongs all leases of a process.
   *
   * @return those that it still holds
   */
  Set<UUID> prolong(String owner) {
    return jdbc.sql(
            """
            update verification set lease_until = now() + make_interval(secs => :lease)
            where owner = :owner and state = 'RUNNING'
            returning id
            """)
        .param("owner", owner)
        .param("lease", seconds())
        .query((row, _) -> row.getObject(1, UUID.class))
        .set();
  }

  /** Notes how far it has come. */
  void progress(UUID id, String owner, VerificationReport report) {
    jdbc.sql(
            """
            update verification set report = :report::jsonb
            where id = :id and owner = :owner and state = 'RUNNING'
            """)
        .param("id", id)
        .param("owner", owner)
        .param("report", StoredReport.write(report))
        .update();
  }

  /**
   * Ends it, if it is still this owner's: it may have been canceled meanwhile.
   *
   * @param consequences done in the same transaction, only if it was
   */
  void finish(
      UUID id,
      String owner,
      State state,
      String message,
      VerificationReport report,
      Runnable consequences) {
    transaction.executeWithoutResult(_ -> {
      int ended =
          jdbc.sql(
                  """
                  update verification set state = :state, message = :message, report = :report::jsonb,
                    owner = null, lease_until = null, finished_at = now()
                  where id = :id and owner = :owner and state = 'RUNNING'
                  """)
              .param("id", id)
              .param("owner", owner)
              .param("state", state.name())
              .param("message", message)
              .param("report", StoredReport.write(report))
              .update();
      if (ended > 0) {
        consequences.run();
      }
    });
  }

  /**
   * Ends it on somebody's wish.
   *
   * @return whether it was running
   */
  boolean cancel(UUID tenant, String problem, UUID id) {
    return jdbc.sql(
                """
                update verification set state = 'CANCELED', owner = null, lease_until = null, finished_at = now()
                where id = :id and tenant_id = :tenant and problem = :problem and state = 'RUNNING'
                """)
            .param("id", id)
            .param("tenant", tenant)
            .param("problem", problem)
            .update()
        > 0;
  }

  /** Those of a problem that are not at their end. */
  List<UUID> running(UUID tenant, String problem) {
    return jdbc.sql(
            "select id from verification where tenant_id = :tenant and problem = :problem and state = 'RUNNING'")
        .param("tenant", tenant)
        .param("problem", problem)
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  /** Submissions of a verification that wait or run. */
  List<SubmissionId> unfinished(UUID tenant, UUID id) {
    return jdbc.sql(
            """
            select j.subject from job j join submission s on s.id = j.subject
            where j.tenant_id = :tenant and j.state <> 'DONE' and s.trial
              and s.request #>> '{request,metadata,verification}' = :id
            """)
        .param("tenant", tenant)
        .param("id", id.toString())
        .query((row, _) -> new SubmissionId(row.getObject(1, UUID.class)))
        .list();
  }

  Optional<VerificationStatus> find(UUID tenant, String problem, UUID id) {
    return jdbc.sql(
            "select %s from verification where id = :id and tenant_id = :tenant and problem = :problem"
                .formatted(COLUMNS))
        .param("id", id)
        .param("tenant", tenant)
        .param("problem", problem)
        .query((row, _) -> status(row))
        .optional();
  }

  /** The newest ones of a problem. */
  List<VerificationStatus> newest(UUID tenant, String problem, int most) {
    return jdbc.sql(
            """
            select %s from verification where tenant_id = :tenant and problem = :problem
            order by created_at desc, id desc limit :most
            """
                .formatted(COLUMNS))
        .param("tenant", tenant)
        .param("problem", problem)
        .param("most", most)
        .query((row, _) -> status(row))
        .list();
  }

  private static VerificationStatus status(ResultSet row) throws SQLException {
    return new VerificationStatus(
        row.getObject("id", UUID.class),
        row.getString("problem"),
        row.getString("version"),
        State.valueOf(row.getString("state")),
        row.getString("message"),
        StoredReport.read(row.getString("report")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private double seconds() {
    return lease.toNanos() / 1e9;
  }
}
