package dev.glovebox.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.RunUntilStopped;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Who waits for a submission or follows it, in this process. News from this process comes directly;
 * news from others over {@link Listening}, without the result, which is then read.
 *
 * <p>Nothing is missed as long as one registers first and looks at the database after that. As news
 * from others may be lost with its process or its connection, one statement for all watched
 * submissions looks again after every reconnection and each few seconds.
 */
final class Watchers implements AutoCloseable {

  /** A submission is done. Item: its id. */
  static final String DONE = "submission_done";

  /** How far a submission has come. Item: its id, a blank, the progress. */
  static final String PROGRESS = "submission_progress";

  private static final Logger log = LoggerFactory.getLogger(Watchers.class);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

  private static final String DONE_AMONG =
      "select subject from job where subject = any(:subjects::uuid[]) and state = 'DONE'";

  private final JdbcClient jdbc;
  private final Broadcast broadcast;
  private final ConcurrentMap<UUID, Watched> watched = new ConcurrentHashMap<>();
  private final RunUntilStopped secondLook;
  private final Cache<UUID, Progress> lastKnown =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  Watchers(JdbcClient jdbc, Broadcast broadcast, Listening listening, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.broadcast = broadcast;
    this.secondLook = new RunUntilStopped("second-look", this::lookAgain, SECOND_LOOK, meters);
    listening.on(DONE, ids -> ids.forEach(id -> tellDone(UUID.fromString(id))));
    listening.on(PROGRESS, items -> items.forEach(this::tellProgress));
    listening.onConnected(secondLook::wake);
    meters.gaugeMapSize("glovebox.submissions.watched", List.of(), watched);
  }

  void start() {
    secondLook.start();
  }

  @Override
  public void close() {
    secondLook.close();
  }

  /**
   * Registers somebody who waits for the end. Completed with its status where this process has it,
   * otherwise with nothing: then it is to be read.
   */
  Waiter wait(SubmissionId id) {
    Waiter waiter = new Waiter(new CompletableFuture<>());
    change(id.value(), w -> w.waiters.add(waiter));
    return waiter;
  }

  void stopWaiting(SubmissionId id, Waiter waiter) {
    change(id.value(), w -> w.waiters.remove(waiter));
  }

  void follow(SubmissionId id, Follower follower) {
    change(id.value(), w -> w.followers.add(follower));
  }

  void unfollow(SubmissionId id, Follower follower) {
    change(id.value(), w -> w.followers.remove(follower));
  }

  /** News from this process: for the watchers here at once, for others soon. */
  void done(SubmissionId id, Optional<SubmissionStatus> status) {
    tellDone(id, status);
    broadcast.soon(DONE, id.toString());
  }

  /** News from this process: for the watchers here at once, for others now and then. */
  void progressed(SubmissionId id, Progress progress) {
    tell(id, progress);
    broadcast.latest(PROGRESS, id.toString(), id + " " + ProgressText.write(progress));
  }

  /** Looks which watched submissions are done. */
  boolean lookAgain() {
    Set<UUID> ids = new HashSet<>(watched.keySet());
    if (!ids.isEmpty()) {
      jdbc.sql(DONE_AMONG)
          .param("subjects", new SqlArrayValue("uuid", ids.toArray()))
          .query(UUID.class)
          .list()
          .forEach(this::tellDone);
    }
    return false;
  }

  /** How far a running submission has come, as far as this process heard. */
  Progress lastKnown(UUID id) {
    Progress known = lastKnown.getIfPresent(id);
    return known == null ? new Progress.Compiling() : known;
  }

  /** How many submissions are watched. */
  int size() {
    return watched.size();
  }

  private void tellDone(UUID id) {
    tellDone(new SubmissionId(id), Optional.empty());
  }

  private void tellDone(SubmissionId id, Optional<SubmissionStatus> status) {
    lastKnown.invalidate(id.value());
    Watched there = watched.remove(id.value());
    if (there != null) {
      there.waiters.forEach(w -> w.news.complete(status));
      tell(there, id, new Progress.Done());
    }
  }

  private void tellProgress(String item) {
    int blank = item.indexOf(' ');
    tell(
        new SubmissionId(UUID.fromString(item.substring(0, blank))),
        ProgressText.read(item.substring(blank + 1)));
  }

  private void tell(SubmissionId id, Progress progress) {
    lastKnown.put(id.value(), progress);
    Watched there = watched.get(id.value());
    if (there != null) {
      tell(there, id, progress);
    }
  }

  private static void tell(Watched there, SubmissionId id, Progress progress) {
    for (Follower follower : there.followers) {
      try {
        follower.tell(progress);
      } catch (RuntimeException e) {
        log.warn("A follower of {} failed; the others are told all the same", id, e);
      }
    }
  }

  private void change(UUID id, Consumer<Watched> change) {
    watched.compute(
        id,
        (_, there) -> {
          Watched result = there == null ? new Watched() : there;
          change.accept(result);
          return result.waiters.isEmpty() && result.followers.isEmpty() ? null : result;
        });
  }

  private static final class Watched {
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  }

  /** Somebody who waits; known by identity. */
  static final class Waiter {
    private final CompletableFuture<Optional<SubmissionStatus>> news;

    Waiter(CompletableFuture<Optional<SubmissionStatus>> news) {
      this.news = news;
    }

    Optional<SubmissionStatus> await(Duration atMost)
        throws InterruptedException, TimeoutException {
      try {
        return news.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw new IllegalStateException("news never fails", e);
      }
    }
  }

  /** Tells its listener only what is news: progress never goes back. */
  static final class Follower {
    private final SubmissionId id;
    private final ProgressListener listener;
    private int last = -1;

    Follower(SubmissionId id, ProgressListener listener) {
      this.id = id;
      this.listener = listener;
    }

    synchronized void tell(Progress progress) {
      if (progress.sequence() > last) {
        last = progress.sequence();
        listener.progressed(id, progress);
      }
    }
  }
}
