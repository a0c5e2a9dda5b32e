package dev.glovebox.sandbox.job;

/** Takes what a command writes, in pieces of any size. Bytes are good during the call. */
public interface JobOutput {

  /** Takes it and forgets it. */
  JobOutput NONE = (_, _, _, _) -> {};

  /**
   * @param error whether it is from standard error
   */
  void write(boolean error, byte[] bytes, int offset, int length);
}
