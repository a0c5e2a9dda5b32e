package dev.glovebox.judge0;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glovebox.api.RateLimits;
import dev.glovebox.callback.Callbacks;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.Deletions;
import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionIntake.Accepted;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.TestResult.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The submissions that came through this door.
 *
 * <p>Clients ask for a submission ten times a second until it is done. So each new one is waited
 * for here, woken by the service's own notification, and whoever asks gets what is in memory: an
 * unfinished state for as long as it may be repeated, and longer while the end is being waited for,
 * a finished one as long as there is room.
 */
@Component
@RunsIn(Role.API)
class Submissions implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Submissions.class);
  private static final int MOST_TOKENS = 100_000;
  private static final int MOST_BYTES = 64 << 20;
  private static final int BYTES_OF_ONE = 1 << 10;
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(10);
  private static final int TIMES_WHILE_WATCHED = 5;

  private final SubmissionIntake intake;
  private final RateLimits rates;
  private final SubmissionStore store;
  private final TokenRows tokens;
  private final Deletions deletions;
  private final Callbacks callbacks;
  private final Duration repeatable;
  private final ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<UUID> watched = ConcurrentHashMap.newKeySet();
  private final Cache<UUID, Known> known = Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();
  private final Cache<UUID, Seen> seen =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((UUID _, Seen state) -> weight(state.status()))
          .build();

  Submissions(
      SubmissionIntake intake,
      RateLimits rates,
      SubmissionStore store,
      TokenRows tokens,
      Deletions deletions,
      Callbacks callbacks,
      Judge0Properties properties) {
    this.deletions = deletions;
    this.callbacks = callbacks;
    this.intake = intake;
    this.rates = rates;
    this.store = store;
    this.tokens = tokens;
    this.repeatable = properties.submissionCache();
  }

  /**
   * Accepts all of them or none, together with their tokens and the calls that are to be made.
   *
   * @throws dev.glovebox.submission.QueueFull when too much is waiting already
   */
  List<Known> create(UUID tenant, List<Draft> drafts) {
    List<Known> created = new ArrayList<>(drafts.size());
    List<SubmissionRequest> requests = drafts.stream().map(Draft::request).toList();
    Consumer<List<Accepted>> rows =
        accepted -> {
          created.addAll(named(tenant, drafts, accepted));
          tokens.insert(tenant, created);
          callbacks.add(calls(created));
        };
    rates.submit(tenant, drafts.size(), () -> intake.acceptAll(tenant, requests, rows));
    created.forEach(one -> known.put(one.token(), one));
    return created;
  }

  private static List<Known> named(UUID tenant, List<Draft> drafts, List<Accepted> accepted) {
    List<Known> named = new ArrayList<>(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      var submission = accepted.get(i).submission();
      named.add(
          new Known(
              UUID.randomUUID(),
              submission.id(),
              tenant,
              drafts.get(i).asked(),
              submission.createdAt()));
    }
    return named;
  }

  private static List<Callbacks.Call> calls(List<Known> created) {
    return created.stream()
        .flatMap(one ->
            one.asked().callbackUrl().stream()
                .map(url -> new Callbacks.Call(one.id(), url, Judge0Callback.NAME)))
        .toList();
  }

  /** Waits in the background for the end of a submission. */
  void watch(Known submission) {
    if (watched.add(submission.token())) {
      var _ = watchers.submit(() -> waitFor(submission));
    }
  }

  private void waitFor(Known submission) {
    try {
      await(submission, LONGEST_WATCH);
    } catch (RuntimeException e) {
      log.warn(
          "Submission {} is no longer waited for, its client's questions go to the database ({})",
          submission.id(),
          e.getMessage());
    } finally {
      watched.remove(submission.token());
    }
  }

  /**
   * Waits for the end of a submission.
   *
   * @return its state at the end of waiting; empty when it is gone
   */
  Optional<SubmissionStatus> await(Known submission, Duration atMost) {
    Optional<SubmissionStatus> status = store.await(submission.tenant(), submission.id(), atMost);
    status.ifPresent(now -> seen.put(submission.token(), Seen.now(now)));
    return status;
  }

  /** The submissions with these tokens, as far as the tenant has them. */
  Map<UUID, Known> find(UUID tenant, List<UUID> wanted) {
    Map<UUID, Known> found = new HashMap<>();
    List<UUID> others = new ArrayList<>();
    for (UUID token : wanted) {
      Known cached = known.getIfPresent(token);
      if (cached == null) {
        others.add(token);
      } else if (cached.tenant().equals(tenant)) {
        found.put(token, cached);
      }
    }
    if (!others.isEmpty()) {
      for (Known one : tokens.find(tenant, others)) {
        known.put(one.token(), one);
        found.put(one.token(), one);
      }
    }
    return found;
  }

  /** The state of a submission as it is now; empty when it is gone. */
  Optional<SubmissionStatus> fresh(Known submission) {
    return store.status(submission.tenant(), submission.id());
  }

  /** Those of one page, newest first. */
  List<Known> page(UUID tenant, long from, long size) {
    return tokens.page(tenant, from, size);
  }

  /** How many there are. */
  long count(UUID tenant) {
    return tokens.count(tenant);
  }

  /** Deletes one that is done. */
  void delete(Known submission) {
    deletions.delete(submission.tenant(), submission.id());
    forget(submission);
  }

  private Duration allowedAge(Known submission) {
    return watched.contains(submission.token())
        ? repeatable.multipliedBy(TIMES_WHILE_WATCHED)
        : repeatable;
  }

  /** The states of several, not older than they may be; those that are gone are missing. */
  Map<UUID, SubmissionStatus> statuses(UUID tenant, Collection<Known> wanted) {
    Map<UUID, SubmissionStatus> statuses = new HashMap<>();
    List<Known> others = new ArrayList<>();
    for (Known one : wanted) {
      Seen before = seen.getIfPresent(one.token());
      if (before != null && before.stillGood(allowedAge(one))) {
        statuses.put(one.token(), before.status());
      } else {
        others.add(one);
      }
    }
    if (!others.isEmpty()) {
      Map<SubmissionId, SubmissionStatus> read = store.statuses(tenant, ids(others));
      for (Known one : others) {
        SubmissionStatus now = read.get(one.id());
        if (now == null) {
          forget(one);
        } else {
          seen.put(one.token(), Seen.now(now));
          statuses.put(one.token(), now);
        }
      }
    }
    return statuses;
  }

  /** What was asked, contents included. */
  Map<SubmissionId, SubmissionRequest> requests(UUID tenant, Collection<Known> wanted) {
    return store.requests(tenant, ids(wanted));
  }

  /** What programs left. */
  Map<SubmissionId, List<LeftFile>> leftFiles(UUID tenant, Collection<Known> wanted) {
    return store.leftFiles(tenant, ids(wanted));
  }

  private static List<SubmissionId> ids(Collection<Known> known) {
    return known.stream().map(Known::id).toList();
  }

  /** Forgets what is in memory of a submission that is gone. */
  private void forget(Known submission) {
    known.invalidate(submission.token());
    seen.invalidate(submission.token());
  }

  private static int weight(SubmissionStatus status) {
    long bytes = BYTES_OF_ONE;
    if (status.result().isPresent()) {
      bytes += status.result().get().compile().map(c -> bytes(c.output())).orElse(0);
      for (var test : status.result().get().tests()) {
        Optional<Measured> run = test.run();
        bytes += run.map(r -> bytes(r.stdout()) + bytes(r.stderr())).orElse(0);
      }
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static int bytes(CapturedOutput output) {
    return output.prefix().length;
  }

  @Override
  public void destroy() {
    watchers.shutdownNow();
  }

  private record Seen(SubmissionStatus status, long atNanos) {

    static Seen now(SubmissionStatus status) {
      return new Seen(status, System.nanoTime());
    }

    boolean stillGood(Duration allowedAge) {
      return status.state() == SubmissionView.State.DONE
          || System.nanoTime() - atNanos < allowedAge.toNanos();
    }
  }
}
