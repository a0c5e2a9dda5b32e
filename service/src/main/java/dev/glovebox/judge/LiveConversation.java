package dev.glovebox.judge;

import dev.glovebox.live.LivePeer;
import dev.glovebox.sandbox.Conversation;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.submission.CompileResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A run whose other side is not a program. What the program writes is captured all the same. */
final class LiveConversation implements Conversation {

  /** Its peer returns soon from every call, but may have to wait for a slow network. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Who a program talks with.
   *
   * @param peer the other side
   * @param compiled how the program came about, once it is there
   */
  record Side(LivePeer peer, Supplier<Optional<CompileResult>> compiled) {}

  private final Side side;
  private final RunCapture capture;

  LiveConversation(Side side, RunCapture capture) {
    this.side = side;
    this.capture = capture;
  }

  @Override
  public void begun(Listener listener) {
    side.compiled().get().ifPresent(side.peer()::compiled);
    side.peer()
        .running(
            new LivePeer.Speaker() {
              @Override
              public void say(byte[] input) {
                listener.hear(input, 0, input.length);
              }

              @Override
              public void kill() {
                listener.stop();
              }
            });
  }

  @Override
  public void stdout(byte[] buffer, int offset, int length) {
    capture.stdout(buffer, offset, length);
    side.peer().stdout(buffer, offset, length);
  }

  @Override
  public void stderr(byte[] buffer, int offset, int length) {
    capture.stderr(buffer, offset, length);
    side.peer().stderr(buffer, offset, length);
  }

  @Override
  public void ended(RunReport report) {
    // The result tells more than the report.
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }
}
