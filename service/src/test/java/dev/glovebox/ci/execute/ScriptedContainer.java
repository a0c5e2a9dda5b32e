package dev.glovebox.ci.execute;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobOutput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Does what a test says. */
final class ScriptedContainer implements JobContainer {

  volatile LongSupplier bytes = () -> 0;
  volatile BooleanSupplier health = () -> true;
  final CountDownLatch signalled = new CountDownLatch(1);

  static long fails() {
    throw new SandboxException(SandboxException.Kind.ENGINE, "no answer in time");
  }

  /** Runs until it gets a signal; then the engine fails. */
  @Override
  public Ended run(byte[] input, JobOutput output, Runnable started) {
    started.run();
    try {
      signalled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SandboxException(SandboxException.Kind.LOST, "the stream of a job broke off");
  }

  @Override
  public void terminate() {
    signalled.countDown();
  }

  @Override
  public void kill() {
    signalled.countDown();
  }

  @Override
  public long layerBytes() {
    return bytes.getAsLong();
  }

  @Override
  public boolean isHealthy() {
    return health.getAsBoolean();
  }

  @Override
  public int execute(List<String> command, JobOutput output, Duration most) {
    throw new UnsupportedOperationException("not scripted");
  }

  @Override
  public boolean listens(int port) {
    throw new UnsupportedOperationException("not scripted");
  }

  @Override
  public boolean answers(int port, String path) {
    throw new UnsupportedOperationException("not scripted");
  }
}
