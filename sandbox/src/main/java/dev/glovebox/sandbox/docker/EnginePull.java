package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.glovebox.sandbox.job.Pulled;
import dev.glovebox.sandbox.job.Pulled.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine tells while it fetches an image. */
final class EnginePull extends ResultCallbackTemplate<EnginePull, PullResponseItem> {

  private static final Logger log = LoggerFactory.getLogger(EnginePull.class);

  private final long largestBytes;
  private final boolean loggedIn;
  private final Map<String, Long> layers = new ConcurrentHashMap<>();
  private volatile Optional<String> error = Optional.empty();
  private volatile boolean tooLarge;
  private volatile boolean brokenOff;
  private volatile boolean wanted = true;
  private volatile boolean over;

  /**
   * @param loggedIn whether the registry was told who asks
   */
  EnginePull(long largestBytes, boolean loggedIn) {
    this.largestBytes = largestBytes;
    this.loggedIn = loggedIn;
  }

  /** The engine answers no sooner than it has something to tell; by then it may be too late. */
  @Override
  public void onStart(Closeable stream) {
    super.onStart(stream);
    if (!wanted) {
      end();
    }
  }

  @Override
  public void onComplete() {
    over = true;
    super.onComplete();
  }

  @Override
  public void onError(Throwable throwable) {
    over = true;
    super.onError(throwable);
  }

  /**
   * Whether the engine's answer has come to its end. One that was broken off may have fetched the
   * image all the same.
   */
  boolean isOver() {
    return over;
  }

  boolean hasEndedByItself() {
    return over && wanted;
  }

  boolean isTooLarge() {
    return tooLarge;
  }

  @Override
  public void onNext(PullResponseItem item) {
    var failure = item.getErrorDetail();
    if (failure != null) {
      error = Optional.of(String.valueOf(failure.getMessage()));
    }
    var progress = item.getProgressDetail();
    if (item.getId() != null && progress != null && progress.getTotal() != null) {
      layers.merge(item.getId(), progress.getTotal(), Math::max);
      if (bytes() > largestBytes) {
        tooLarge = true;
        end();
      }
    }
  }

  private long bytes() {
    return layers.values().stream().mapToLong(Long::longValue).sum();
  }

  void breakOff() {
    brokenOff = true;
    end();
  }

  /** The engine stops fetching when nobody listens any more. */
  private void end() {
    wanted = false;
    try {
      close();
    } catch (IOException e) {
      log.debug("breaking off the fetching of an image failed", e);
    }
  }

  /** Why it did not come to its end, or empty: it did. */
  Optional<Pulled> failure(Duration most) throws InterruptedException {
    boolean ended;
    try {
      ended = awaitCompletion(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      ended = true;
      error = Optional.of(String.valueOf(e.getMessage()));
    }
    if (brokenOff) {
      return Optional.of(new Pulled.BrokenOff());
    }
    if (tooLarge) {
      return Optional.of(tooLarge(largestBytes));
    }
    if (!ended) {
      end();
      return Optional.of(
          new Pulled.Failed(
              Reason.UNAVAILABLE, "it took longer than %d s".formatted(most.toSeconds())));
    }
    return error.map(
        message -> new Pulled.Failed(reason(message, loggedIn), Escaped.of(message.strip())));
  }

  static Pulled.Failed tooLarge(long largestBytes) {
    return new Pulled.Failed(
        Reason.TOO_LARGE, "it has more than %d MiB".formatted(largestBytes >> 20));
  }

  /** By the words of engines 20.10 to 28 and of registries; the engine gives no code. */
  static Reason reason(String message, boolean loggedIn) {
    String words = message.toLowerCase(Locale.ROOT);
    if (has(words, "toomanyrequests", "too many requests", "429")) {
      return Reason.RATE_LIMITED;
    }
    if (has(words, "does not exist or may require")) {
      return loggedIn ? Reason.DENIED : Reason.NOT_FOUND;
    }
    if (has(words, "unauthorized", "denied", "authentication required", "no basic auth")) {
      return Reason.DENIED;
    }
    if (has(words, "manifest unknown", "not found", "no matching manifest", "name unknown")) {
      return Reason.NOT_FOUND;
    }
    return Reason.UNAVAILABLE;
  }

  private static boolean has(String words, String... any) {
    for (String one : any) {
      if (words.contains(one)) {
        return true;
      }
    }
    return false;
  }
}
