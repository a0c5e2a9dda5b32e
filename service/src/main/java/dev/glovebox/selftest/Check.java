package dev.glovebox.selftest;

import dev.glovebox.drill.Expectation;
import dev.glovebox.drill.Expectation.Patterns;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.TestCase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program and what must come of it in a sandbox that keeps what it promises. A program says
 * {@code PWNED} and what it got when it gets through, and {@code contained} at its end.
 *
 * @param name stable
 * @param title what it is about
 * @param source in Python
 * @param expected what must come of it
 */
record Check(
    String name, String title, String source, ExecutionLimits limits, Expectation expected) {

  static final String LANGUAGE = "python";

  private static final ExecutionLimits USUAL =
      new ExecutionLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          256L << 20,
          64,
          1L << 20,
          1L << 20,
          Optional.empty());

  private static final int SIGSYS = 31;
  private static final List<Pattern> PWNED = List.of(Pattern.compile("PWNED"));
  private static final Patterns ANYTHING = new Patterns(List.of(), List.of());

  /** All of them, in the order in which they are made. */
  static final List<Check> ALL =
      List.of(
          new Check(
              "hello",
              "An ordinary program is accepted, and its time is measured",
              "print('honest')\n",
              USUAL,
              says("AC", "^honest$")),
          new Check(
              "seccomp-filter",
              "Programs run under a seccomp filter",
              status("Seccomp"),
              USUAL,
              says("AC", "^Seccomp:\\s+2$")),
          new Check(
              "forbidden-call",
              "A forbidden system call (ptrace) ends the program",
              """
              import ctypes
              got = ctypes.CDLL(None, use_errno=True).ptrace(0, 0, 0, 0)
              print("PWNED ptrace returned", got, "errno", ctypes.get_errno())
              """,
              USUAL,
              new Expectation(
                  Set.of("SV"),
                  Set.of(),
                  Optional.empty(),
                  Optional.of(SIGSYS),
                  ANYTHING,
                  ANYTHING,
                  ANYTHING,
                  Optional.empty(),
                  PWNED)),
          new Check(
              "no-capabilities",
              "All sets of capabilities are empty",
              """
              for line in open("/proc/self/status"):
                  name, _, value = line.partition(":")
                  if name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") and int(value, 16):
                      print("PWNED", name, value.strip())
              print("contained")
              """,
              USUAL,
              says("AC", "^contained$")),
          new Check(
              "no-new-privileges",
              "Programs can't gain privileges by what they execute",
              status("NoNewPrivs"),
              USUAL,
              says("AC", "^NoNewPrivs:\\s+1$")),
          new Check(
              "not-root",
              "The user is nobody that the host knows, and in no other group",
              """
              import os
              ids = set(os.getresuid()) | set(os.getresgid()) | set(os.getgroups())
              if min(ids) <= 65536:
                  print("PWNED ids", sorted(ids))
              print("contained")
              """,
              USUAL,
              says("AC", "^contained$")),
          new Check(
              "read-only-root",
              "The file system of the image is read-only",
              """
              import os
              for place in ("/", "/usr", "/etc", "/bin"):
                  if not os.statvfs(place).f_flag & os.ST_RDONLY:
                      print("PWNED", place, "can be written to")
              print("contained")
              """,
              USUAL,
              says("AC", "^contained$")),
          new Check(
              "no-network",
              "There is no network but the own loopback, and no way out of it",
              """
              import socket
              for line in open("/proc/net/dev").readlines()[2:]:
                  if line.split(":")[0].strip() != "lo":
                      print("PWNED interface", line.strip())
              for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                  try:
                      with socket.socket(socket.AF_INET, kind) as out:
                          out.settimeout(2)
                          out.connect(("192.0.2.1", 9))
                      print("PWNED a way out")
                  except TimeoutError:
                      print("PWNED a way out that does not answer")
                  except OSError as refused:
                      print("refused:", refused)
              print("contained")
              """,
              USUAL,
              says("AC", "^contained$")),
          new Check(
              "memory-limit",
              "A program that takes more memory than it may is ended",
              "taken = []\nwhile len(taken) < 1024:\n    taken.append(bytearray(b'x' * (1 << 20)))\nprint('PWNED a GiB')\n",
              new ExecutionLimits(
                  USUAL.cpu(),
                  USUAL.wall(),
                  64L << 20,
                  USUAL.processes(),
                  USUAL.outputBytes(),
                  USUAL.fileSizeBytes(),
                  Optional.empty()),
              ends("MLE", "MEMORY")),
          new Check(
              "cpu-limit",
              "A program that computes for longer than it may is ended",
              "while True:\n    pass\n",
              withTimes(Duration.ofMillis(500), Duration.ofSeconds(20)),
              ends("TLE", "CPU")),
          new Check(
              "wall-limit",
              "A program that waits for longer than it may is ended",
              "import time\ntime.sleep(300)\nprint('PWNED five minutes')\n",
              withTimes(Duration.ofSeconds(5), Duration.ofSeconds(1)),
              ends("WTLE", "WALL")),
          new Check(
              "process-limit",
              "A program can't have more processes than it may",
              """
              import os, signal, time
              children = []
              try:
                  while len(children) < 64:
                      child = os.fork()
                      if child == 0:
                          time.sleep(30)
                          os._exit(0)
                      children.append(child)
                  print("PWNED", len(children), "children")
              except OSError as refused:
                  print("contained after", len(children))
              for child in children:
                  os.kill(child, signal.SIGKILL)
                  os.waitpid(child, 0)
              """,
              new ExecutionLimits(
                  USUAL.cpu(),
                  USUAL.wall(),
                  USUAL.memoryBytes(),
                  16,
                  USUAL.outputBytes(),
                  USUAL.fileSizeBytes(),
                  Optional.empty()),
              new Expectation(
                  Set.of("AC", "RTE"),
                  Set.of(),
                  Optional.empty(),
                  Optional.empty(),
                  new Patterns(
                      List.of(Pattern.compile("^contained after ", Pattern.MULTILINE)), List.of()),
                  ANYTHING,
                  ANYTHING,
                  Optional.empty(),
                  PWNED)));

  /** As if it were submitted. */
  SubmissionRequest request() {
    return new SubmissionRequest(
        LANGUAGE,
        List.of(new SourceFile("main.py", source.getBytes(StandardCharsets.UTF_8))),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(new TestCase(name, new byte[0], Optional.empty(), new Comparison.TrimLines())),
        limits,
        IsolationTier.CONTAINER,
        Priority.LOW,
        true,
        false,
        false,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.<Overrides>empty());
  }

  private static Expectation says(String verdict, String pattern) {
    return new Expectation(
        Set.of(verdict),
        Set.of(),
        Optional.of(0),
        Optional.empty(),
        new Patterns(List.of(Pattern.compile(pattern, Pattern.MULTILINE)), List.of()),
        ANYTHING,
        ANYTHING,
        Optional.empty(),
        PWNED);
  }

  private static Expectation ends(String verdict, String limit) {
    return new Expectation(
        Set.of(verdict),
        Set.of(limit),
        Optional.empty(),
        Optional.empty(),
        ANYTHING,
        ANYTHING,
        ANYTHING,
        Optional.empty(),
        PWNED);
  }

  private static String status(String name) {
    return "print([line for line in open('/proc/self/status') if line.startswith('%s:')][0])\n"
        .formatted(name);
  }

  private static ExecutionLimits withTimes(Duration cpu, Duration wall) {
    return new ExecutionLimits(
        cpu,
        wall,
        USUAL.memoryBytes(),
        USUAL.processes(),
        USUAL.outputBytes(),
        USUAL.fileSizeBytes(),
        Optional.empty());
  }
}
