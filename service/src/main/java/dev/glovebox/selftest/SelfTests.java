package dev.glovebox.selftest;

import dev.glovebox.account.AuditLog;
import dev.glovebox.worker.WorkerIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The self-tests of all workers, for whoever asks for them and looks at them. The worker may be
 * another process, on another machine: it looks every second whether one is wanted.
 */
public final class SelfTests {

  /** So many of each worker are kept. */
  public static final int KEPT = 20;

  private final SelfTestRows rows;
  private final TransactionOperations transaction;
  private final AuditLog audit;
  private final Supplier<UUID> ids;

  public SelfTests(
      JdbcClient jdbc, TransactionOperations transaction, AuditLog audit, Supplier<UUID> ids) {
    this.rows = new SelfTestRows(jdbc);
    this.transaction = transaction;
    this.audit = audit;
    this.ids = ids;
  }

  /** The worker is at it, or was not heard of since it was asked. */
  public static final class AlreadyAsked extends RuntimeException {
    AlreadyAsked() {
      super("a self-test of this worker is under way");
    }
  }

  /**
   * Asks a worker to test itself.
   *
   * @param worker name of the worker; both workers of a process have the same sandboxes, and
   *     self-test
   * @throws AlreadyAsked when it was asked before and has not ended; after ten minutes without an
   *     answer it may be asked anew
   */
  public SelfTest ask(String worker, String by) {
    String name = WorkerIdentity.own(worker);
    UUID id = ids.get();
    try {
      transaction.executeWithoutResult(_ -> {
        rows.endUnanswered(name);
        rows.insert(id, name, by);
        rows.forgetOld(name, KEPT);
        audit.write(by, "asked a worker to test itself", name, id.toString());
      });
    } catch (DuplicateKeyException e) {
      throw new AlreadyAsked();
    }
    return rows.find(id).orElseThrow();
  }

  /** One with what came of each check. */
  public Optional<SelfTest> find(UUID id) {
    return rows.find(id);
  }

  /** The newest of a worker, without what came of each check; at most {@link #KEPT}. */
  public List<SelfTest> newest(String worker) {
    return rows.newest(WorkerIdentity.own(worker), KEPT);
  }

  /** The last one of each worker that has had one, without what came of each check, by name. */
  public List<SelfTest> latest() {
    return rows.latest();
  }
}
