package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads a DONE frame into a report. */
final class DoneFrame {

  private static final int NUMBER_TAGS = 21;

  private final long[] numbers = new long[NUMBER_TAGS];
  private int seen;
  private String error = "";

  private DoneFrame() {}

  /**
   * The report in the frame that {@code frame} shows.
   *
   * @param run the run it must be about
   */
  static RunReport read(FrameReader frame, int run) {
    DoneFrame done = new DoneFrame();
    done.readFields(frame);
    return done.report(run);
  }

  /**
   * The report in the frame about the program of a pair, which comes last.
   *
   * @param peer what the frame before said
   * @param said what has been recorded of the conversation
   */
  static Interaction.Report read(
      RunReport peer, Optional<byte[]> said, FrameReader frame, int run) {
    DoneFrame done = new DoneFrame();
    done.readFields(frame);
    return new Interaction.Report(
        done.report(run),
        peer,
        done.first(),
        said.map(text -> new Interaction.Transcript(text, done.numbers[20] != 0)));
  }

  private Interaction.First first() {
    return switch ((int) needed(19)) {
      case 0 -> Interaction.First.NONE;
      case 1 -> Interaction.First.PROGRAM;
      case 2 -> Interaction.First.PEER;
      default -> throw FrameReader.malformed("somebody else ended first");
    };
  }

  private void readFields(FrameReader frame) {
    while (frame.remaining() > 0) {
      int tag = frame.u16();
      int length = frame.u32();
      if (tag == 16) {
        error = frame.text(length);
      } else if (tag >= 1 && tag < NUMBER_TAGS) {
        numbers[tag] = frame.number(length);
        seen |= 1 << tag;
      } else {
        frame.skip(length);
      }
    }
  }

  private RunReport report(int run) {
    if (needed(1) != run) {
      throw FrameReader.malformed("the end of run " + numbers[1] + " during run " + run);
    }
    return new RunReport(
        end(),
        stop(),
        micros(5),
        micros(6),
        micros(7),
        Duration.of(needed(8), ChronoUnit.MICROS),
        numbers[9],
        numbers[10] == 0 ? Optional.empty() : Optional.of(numbers[10]),
        numbers[11],
        numbers[14],
        numbers[12],
        numbers[13],
        numbers[17],
        numbers[18]);
  }

  private End end() {
    if (needed(3) > Integer.MAX_VALUE) {
      throw FrameReader.malformed("an exit code beyond 2^31");
    }
    int code = (int) needed(3);
    int end = (int) needed(2);
    return switch (end) {
      case 1 -> new End.Exited(code);
      case 2 -> new End.Signalled(code);
      case 3 -> new End.NotStarted(code, Escaped.of(error));
      default -> throw FrameReader.malformed("end " + end + " of a run");
    };
  }

  private Optional<Stop> stop() {
    int reason = (int) numbers[4];
    return switch (reason) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Stop.CPU_LIMIT);
      case 2 -> Optional.of(Stop.WALL_LIMIT);
      case 3 -> Optional.of(Stop.STDOUT_LIMIT);
      case 4 -> Optional.of(Stop.STDERR_LIMIT);
      case 5 -> Optional.of(Stop.KILLED);
      default -> throw FrameReader.malformed("stop reason " + reason);
    };
  }

  private Duration micros(int tag) {
    return Duration.of(numbers[tag], ChronoUnit.MICROS);
  }

  private long needed(int tag) {
    if ((seen & 1 << tag) == 0) {
      throw FrameReader.malformed("the end of a run without field " + tag);
    }
    return numbers[tag];
  }
}
