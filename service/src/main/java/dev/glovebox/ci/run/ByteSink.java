package dev.glovebox.ci.run;

/** Takes bytes, in pieces of any size. */
interface ByteSink {

  void write(byte[] bytes, int offset, int length);

  /** There is no more for now that belongs together: nothing is held back. */
  default void flush() {}
}
