package dev.glovebox.queue;

import java.util.Optional;

/**
 * The worker in this process, for those who put work into the queue. Work that finds a free slot
 * starts at once, without the detour over the queue; its job is made already leased.
 */
public interface LocalWorker {

  /** For a process that does not work itself. */
  LocalWorker NONE =
      new LocalWorker() {
        @Override
        public Optional<Slot> reserve(String kind) {
          return Optional.empty();
        }

        @Override
        public void workWaits() {}

        @Override
        public void cancelRequested(long job) {}
      };

  /**
   * Sets a slot aside.
   *
   * @return empty when none is free, when the worker is stopping, or when others may be waiting,
   *     who go first
   */
  Optional<Slot> reserve(String kind);

  /** Tells that something was put into the queue. */
  void workWaits();

  /** Tells that the end of a running job was asked for; ignored when it does not run here. */
  void cancelRequested(long job);

  /** A slot set aside. Exactly one of {@link #start} and {@link #release} must be called, once. */
  interface Slot {
    /** Who to lease the job to. */
    String owner();

    /** Starts the work on a thread of its own and returns. */
    void start(Lease lease);

    /** Gives the slot back unused. */
    void release();
  }
}
