package dev.glovebox.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes lines of what comes of one attempt's log. For one thread. */
final class JobPrinter {

  private final Lines out;
  private final Lines err;

  JobPrinter(Lines out, Lines err) {
    this.out = out;
    this.err = err;
  }

  /**
   * @param origin whose output it is, as the log says; {@code out} = the programs' standard output
   */
  void write(String origin, byte[] bytes) {
    (origin.equals("out") ? out : err).write(bytes);
  }

  /** Nothing more comes: what is left is a line, too. */
  void end() {
    out.end();
    err.end();
  }

  /** What goes to one of the channels. */
  static final class Lines {

    private static final int LONGEST = 1 << 16;

    /** What GitLab's runner marks folds of a log with; nothing that people read. */
    private static final Pattern SECTION =
        Pattern.compile("section_(?:start|end):\\d+:[^\\r\\n]*\\r(?:\u001b\\[0K)?");

    private final LogPrinter printer;
    private final LogPrinter.Channel channel;
    private final String job;
    private final Colours colours = new Colours();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(LogPrinter printer, LogPrinter.Channel channel, String job) {
      this.printer = printer;
      this.channel = channel;
      this.job = job;
    }

    void write(byte[] bytes) {
      if (printer.passing()) {
        printer.pass(channel, bytes);
        return;
      }
      for (byte each : bytes) {
        if (each == '\n') {
          endLine();
        } else {
          line.write(each);
          if (line.size() == LONGEST) {
            endLine();
          }
        }
      }
    }

    void end() {
      if (line.size() > 0) {
        endLine();
      }
    }

    private void endLine() {
      byte[] whole = line.toByteArray();
      line.reset();
      if (printer.raw()) {
        printer.line(channel, job, whole);
        return;
      }
      String bare = SECTION.matcher(latin(whole)).replaceAll("");
      if (bare.isEmpty() && whole.length > 0) {
        return;
      }
      byte[] text = bare.getBytes(StandardCharsets.ISO_8859_1);
      printer.line(channel, job, channel.terminal() ? shown(text) : text);
    }

    /** A character for each byte: nothing is lost on the way back. */
    private static String latin(byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] shown(byte[] text) {
      return LogPrinter.bytes(colours.line(new String(text, StandardCharsets.UTF_8)));
    }
  }
}
