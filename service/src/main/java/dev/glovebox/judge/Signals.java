package dev.glovebox.judge;

/** The signals of Linux that say something about a program. */
final class Signals {

  static final int KILL = 9;
  static final int FILE_SIZE = 25;
  static final int SYSTEM_CALL = 31;

  private Signals() {}

  /** For example {@code signal 11 (segmentation fault)}. */
  static String describe(int signal) {
    String name =
        switch (signal) {
          case 1 -> "hang-up";
          case 2 -> "interrupt";
          case 3 -> "quit";
          case 4 -> "illegal instruction";
          case 5 -> "trap";
          case 6 -> "abort";
          case 7 -> "bus error";
          case 8 -> "arithmetic error, such as a division by zero";
          case KILL -> "kill";
          case 10 -> "user signal 1";
          case 11 -> "segmentation fault";
          case 12 -> "user signal 2";
          case 13 -> "broken pipe";
          case 14 -> "alarm";
          case 15 -> "termination";
          case 24 -> "CPU time";
          case FILE_SIZE -> "file size";
          case SYSTEM_CALL -> "bad system call";
          default -> "";
        };
    return name.isEmpty() ? "signal " + signal : "signal %d (%s)".formatted(signal, name);
  }
}
