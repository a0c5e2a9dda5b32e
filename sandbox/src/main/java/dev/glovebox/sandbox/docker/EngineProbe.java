package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the engine makes containers at all, past the shelves and their pauses. One
 * question is under way at a time: an engine that hangs is not given more and more to hang on.
 */
final class EngineProbe {

  private static final Logger log = LoggerFactory.getLogger(EngineProbe.class);

  private final Engine engine;
  private final SandboxStarter starter;
  private final Slots slots;
  private @Nullable CompletableFuture<Optional<SandboxException>> underWay;

  /** Kept for good; whoever asks has it alone. */
  private @Nullable Slot own;

  /** The same. */
  private final TrialOrder order = new TrialOrder();

  EngineProbe(Engine engine, SandboxStarter starter, Slots slots) {
    this.engine = engine;
    this.starter = starter;
    this.slots = slots;
  }

  /**
   * Asks.
   *
   * @param images that should work; that one of them does is enough, so that none of them can make
   *     the engine look ill
   * @throws SandboxException when none does, or the time is up
   */
  void ask(List<String> images, Duration most) {
    try {
      Optional<SandboxException> failed = begun(images).get(most.toNanos(), TimeUnit.NANOSECONDS);
      if (failed.isPresent()) {
        SandboxException fault = failed.get();
        throw new SandboxException(fault.kind(), String.valueOf(fault.getMessage()), fault);
      }
    } catch (TimeoutException e) {
      throw new SandboxException(
          Kind.ENGINE, "the engine made no container within %s".formatted(most), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a container could not be tried for a reason of our own", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException(Kind.ENGINE, "interrupted while waiting for a container", e);
    }
  }

  /** A new question, where the last one has its answer. */
  private synchronized CompletableFuture<Optional<SandboxException>> begun(List<String> images) {
    if (underWay == null || underWay.isDone()) {
      var asked = new CompletableFuture<Optional<SandboxException>>();
      underWay = asked;
      Thread.ofVirtual()
          .name("glovebox-probe")
          .start(() -> {
            try {
              asked.complete(failure(images));
            } catch (RuntimeException e) {
              asked.completeExceptionally(e);
            }
          });
    }
    return underWay;
  }

  private Optional<SandboxException> failure(List<String> images) {
    Slot slot = slot();
    try {
      return images.isEmpty() ? withAnyImage(slot) : withOneOf(images, slot);
    } catch (SandboxException e) {
      return Optional.of(e);
    }
  }

  private Slot slot() {
    Slot slot = own == null ? slots.take() : own;
    starter.dropHolder(slot);
    own = slot;
    return slot;
  }

  private Optional<SandboxException> withOneOf(List<String> images, Slot slot) {
    Optional<SandboxException> last = Optional.empty();
    for (String image : order.of(images)) {
      try {
        starter.tryOut(image, slot);
        order.worked(image);
        return Optional.empty();
      } catch (SandboxException e) {
        order.failed(image);
        log.debug("no container of {} could be had", image, e);
        last = Optional.of(e);
      }
    }
    return last;
  }

  /** A worker without languages; where there is no image either, an answer is all there can be. */
  private Optional<SandboxException> withAnyImage(Slot slot) {
    Optional<String> image = engine.anyImage();
    if (image.isPresent()) {
      starter.tryOutCreating(image.get(), slot);
    }
    return Optional.empty();
  }
}
