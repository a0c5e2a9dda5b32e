package dev.glovebox.sandbox;

/**
 * Receives what a running program writes, in the order it was written, on the thread that runs it.
 * Bytes are hostile.
 */
public interface RunOutput {

  /** A piece of standard output. The buffer is only valid during the call. */
  void stdout(byte[] buffer, int offset, int length);

  /** A piece of standard error. The buffer is only valid during the call. */
  void stderr(byte[] buffer, int offset, int length);
}
