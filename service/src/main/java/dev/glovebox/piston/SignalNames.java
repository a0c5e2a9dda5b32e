package dev.glovebox.piston;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Linux signals by their names (signal(7), x86-64 and ARM numbering). */
final class SignalNames {

  private static final List<String> NAMES =
      List.of(
          "SIGHUP",
          "SIGINT",
          "SIGQUIT",
          "SIGILL",
          "SIGTRAP",
          "SIGABRT",
          "SIGBUS",
          "SIGFPE",
          "SIGKILL",
          "SIGUSR1",
          "SIGSEGV",
          "SIGUSR2",
          "SIGPIPE",
          "SIGALRM",
          "SIGTERM",
          "SIGSTKFLT",
          "SIGCHLD",
          "SIGCONT",
          "SIGSTOP",
          "SIGTSTP",
          "SIGTTIN",
          "SIGTTOU",
          "SIGURG",
          "SIGXCPU",
          "SIGXFSZ",
          "SIGVTALRM",
          "SIGPROF",
          "SIGWINCH",
          "SIGIO",
          "SIGPWR",
          "SIGSYS");

  /** SIGCHLD to SIGTTOU, SIGURG and SIGWINCH. */
  private static final Set<Integer> HARMLESS = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

  private static final int FIRST_REALTIME = 34;
  private static final int LAST_REALTIME = 64;
  private static final int COUNTED_FROM_FIRST = 15;

  private SignalNames() {}

  /** Empty for numbers that no program uses. */
  static Optional<String> of(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return Optional.of(NAMES.get(number - 1));
    }
    if (number < FIRST_REALTIME || number > LAST_REALTIME) {
      return Optional.empty();
    }
    int above = number - FIRST_REALTIME;
    return Optional.of(
        above <= COUNTED_FROM_FIRST
            ? "SIGRTMIN" + (above == 0 ? "" : "+" + above)
            : "SIGRTMAX" + (number == LAST_REALTIME ? "" : "-" + (LAST_REALTIME - number)));
  }

  /** Whether it ends a program that has no handler for it. */
  static boolean ends(int number) {
    return !HARMLESS.contains(number);
  }

  static OptionalInt number(String name) {
    for (int number = 1; number <= LAST_REALTIME; number++) {
      if (of(number).filter(name::equals).isPresent()) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }
}
