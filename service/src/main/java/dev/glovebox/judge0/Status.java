package dev.glovebox.judge0;

import java.util.Optional;

/** Judge0's statuses. There are no others. */
enum Status {
  IN_QUEUE(1, "In Queue"),
  PROCESSING(2, "Processing"),
  ACCEPTED(3, "Accepted"),
  WRONG_ANSWER(4, "Wrong Answer"),
  TIME_LIMIT(5, "Time Limit Exceeded"),
  COMPILATION_ERROR(6, "Compilation Error"),
  SIGSEGV(7, "Runtime Error (SIGSEGV)"),
  SIGXFSZ(8, "Runtime Error (SIGXFSZ)"),
  SIGFPE(9, "Runtime Error (SIGFPE)"),
  SIGABRT(10, "Runtime Error (SIGABRT)"),
  NZEC(11, "Runtime Error (NZEC)"),
  OTHER(12, "Runtime Error (Other)"),
  INTERNAL_ERROR(13, "Internal Error"),
  EXEC_FORMAT_ERROR(14, "Exec Format Error");

  private final int id;
  private final String description;

  Status(int id, String description) {
    this.id = id;
    this.description = description;
  }

  int id() {
    return id;
  }

  String description() {
    return description;
  }

  /** Whether a submission stays as it is. */
  boolean terminal() {
    return id > PROCESSING.id;
  }

  /** The status of a program that this signal ended (numbers of x86-64 Linux). */
  static Status ofSignal(int signal) {
    return switch (signal) {
      case 11 -> SIGSEGV;
      case 25 -> SIGXFSZ;
      case 8 -> SIGFPE;
      case 6 -> SIGABRT;
      default -> OTHER;
    };
  }

  static Optional<Status> of(int id) {
    return id >= 1 && id <= values().length ? Optional.of(values()[id - 1]) : Optional.empty();
  }
}
