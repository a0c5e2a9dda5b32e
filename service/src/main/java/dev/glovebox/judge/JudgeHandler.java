package dev.glovebox.judge;

import dev.glovebox.language.CommandLine;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.language.Languages.Readiness;
import dev.glovebox.language.ProgramLayout;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges submissions for the worker: takes a sandbox, has the submission judged in it, records the
 * result under the lease. Our own faults leave as {@link InfrastructureFault}, never as a verdict.
 */
public final class JudgeHandler implements JobHandler {

  /** The kind of job this handler is for. */
  public static final String KIND = "judge";

  private static final Logger log = LoggerFactory.getLogger(JudgeHandler.class);

  /** A compiler is first tried in whatever a waiting sandbox has. */
  private static final ContainerLimits ANY = new ContainerLimits(16L << 20, 2);

  /**
   * Who the judge works with.
   *
   * @param submissions where requests come from and results go
   * @param languages the catalogue
   * @param pool the sandboxes
   * @param tenants what tenants allow
   * @param cache compiled programs, where they are kept
   * @param load how busy the machine is
   */
  record Collaborators(
      SubmissionStore submissions,
      Languages languages,
      SandboxPool pool,
      TenantPolicies tenants,
      Optional<CompileCache> cache,
      HostLoad load,
      JudgeMetrics metrics) {}

  private final Collaborators with;
  private final JudgeProperties properties;

  JudgeHandler(Collaborators with, JudgeProperties properties) {
    this.with = with;
    this.properties = properties;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void handle(Lease lease, StopSignal stop) {
    Submission submission = with.submissions().load(new SubmissionId(lease.subject()));
    if (stop.stopped()) {
      complete(lease, submission, cancelledBeforeStart(lease, submission));
      return;
    }
    Assignment assignment = assignment(lease, submission);
    long before = System.nanoTime();
    try (HeldSandbox held = new HeldSandbox(() -> acquire(assignment), stop)) {
      with.metrics().ran("acquire", assignment, Duration.ofNanos(System.nanoTime() - before));
      judge(assignment, held);
    } catch (SandboxException e) {
      throw fault(e);
    }
  }

  private void judge(Assignment assignment, HeldSandbox held) {
    Lease lease = assignment.lease();
    SubmissionId id = assignment.submission().id();
    Judging judging =
        new Judging(
            assignment,
            held,
            with.cache(),
            properties,
            with.metrics(),
            progress -> with.submissions().progressed(id, progress));
    SubmissionResult result;
    try {
      result = judging.judge();
    } catch (SandboxException e) {
      // A sandbox that was killed because of a stop signal may fail in any way it likes.
      if (!held.stopped()) {
        throw e;
      }
      result = judging.cancelled();
    }
    complete(lease, assignment.submission(), result);
    keepCompiled(judging, id);
  }

  /** The answer is out; whatever goes wrong now must not make the job run again. */
  private void keepCompiled(Judging judging, SubmissionId id) {
    try {
      judging.keepCompiled();
    } catch (SandboxException e) {
      log.warn(
          "program of {} not cached, the next one like it is compiled: {}", id, e.getMessage());
      with.metrics().cache("failed");
    }
  }

  @Override
  public void giveUp(Lease lease, String evidence) {
    Submission submission = with.submissions().load(new SubmissionId(lease.subject()));
    SubmissionResult result =
        new SubmissionResult(
            Verdict.INTERNAL_ERROR,
            evidence,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            lease.owner());
    complete(lease, submission, result);
  }

  private void complete(Lease lease, Submission submission, SubmissionResult result) {
    with.submissions().complete(lease, result);
    with.metrics().judged(result, submission.request().language());
  }

  private Sandbox acquire(Assignment assignment) {
    SandboxSpec spec = new SandboxSpec(assignment.image(), assignment.request().tier());
    Lease lease = assignment.lease();
    boolean reuse = properties.reuse() && with.tenants().allowsReuse(lease.tenant());
    ContainerLimits limits =
        assignment.language().compile().isPresent() ? ANY : assignment.limits().programContainer(0);
    return with.pool().acquire(spec, new SandboxLease(lease.tenant().toString(), reuse), limits);
  }

  private Assignment assignment(Lease lease, Submission submission) {
    SubmissionRequest request = submission.request();
    Language language =
        with.languages()
            .find(request.language())
            .orElseThrow(() ->
                new InfrastructureFault(
                    "language_missing", "this worker has no language " + request.language()));
    String image =
        switch (with.languages().readiness(language)) {
          case Readiness.Ready(String id, String _) -> id;
          case Readiness.NotReady(String reason) ->
              throw new InfrastructureFault(
                  "image_missing", language.name() + " can't be run here: " + reason);
        };
    ProgramLayout layout = ProgramLayout.of(language, Assignment.files(request), request.main());
    return new Assignment(
        lease,
        submission,
        language,
        image,
        layout,
        new CommandLine(language, layout, request.compileOptions(), request.limits().memoryBytes()),
        new PhaseLimits(language, request.limits(), request.tier(), properties, with.load()));
  }

  private static SubmissionResult cancelledBeforeStart(Lease lease, Submission submission) {
    List<TestResult> tests =
        IntStream.rangeClosed(1, submission.request().tests().size())
            .mapToObj(number -> new TestResult(number, Verdict.CANCELLED, Optional.empty(), ""))
            .toList();
    return new SubmissionResult(
        Verdict.CANCELLED,
        "cancelled before it ran",
        Optional.empty(),
        tests,
        Optional.empty(),
        lease.owner());
  }

  private static InfrastructureFault fault(SandboxException e) {
    return new InfrastructureFault(
        "sandbox_" + e.kind().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()), e);
  }
}
