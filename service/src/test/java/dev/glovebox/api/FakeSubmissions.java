package dev.glovebox.api;

import dev.glovebox.queue.Lease;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.IdempotencyConflict;
import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.ProgressListener;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionOutline;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Submissions in memory that a test moves along by hand: the API's behaviour at every step of a
 * submission's life is tested without a queue, a worker or a container.
 */
final class FakeSubmissions implements SubmissionIntake, SubmissionStore {

  final Map<SubmissionId, SubmissionView> views = new ConcurrentHashMap<>();
  final Map<SubmissionId, List<ProgressListener>> followers = new ConcurrentHashMap<>();
  volatile Optional<QueueFull> full = Optional.empty();
  volatile boolean instantly;
  volatile boolean gvisor;
  volatile Optional<RuntimeException> broken = Optional.empty();

  void reset() {
    views.clear();
    followers.clear();
    full = Optional.empty();
    broken = Optional.empty();
    instantly = false;
    gvisor = true;
  }

  SubmissionRequest last() {
    return views.values().stream()
        .max(java.util.Comparator.comparing(view -> view.submission().createdAt()))
        .orElseThrow()
        .submission()
        .request();
  }

  @Override
  public Accepted accept(UUID tenant, SubmissionRequest request) {
    full.ifPresent(exception -> {
      throw exception;
    });
    broken.ifPresent(exception -> {
      throw exception;
    });
    Optional<SubmissionView> earlier =
        views.values().stream()
            .filter(view ->
                request.idempotencyKey().isPresent()
                    && view.submission().tenant().equals(tenant)
                    && view.submission()
                        .request()
                        .idempotencyKey()
                        .equals(request.idempotencyKey()))
            .findAny();
    if (earlier.isPresent()) {
      IdempotencyConflict.check(request, earlier.get().submission().request());
      return new Accepted(earlier.get().submission(), true);
    }
    var id = new SubmissionId(UUID.randomUUID());
    var submission = new Submission(id, tenant, request, Instant.now());
    views.put(
        id, view(submission, SubmissionView.State.QUEUED, new Progress.Queued(), Optional.empty()));
    if (instantly) {
      finish(id, result("hello\n".getBytes(StandardCharsets.UTF_8), request.tests().size()));
    }
    return new Accepted(submission, false);
  }

  @Override
  public List<Accepted> acceptAll(UUID tenant, List<SubmissionRequest> requests) {
    var accepted = new ArrayList<Accepted>();
    requests.forEach(request -> accepted.add(accept(tenant, request)));
    return accepted;
  }

