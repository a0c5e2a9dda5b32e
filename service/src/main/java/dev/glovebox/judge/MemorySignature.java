package dev.glovebox.judge;

import java.util.List;
import java.util.Optional;

/**
 * What language runtimes write when they fail for want of memory without the kernel having to kill
 * anything. Only asked when a program failed: printing such a line and ending well is harmless.
 */
final class MemorySignature {

  /** Threads that can't be made are a matter of the process limit, though Java calls it memory. */
  private static final String NO_THREAD = "unable to create native thread";

  private static final List<String> SIGNATURES =
      List.of(
          "java.lang.OutOfMemoryError",
          "insufficient memory for the Java Runtime Environment",
          "std::bad_alloc",
          "JavaScript heap out of memory",
          "Array buffer allocation failed",
          "fatal error: runtime: out of memory",
          "fatal error: runtime: cannot allocate memory",
          "(NoMemoryError)",
          "ArrayMemoryError",
          "Out of memory (allocated",
          "Allowed memory size of",
          "xmalloc: cannot allocate",
          "xrealloc: cannot allocate",
          "virtual memory exhausted",
          "out of memory allocating",
          "Execution error (OutOfMemoryError)", // Clojure
          "core.exception.OutOfMemoryError", // D
          "System.OutOfMemoryException", // Mono
          ": not enough memory", // Lua
          "Out of memory!", // Perl
          "Out of memory in perl",
          "unable to alloc ", // Tcl
          "unable to realloc ",
          "cannot allocate vector of size", // R
          "out of memory or dimension too large", // Octave
          "Heap exhausted (no more space for allocation)", // SBCL
          "HEAP-EXHAUSTED-ERROR",
          "exception Out_of_memory", // OCaml
          "eheap_alloc: Cannot allocate", // Erlang
          "STORAGE_ERROR : heap exhausted", // GNAT
          "Allocation would exceed memory limit", // gfortran
          "Runtime error 203 at"); // Free Pascal

  private MemorySignature() {}

  /** The line that says so, cut to a sane length. */
  static Optional<String> in(String errorText) {
    for (String line : errorText.split("\\R")) {
      if (says(line)) {
        return Optional.of(line.substring(0, Math.min(line.length(), 200)));
      }
    }
    return Optional.empty();
  }

  private static boolean says(String line) {
    if (line.contains(NO_THREAD)) {
      return false;
    }
    // Python's is short enough to stand in any text, so it must be the whole name of an exception.
    if (line.startsWith("MemoryError") && (line.length() == 11 || line.charAt(11) == ':')) {
      return true;
    }
    // Rust says how many bytes.
    if (line.contains("memory allocation of ") && line.contains(" bytes failed")) {
      return true;
    }
    return SIGNATURES.stream().anyMatch(line::contains);
  }
}
