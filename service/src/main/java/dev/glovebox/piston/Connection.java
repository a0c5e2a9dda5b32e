package dev.glovebox.piston;

import dev.glovebox.account.Caller;
import dev.glovebox.submission.SubmissionId;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.SessionLimitExceededException;
import tools.jackson.databind.json.JsonMapper;

/** One client's WebSocket. Messages may be sent from any thread; they come in one after another. */
final class Connection implements LiveSession.Line {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Executor ASIDE = Thread::startVirtualThread;
  private static final int SECONDS_TO_INIT = 1;
  private static final int MILLIS_TO_SEND = 15_000;
  private static final int MOST_UNSENT_BYTES = 8 << 20;

  private final WebSocketSession session;
  private final Caller caller;
  private final CompletableFuture<Boolean> initialized = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();

  /** Many may send at once, nobody while it is closed: a close amid a message breaks it off. */
  private final ReadWriteLock sending = new ReentrantReadWriteLock();

  private volatile @Nullable LiveSession talk;
  private volatile @Nullable Submitted job;

  /**
   * @param live by which its peer was announced
   * @param submission of the native service
   */
  record Submitted(UUID live, SubmissionId submission) {}

  Connection(WebSocketSession session, Caller caller) {
    this.session =
        new ConcurrentWebSocketSessionDecorator(session, MILLIS_TO_SEND, MOST_UNSENT_BYTES);
    this.caller = caller;
  }

  Caller caller() {
    return caller;
  }

  /** Whoever does not say in time what is to run is let go. */
  void expectInit() {
    var _ =
        initialized
            .completeOnTimeout(false, SECONDS_TO_INIT, TimeUnit.SECONDS)
            .thenAcceptAsync(
                begun -> {
                  if (!begun) {
                    close(4001, "Initialization Timeout");
                  }
                },
                ASIDE);
  }

  /**
   * Takes a part of a message.
   *
   * @return false when it is too much
   */
  boolean collect(String part, int most) {
    if (partial.length() + part.length() > most) {
      return false;
    }
    partial.append(part);
    return true;
  }

  /** The whole message. */
  String collected() {
    String whole = partial.toString();
    partial.setLength(0);
    return whole;
  }

  LiveSession begin() {
    initialized.complete(true);
    LiveSession begun = new LiveSession(this);
    talk = begun;
    return begun;
  }

  void submitted(Submitted submitted) {
    job = submitted;
  }

  Optional<LiveSession> talk() {
    return Optional.ofNullable(talk);
  }

  Optional<Submitted> job() {
    return Optional.ofNullable(job);
  }

  @Override
  public void send(String message) {
    sending.readLock().lock();
    try {
      if (session.isOpen()) {
        session.sendMessage(new TextMessage(message));
      }
    } catch (IOException | IllegalStateException | SessionLimitExceededException e) {
      log.debug("a client of a conversation can't be reached: {}", e.toString());
      hangUp(CloseStatus.SESSION_NOT_RELIABLE);
    } finally {
      sending.readLock().unlock();
    }
  }

  /** Says why it can't go on, and hangs up. */
  void fail(String message) {
    initialized.complete(true);
    send(JSON.createObjectNode().put("type", "error").put("message", message).toString());
    close(4002, "Notified Error");
  }

  void close(int code, String reason) {
    initialized.complete(true);
    sending.writeLock().lock();
    try {
      hangUp(new CloseStatus(code, reason));
    } finally {
      sending.writeLock().unlock();
    }
  }

  private void hangUp(CloseStatus status) {
    try {
      session.close(status);
    } catch (IOException e) {
      log.debug("hanging up on a client failed: {}", e.toString());
    }
  }
}