  @Override
  public List<Accepted> acceptAll(
      UUID tenant, List<SubmissionRequest> requests, Consumer<List<Accepted>> rows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean cancel(UUID tenant, SubmissionId id) {
    if (views.get(id).state() == SubmissionView.State.DONE) {
      return false;
    }
    finish(
        id,
        new SubmissionResult(
            Verdict.CANCELLED, "", Optional.empty(), List.of(), Optional.empty(), "w"));
    return true;
  }

  @Override
  public Optional<SubmissionView> find(UUID tenant, SubmissionId id) {
    return Optional.ofNullable(views.get(id))
        .filter(view -> view.submission().tenant().equals(tenant));
  }

  @Override
  public Optional<SubmissionStatus> status(UUID tenant, SubmissionId id) {
    return find(tenant, id)
        .map(view ->
            new SubmissionStatus(
                SubmissionOutline.of(view.submission()),
                view.state(),
                view.progress(),
                view.attempt(),
                view.startedAt(),
                view.finishedAt(),
                view.result()));
  }

  @Override
  public Map<SubmissionId, SubmissionStatus> statuses(UUID tenant, Collection<SubmissionId> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<SubmissionId, SubmissionRequest> requests(UUID tenant, Collection<SubmissionId> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<SubmissionId, List<LeftFile>> leftFiles(UUID tenant, Collection<SubmissionId> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Submission load(SubmissionId id) {
    return views.get(id).submission();
  }

  @Override
  public Page list(UUID tenant, Filter filter, Optional<Cursor> after, int size) {
    List<Row> rows =
        views.values().stream()
            .filter(view -> view.submission().tenant().equals(tenant))
            .filter(view -> filter.state().map(view.state()::equals).orElse(true))
            .filter(view ->
                filter.language().map(view.submission().request().language()::equals).orElse(true))
            .sorted(
                java.util.Comparator.comparing(
                        (SubmissionView view) -> view.submission().createdAt())
                    .reversed())
            .filter(view ->
                after
                    .map(cursor -> view.submission().createdAt().isBefore(cursor.createdAt()))
                    .orElse(true))
            .map(view ->
                new Row(
                    view.submission().id(),
                    view.submission().request().language(),
                    view.state(),
                    view.result().map(SubmissionResult::verdict),
                    Optional.of(Duration.ofMillis(13)),
                    Optional.of(9_000_000L),
                    view.submission().request().tests().size(),
                    view.submission().createdAt(),
                    view.finishedAt()))
            .toList();
    List<Row> page = rows.subList(0, Math.min(size, rows.size()));
    return new Page(
        page,
        rows.size() > size
            ? Optional.of(new Cursor(page.getLast().createdAt(), page.getLast().id().value()))
            : Optional.empty());
  }

  @Override
  public Optional<SubmissionStatus> await(UUID tenant, SubmissionId id, Duration atMost) {
    return status(tenant, id);
  }

  @Override
  public Subscription follow(UUID tenant, SubmissionId id, ProgressListener listener) {
    var list = followers.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>());
    list.add(listener);
    listener.progressed(id, views.get(id).progress());
    return () -> list.remove(listener);
  }

  @Override
  public void complete(Lease lease, SubmissionResult result) {
    throw new UnsupportedOperationException("the API has no leases");
  }

  @Override
  public void progressed(SubmissionId id, Progress progress) {
    views.compute(
        id,
        (_, view) ->
            view(view.submission(), SubmissionView.State.RUNNING, progress, Optional.empty()));
    tell(id, progress);
  }

  void finish(SubmissionId id, SubmissionResult result) {
    views.compute(
        id,
        (_, view) ->
            view(
                view.submission(),
                SubmissionView.State.DONE,
                new Progress.Done(),
                Optional.of(result)));
    tell(id, new Progress.Done());
  }

  private void tell(SubmissionId id, Progress progress) {
    followers.getOrDefault(id, List.of()).forEach(listener -> listener.progressed(id, progress));
  }

  private static SubmissionView view(
      Submission submission,
      SubmissionView.State state,
      Progress progress,
      Optional<SubmissionResult> result) {
    boolean started = state != SubmissionView.State.QUEUED;
    return new SubmissionView(
        submission,
        state,
        progress,
        started ? 1 : 0,
        started ? Optional.of(Instant.now()) : Optional.empty(),
        result.map(_ -> Instant.now()),
        result);
  }

  static SubmissionResult result(byte[] stdout, int tests) {
    var results = new ArrayList<TestResult>();
    for (int number = 1; number <= tests; number++) {
      results.add(
          new TestResult(
              number,
              Verdict.ACCEPTED,
              Optional.of(
                  new TestResult.Measured(
                      Duration.ofNanos(12_345_678),
                      Duration.ofMillis(20),
                      9_000_000,
                      Optional.of(10_000_000L),
                      Optional.of(0),
                      Optional.empty(),
                      Optional.of(TestResult.LimitFired.FILE_SIZE),
                      new CapturedOutput(stdout, stdout.length, new byte[32]),
                      new CapturedOutput(new byte[0], 0, new byte[32]))),
              ""));
    }
    return new SubmissionResult(
        Verdict.ACCEPTED,
        "",
        Optional.of(
            new CompileResult(
                true,
                false,
                Duration.ofMillis(5),
                Duration.ofMillis(6),
                1000,
                Optional.of(0),
                new CapturedOutput(new byte[0], 0, new byte[32]),
                "")),
        results,
        Optional.of(
            new SandboxFacts(
                "c0ffee",
                "sha256:" + "0".repeat(64),
                IsolationTier.CONTAINER,
                "runc 1.1",
                "program",
                "0".repeat(64),
                new ContainerLimits(1 << 29, 64),
                "0",
                1)),
        "w");
  }
}
