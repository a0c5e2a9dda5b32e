package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.CompileResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a program into a sandbox, compiled or from the cache, and again into another one when it
 * has ended the one before. Used by one thread.
 */
final class ProgramKeeper {

  /** What the kernel says when the program file is not there or is no program. */
  private static final Set<Integer> NO_PROGRAM = Set.of(2, 8, 13, 20);

  /** How often a program is compiled again because it ended its sandbox. */
  private static final int MOST_RECOMPILATIONS = 3;

  /** What came of preparing. */
  enum Prepared {
    /** The program is in the sandbox. */
    READY,
    /** {@link #compiled()} says why there is none. */
    NO_PROGRAM,
    CANCELLED
  }

  private final Program program;
  private final boolean secondAttempt;
  private final boolean recordOrder;
  private final HeldSandbox held;
  private final Optional<CompileCache> cache;
  private final JudgeProperties properties;
  private final JudgeMetrics metrics;
  private Optional<CompileResult> compiled = Optional.empty();
  private Optional<CacheKey> toStore = Optional.empty();

  /** What is installed where nothing has to be compiled. */
  private Optional<List<SandboxFile>> files = Optional.empty();

  private Optional<Compilation> compilation = Optional.empty();
  private int recompilations;
  private long installedBytes;

  /** Whether the program is in the sandbox, and the sandbox alive and set to its limits. */
  private boolean ready;

  /**
   * @param secondAttempt whether all this was tried before and failed for our own fault
   * @param recordOrder whether the compiler's two streams are told apart
   */
  ProgramKeeper(
      Program program,
      boolean secondAttempt,
      boolean recordOrder,
      HeldSandbox held,
      Optional<CompileCache> cache,
      JudgeProperties properties,
      JudgeMetrics metrics) {
    this.program = program;
    this.secondAttempt = secondAttempt;
    this.recordOrder = recordOrder;
    this.held = held;
    this.cache = cache;
    this.properties = properties;
    this.metrics = metrics;
  }

  /** Brings the program into the sandbox, within whatever limits that has. */
  Prepared prepare(Runnable whenCompiling) {
    Optional<Language.Compile> compile = program.language().compile();
    if (compile.isEmpty()) {
      install(program.layout().sources());
      return Prepared.READY;
    }
    Compilation here =
        new Compilation(
            program, compile.get(), kept(properties.storedCompilerOutput().toBytes()), recordOrder);
    Optional<CacheKey> key = cache.map(_ -> here.key(held.sandbox()));
    Optional<CachedProgram> known = key.flatMap(k -> cache.flatMap(c -> c.find(k)));
    if (known.isPresent()) {
      compiled = Optional.of(known.get().result());
      install(known.get().files());
      return Prepared.READY;
    }
    compilation = Optional.of(here);
    whenCompiling.run();
    return compile(here, key);
  }

  private void install(List<SandboxFile> whole) {
    files = Optional.of(whole);
    installedBytes = whole.stream().mapToLong(file -> file.content().length).sum();
    held.sandbox().install(whole);
  }

  private Prepared compile(Compilation here, Optional<CacheKey> key) {
    Compilation.Outcome outcome = here.run(held);
    metrics.ran("compile", program, outcome.result().wall());
    if (outcome.cancelled() || held.stopped()) {
      return Prepared.CANCELLED;
    }
    compiled = Optional.of(outcome.result());
    if (!outcome.result().succeeded()) {
      return Prepared.NO_PROGRAM;
    }
    installedBytes = outcome.resultBytes();
    toStore = outcome.cacheable() ? key : Optional.empty();
    return Prepared.READY;
  }

  /** How the compilation went; empty for languages without one. */
  Optional<CompileResult> compiled() {
    return compiled;
  }

  Sandbox sandbox() {
    return held.sandbox();
  }

  boolean stopped() {
    return held.stopped();
  }

  /** Whether the program can be run. */
  boolean ready() {
    return ready;
  }

  /** From here on the sandbox is the program's. */
  void limitToProgram() {
    try {
      held.sandbox().limit(program.limits().programContainer(installedBytes));
      ready = true;
    } catch (SandboxException e) {
      if (!isPrograms(e)) {
        throw e;
      }
      endedByProgram();
    }
  }

  /** Into another sandbox, since the program has ended the one before. */
  void bringAgain() {
    if (files.isEmpty() && recompilations == MOST_RECOMPILATIONS) {
      return;
    }
    held.renew();
    if (files.isPresent()) {
      held.sandbox().install(files.get());
    } else if (compilation.isPresent()) {
      recompilations++;
      if (!compilation.get().run(held).result().succeeded()) {
        return;
      }
    }
    limitToProgram();
  }

  void endedByProgram() {
    ready = false;
    toStore = Optional.empty();
  }

  /**
   * Whether the program has ended its sandbox. A sandbox without memory says so. Under gVisor the
   * whole sandbox dies with a program that uses up its memory or processes, and nothing is left to
   * say so: one that is lost once may be our fault; one that is lost again at the second attempt is
   * the program's.
   */
  boolean isPrograms(SandboxException e) {
    if (held.stopped()) {
      return false;
    }
    return e.kind() == SandboxException.Kind.OUT_OF_MEMORY
        || (program.tier() == IsolationTier.GVISOR
            && e.kind() == SandboxException.Kind.LOST
            && secondAttempt);
  }

  /**
   * Whether a run failed because there was no program to run, or no readable one: the compilation
   * that has failed, then.
   */
  Optional<CompileResult> explain(End end) {
    if (compiled.isPresent()) {
      return end instanceof NotStarted(int errno, String reason) && NO_PROGRAM.contains(errno)
          ? Optional.of(noProgram(compiled.get(), reason))
          : Optional.empty();
    }
    Optional<CompileResult> complaint = program.language().check().flatMap(this::complaint);
    complaint.ifPresent(result -> metrics.ran("check", program, result.wall()));
    if (complaint.isPresent()) {
      compiled = complaint;
    }
    return complaint;
  }

  private Optional<CompileResult> complaint(Language.Command command) {
    int kept = kept(properties.storedCompilerOutput().toBytes());
    try {
      return new SyntaxCheck(program, command, kept).complaint(held.sandbox());
    } catch (SandboxException e) {
      if (!isPrograms(e)) {
        throw e;
      }
      // A check that came to no end says nothing about the program.
      endedByProgram();
      return Optional.empty();
    }
  }

  private CompileResult noProgram(CompileResult result, String reason) {
    CompileResult failed =
        new CompileResult(
            false,
            result.cached(),
            result.cpu(),
            result.wall(),
            result.memoryBytes(),
            result.exitCode(),
            result.output(),
            "the compiler left no program that could be started: " + reason,
            result.signal(),
            result.limit(),
            result.order());
    compiled = Optional.of(failed);
    toStore = Optional.empty();
    return failed;
  }

  /**
   * Puts a freshly compiled program into the cache. Takes some time, so it is done when everybody
   * has the verdict.
   */
  void keepCompiled() {
    if (toStore.isPresent() && cache.isPresent() && compiled.isPresent() && !held.stopped()) {
      cache.get().store(toStore.get(), new CachedProgram(compiled.get(), held.sandbox().fetch()));
      toStore = Optional.empty();
    }
  }

  private static int kept(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE - 8);
  }
}
