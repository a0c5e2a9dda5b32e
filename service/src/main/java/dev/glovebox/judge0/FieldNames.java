package dev.glovebox.judge0;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The attributes of an answer, in the order in which they are written. */
enum FieldNames {
  SOURCE_CODE,
  LANGUAGE_ID,
  STDIN,
  EXPECTED_OUTPUT,
  STDOUT,
  STATUS_ID,
  CREATED_AT,
  FINISHED_AT,
  TIME,
  MEMORY,
  STDERR,
  TOKEN,
  NUMBER_OF_RUNS,
  CPU_TIME_LIMIT,
  CPU_EXTRA_TIME,
  WALL_TIME_LIMIT,
  MEMORY_LIMIT,
  STACK_LIMIT,
  MAX_PROCESSES_AND_OR_THREADS,
  ENABLE_PER_PROCESS_AND_THREAD_TIME_LIMIT,
  ENABLE_PER_PROCESS_AND_THREAD_MEMORY_LIMIT,
  MAX_FILE_SIZE,
  COMPILE_OUTPUT,
  EXIT_CODE,
  EXIT_SIGNAL,
  MESSAGE,
  WALL_TIME,
  COMPILER_OPTIONS,
  COMMAND_LINE_ARGUMENTS,
  REDIRECT_STDERR_TO_STDOUT,
  CALLBACK_URL,
  ADDITIONAL_FILES,
  ENABLE_NETWORK,
  POST_EXECUTION_FILESYSTEM,
  STATUS,
  LANGUAGE;

  /** Those that are written when none are named. */
  static final Set<FieldNames> USUAL =
      Set.copyOf(EnumSet.of(STDOUT, TIME, MEMORY, STDERR, TOKEN, COMPILE_OUTPUT, MESSAGE, STATUS));

  /** Those that are read from the contents of a submission. */
  static final Set<FieldNames> CONTENTS =
      Set.copyOf(
          EnumSet.of(
              SOURCE_CODE, STDIN, EXPECTED_OUTPUT, ADDITIONAL_FILES, POST_EXECUTION_FILESYSTEM));

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a list of names.
   *
   * @param unknownHere those that this door has not
   * @throws Refused when there are unknown ones
   */
  static Set<FieldNames> read(Optional<String> list, Set<FieldNames> unknownHere) {
    if (list.isEmpty() || list.get().isBlank()) {
      return USUAL;
    }
    Set<FieldNames> fields = EnumSet.noneOf(FieldNames.class);
    List<String> unknown = new ArrayList<>();
    for (String part : list.get().split(",", -1)) {
      String name = part.strip();
      if (name.equals("*")) {
        fields.addAll(EnumSet.allOf(FieldNames.class));
        fields.removeAll(unknownHere);
        continue;
      }
      Optional<FieldNames> field = of(name).filter(f -> !unknownHere.contains(f));
      field.ifPresentOrElse(fields::add, () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      throw Refused.badRequest("invalid fields: [%s]".formatted(String.join(", ", unknown)));
    }
    return fields;
  }

  private static Optional<FieldNames> of(String name) {
    for (FieldNames field : values()) {
      if (field.code().equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
