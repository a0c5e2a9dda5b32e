package dev.glovebox.live;

import dev.glovebox.submission.CompileResult;

/**
 * Who talks with a running program. Called on the thread that judges it, which waits: every method
 * returns soon, whatever its client does, and throws nothing.
 */
public interface LivePeer {

  /** A compiler is going to run. */
  void compiling();

  /** There is a program, and this is how it came about. Not called where nothing is compiled. */
  void compiled(CompileResult result);

  /** The program runs and can be spoken to. */
  void running(Speaker speaker);

  /** A piece of its standard output. The buffer is only valid during the call. */
  void stdout(byte[] buffer, int offset, int length);

  /** A piece of its standard error. The buffer is only valid during the call. */
  void stderr(byte[] buffer, int offset, int length);

  /** Speaks to the program, from any thread. What comes after its end is ignored. */
  interface Speaker {

    /**
     * More input. Waits while the program leaves some megabytes unread, at the longest until it
     * ends.
     */
    void say(byte[] input);

    /** Kills the program. */
    void kill();
  }
}
