package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestCase;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Judges one submission in one sandbox. Used once, by one thread. */
final class Judging {

  /** What the kernel says when the program file is not there or is no program. */
  private static final Set<Integer> NO_PROGRAM = Set.of(2, 8, 13, 20);

  /** How often a program is compiled again because it ended its sandbox. */
  private static final int MOST_RECOMPILATIONS = 3;

  private final Assignment assignment;
  private final HeldSandbox held;
  private final Optional<CompileCache> cache;
  private final JudgeProperties properties;
  private final JudgeMetrics metrics;
  private final Consumer<Progress> progress;
  private final List<TestResult> tests = new ArrayList<>();
  private Optional<CompileResult> compiled = Optional.empty();
  private Optional<CacheKey> toStore = Optional.empty();

  /** What is installed where nothing has to be compiled. */
  private Optional<List<SandboxFile>> program = Optional.empty();

  private Optional<Compilation> compilation = Optional.empty();
  private int recompilations;
  private long installedBytes;

  /** Whether the program is in the sandbox, and the sandbox alive and set to its limits. */
  private boolean ready;

  Judging(
      Assignment assignment,
      HeldSandbox held,
      Optional<CompileCache> cache,
      JudgeProperties properties,
      JudgeMetrics metrics,
      Consumer<Progress> progress) {
    this.assignment = assignment;
    this.held = held;
    this.cache = cache;
    this.properties = properties;
    this.metrics = metrics;
    this.progress = progress;
  }

  /**
   * From sources to the result.
   *
   * @throws SandboxException when the sandbox fails
   * @throws InfrastructureFault when something else fails that is not the program
   */
  SubmissionResult judge() {
    Optional<SubmissionResult> failed = prepare();
    if (failed.isPresent()) {
      return failed.get();
    }
    if (held.stopped()) {
      return cancelled();
    }
    return runTests();
  }

  /** What is known when a stop signal, or the sandbox's end because of one, came in between. */
  SubmissionResult cancelled() {
    List<TestCase> all = assignment.request().tests();
    for (int number = tests.size() + 1; number <= all.size(); number++) {
      tests.add(notRun(number, Verdict.CANCELLED));
    }
    return result(Verdict.CANCELLED, "cancelled");
  }

  /**
   * Puts a freshly compiled program into the cache. Takes some time, so it is done when everybody
   * has the verdict.
   */
  void keepCompiled() {
    if (toStore.isPresent() && cache.isPresent() && compiled.isPresent() && !held.stopped()) {
      cache.get().store(toStore.get(), new CachedProgram(compiled.get(), held.sandbox().fetch()));
    }
  }

  /** Brings the program into the sandbox; the result when there is none to bring. */
  private Optional<SubmissionResult> prepare() {
    Optional<Language.Compile> compile = assignment.language().compile();
    if (compile.isEmpty()) {
      install(assignment.layout().sources());
      return Optional.empty();
    }
    Compilation here =
        new Compilation(
            assignment, compile.get(), kept(properties.storedCompilerOutput().toBytes()));
    Optional<CacheKey> key = cache.map(_ -> here.key(held.sandbox()));
    Optional<CachedProgram> known = key.flatMap(k -> cache.flatMap(c -> c.find(k)));
    if (known.isPresent()) {
      compiled = Optional.of(known.get().result());
      install(known.get().files());
      return Optional.empty();
    }
    compilation = Optional.of(here);
    return compile(here, key);
  }

  private void install(List<SandboxFile> files) {
    program = Optional.of(files);
    installedBytes = files.stream().mapToLong(file -> file.content().length).sum();
    held.sandbox().install(files);
  }

  private Optional<SubmissionResult> compile(Compilation here, Optional<CacheKey> key) {
    progress.accept(new Progress.Compiling());
    Compilation.Outcome outcome = here.run(held);
    metrics.ran("compile", assignment, outcome.result().wall());
    if (outcome.cancelled() || held.stopped()) {
      return Optional.of(cancelled());
    }
    compiled = Optional.of(outcome.result());
    if (!outcome.result().succeeded()) {
      return Optional.of(compileError(outcome.result()));
    }
    installedBytes = outcome.resultBytes();
    toStore = outcome.cacheable() ? key : Optional.empty();
    return Optional.empty();
  }

  private SubmissionResult runTests() {
    TestRun run = new TestRun(assignment, kept(properties.storedOutput().toBytes()));
    List<TestCase> all = assignment.request().tests();
    boolean unexplained = true;
    limitToProgram();
    if (!ready) {
      tests.add(
          outOfMemory(1, "the files of the program alone take more than the memory it may have"));
      return skippingTheRest();
    }
    for (TestCase test : all) {
      if (!held.stopped() && !ready) {
        bringAgain();
      }
      if (held.stopped()) {
        return cancelled();
      }
      if (!ready) {
        break;
      }
      int number = tests.size() + 1;
      progress.accept(new Progress.RunningTest(number, all.size()));
      TestRun.Judged judged;
      try {
        judged = run.run(held.sandbox(), number, test);
      } catch (SandboxException e) {
        if (!isPrograms(e)) {
          throw e;
        }
        endedByProgram();
        if (e.kind() == SandboxException.Kind.LOST) {
          tests.add(lostUnderGvisor(number));
          break;
        }
        tests.add(outOfMemory(number, "the program left no memory in its sandbox"));
        if (assignment.request().stopAtFirstFailure()) {
          break;
        }
        continue;
      }
      judged.result().run().ifPresent(measured -> metrics.ran("test", assignment, measured.wall()));
      Verdict verdict = judged.result().verdict();
      if (verdict == Verdict.RUNTIME_ERROR && unexplained) {
        unexplained = false;
        Optional<SubmissionResult> error = explainedByCompilation(judged);
        if (error.isPresent()) {
          return error.get();
        }
      }
      tests.add(judged.result());
      if (verdict == Verdict.CANCELLED) {
        return cancelled();
      }
      if (verdict != Verdict.ACCEPTED && assignment.request().stopAtFirstFailure()) {
        break;
      }
    }
    return skippingTheRest();
  }

