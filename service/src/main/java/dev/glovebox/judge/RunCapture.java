package dev.glovebox.judge;

import dev.glovebox.sandbox.RunOutput;

/** Both streams of one run. */
record RunCapture(StreamCapture out, StreamCapture error) implements RunOutput {

  @Override
  public void stdout(byte[] buffer, int offset, int length) {
    out.write(buffer, offset, length);
  }

  @Override
  public void stderr(byte[] buffer, int offset, int length) {
    error.write(buffer, offset, length);
  }
}
