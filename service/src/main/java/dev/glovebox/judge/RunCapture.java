package dev.glovebox.judge;

import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.submission.OutputOrder;
import java.util.Optional;

/**
 * Both streams of one run.
 *
 * @param order in which they were written, where that is wanted
 */
record RunCapture(StreamCapture out, StreamCapture error, Optional<OutputOrder.Recorder> order)
    implements RunOutput {

  RunCapture(StreamCapture out, StreamCapture error) {
    this(out, error, Optional.empty());
  }

  /** Of a run whose streams end in one place, but are told apart. */
  static RunCapture joined(StreamCapture both) {
    return new RunCapture(both, both, Optional.of(new OutputOrder.Recorder()));
  }

  @Override
  public void stdout(byte[] buffer, int offset, int length) {
    out.write(buffer, offset, length);
    order.ifPresent(o -> o.stdout(length));
  }

  @Override
  public void stderr(byte[] buffer, int offset, int length) {
    error.write(buffer, offset, length);
    order.ifPresent(o -> o.stderr(length));
  }

  /** The order, where it was wanted. To be called once. */
  Optional<OutputOrder> recorded() {
    return order.map(OutputOrder.Recorder::recorded);
  }
}