  private SubmissionResult skippingTheRest() {
    for (int rest = tests.size() + 1; rest <= assignment.request().tests().size(); rest++) {
      tests.add(notRun(rest, Verdict.SKIPPED));
    }
    return aggregated();
  }

  /** From here on the sandbox is the program's. */
  private void limitToProgram() {
    try {
      held.sandbox().limit(assignment.limits().programContainer(installedBytes));
      ready = true;
    } catch (SandboxException e) {
      if (!isPrograms(e)) {
        throw e;
      }
      endedByProgram();
    }
  }

  /** Into another sandbox, since the program has ended the one before. */
  private void bringAgain() {
    if (program.isEmpty() && recompilations == MOST_RECOMPILATIONS) {
      return;
    }
    held.renew();
    if (program.isPresent()) {
      held.sandbox().install(program.get());
    } else if (compilation.isPresent()) {
      recompilations++;
      if (!compilation.get().run(held).result().succeeded()) {
        return;
      }
    }
    limitToProgram();
  }

  private void endedByProgram() {
    ready = false;
    toStore = Optional.empty();
  }

  /**
   * Whether the program has ended its sandbox. A sandbox without memory says so. Under gVisor the
   * whole sandbox dies with a program that uses up its memory or processes, and nothing is left to
   * say so: one that is lost once may be our fault; one that is lost again at the second attempt is
   * the program's.
   */
  private boolean isPrograms(SandboxException e) {
    if (held.stopped()) {
      return false;
    }
    return e.kind() == SandboxException.Kind.OUT_OF_MEMORY
        || (assignment.request().tier() == IsolationTier.GVISOR
            && e.kind() == SandboxException.Kind.LOST
            && assignment.lease().attempt() > 1);
  }

  private static TestResult outOfMemory(int number, String message) {
    return new TestResult(number, Verdict.MEMORY_LIMIT, Optional.empty(), message);
  }

  private static TestResult lostUnderGvisor(int number) {
    return outOfMemory(
        number,
        "the sandbox ended with the program, which under gVisor is how using up memory or processes"
            + " shows");
  }

  /** Whether a run failed because there was no program to run, or no readable one. */
  private Optional<SubmissionResult> explainedByCompilation(TestRun.Judged judged) {
    if (compiled.isPresent()) {
      return judged.end() instanceof NotStarted(int errno, String reason)
              && NO_PROGRAM.contains(errno)
          ? Optional.of(noProgram(compiled.get(), reason))
          : Optional.empty();
    }
    Optional<CompileResult> complaint = assignment.language().check().flatMap(this::complaint);
    complaint.ifPresent(result -> metrics.ran("check", assignment, result.wall()));
    if (complaint.isPresent()) {
      compiled = complaint;
    }
    return complaint.map(this::compileError);
  }

  private Optional<CompileResult> complaint(Language.Command command) {
    int kept = kept(properties.storedCompilerOutput().toBytes());
    try {
      return new SyntaxCheck(assignment, command, kept).complaint(held.sandbox());
    } catch (SandboxException e) {
      if (!isPrograms(e)) {
        throw e;
      }
      // A check that came to no end says nothing about the program.
      endedByProgram();
      return Optional.empty();
    }
  }

  private SubmissionResult noProgram(CompileResult result, String reason) {
    CompileResult failed =
        new CompileResult(
            false,
            result.cached(),
            result.cpu(),
            result.wall(),
            result.memoryBytes(),
            result.exitCode(),
            result.output(),
            "the compiler left no program that could be started: " + reason);
    compiled = Optional.of(failed);
    toStore = Optional.empty();
    return compileError(failed);
  }

  private SubmissionResult compileError(CompileResult failed) {
    tests.clear();
    String message =
        failed.message().isEmpty()
            ? failed.exitCode().map(code -> "the compiler ended with exit code " + code).orElse("")
            : failed.message();
    return result(Verdict.COMPILE_ERROR, message);
  }

  private SubmissionResult aggregated() {
    for (TestResult test : tests) {
      if (test.verdict() != Verdict.ACCEPTED) {
        String message = test.message().isEmpty() ? test.verdict().text() : test.message();
        return result(test.verdict(), "test %d: %s".formatted(test.number(), message));
      }
    }
    return result(Verdict.ACCEPTED, "");
  }

  private SubmissionResult result(Verdict verdict, String message) {
    return new SubmissionResult(
        verdict,
        message,
        compiled,
        List.copyOf(tests),
        Optional.of(held.sandbox().facts()),
        assignment.lease().owner());
  }

  private static TestResult notRun(int number, Verdict verdict) {
    return new TestResult(number, verdict, Optional.empty(), "");
  }

  private static int kept(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE - 8);
  }
}
