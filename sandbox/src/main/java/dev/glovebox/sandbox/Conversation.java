package dev.glovebox.sandbox;

import java.time.Duration;

/**
 * A run whose input is made while it runs, and may depend on what it has written. The methods are
 * called on the thread that runs it.
 */
public interface Conversation extends RunOutput {

  /**
   * The run is there: it can be spoken to from now on, from any thread. Not called for a run that
   * was killed before.
   */
  void begun(Listener listener);

  /**
   * The program has closed its standard output, and lives on: nothing more will come. Not called
   * for one that ends within a tenth of a second.
   */
  default void stdoutClosed() {}

  /**
   * The run has ended; called before its files are collected.
   *
   * @param report without the files
   */
  void ended(RunReport report);

  /**
   * How much longer than the run's wall limit its end may go unseen, because {@link #stdout} has to
   * wait.
   */
  Duration patience();

  /** Who reads the run's input. What comes after the run's end is ignored. */
  interface Listener {

    /**
     * More input. Waits while the program leaves some megabytes unread, at the longest until the
     * run ends.
     */
    void hear(byte[] buffer, int offset, int length);

    /** The end of the input. */
    void hearTheEnd();

    /** Ends this run alone; it then reports {@link RunReport.Stop#KILLED}. */
    void stop();
  }
}
