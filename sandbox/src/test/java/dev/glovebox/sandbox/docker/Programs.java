package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunLimits.Overflow;
import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.RunRequest.Phase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests and outputs of the tests. */
final class Programs {

  static final RunLimits LIMITS =
      new RunLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          64L << 20,
          1L << 20,
          64L << 20,
          256,
          Optional.of(8L << 20),
          Overflow.STOP);

  private Programs() {}

  /** A run of {@code /probe} with these arguments. */
  static RunRequest probe(String... arguments) {
    return program(LIMITS, new byte[0], command("/probe", arguments));
  }

  static RunRequest program(RunLimits limits, byte[] input, List<String> command) {
    return new RunRequest(
        new Phase.Program(), command, Map.of("A", "b c"), List.of(), input, limits, false);
  }

  static RunRequest compile(List<String> keep, String... arguments) {
    return new RunRequest(
        new Phase.Compile(keep),
        command("/probe", arguments),
        Map.of(),
        List.of(),
        new byte[0],
        LIMITS,
        false);
  }

  static RunLimits wall(Duration wall) {
    return new RunLimits(
        LIMITS.cpu(),
        wall,
        LIMITS.stdoutBytes(),
        LIMITS.stderrBytes(),
        LIMITS.fileSizeBytes(),
        LIMITS.openFiles(),
        LIMITS.stackBytes(),
        LIMITS.overflow());
  }

  static List<String> command(String program, String... arguments) {
    var all = new java.util.ArrayList<String>();
    all.add(program);
    all.addAll(List.of(arguments));
    return all;
  }

  /** Keeps what a program writes. */
  static final class Captured implements RunOutput {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public synchronized void stdout(byte[] buffer, int offset, int length) {
      out.write(buffer, offset, length);
    }

    @Override
    public synchronized void stderr(byte[] buffer, int offset, int length) {
      err.write(buffer, offset, length);
    }

    synchronized byte[] outBytes() {
      return out.toByteArray();
    }

    synchronized String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    synchronized String err() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }
}
