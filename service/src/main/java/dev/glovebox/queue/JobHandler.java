package dev.glovebox.queue;

/** Does the work of one kind of job. Implementations are beans; the worker finds them. */
public interface JobHandler {

  /** The kind of job it handles, for example {@code judge}. */
  String kind();

  /** Whose slots its jobs take: long work has its own, so that it never takes those of short. */
  default Slots slots() {
    return Slots.SHORT;
  }

  /**
   * Does the work and records its result under the lease (in one transaction with the queue's
   * completion).
   *
   * @param lease the right to do it
   * @param stop asked between steps, and told a way to interrupt the step in progress
   * @throws InfrastructureFault when it failed for the judge's own reasons: it is tried again, at
   *     most three times in all, unless it was an {@link EquipmentFault} in an outage
   * @throws LeaseLost when somebody else has the job by now; the result was not recorded
   */
  void handle(Lease lease, StopSignal stop);

  /**
   * Records that the job failed for good for our own reasons, so that whoever waits for it gets an
   * answer with the evidence.
   */
  void giveUp(Lease lease, String evidence);

  /** The slots of a worker, by how long their jobs take. */
  enum Slots {
    /** Seconds: the number of the worker's slots. */
    SHORT,
    /** Minutes and hours: the number of its long slots. */
    LONG
  }
}
