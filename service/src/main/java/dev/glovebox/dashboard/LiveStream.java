package dev.glovebox.dashboard;

import dev.glovebox.account.Person;
import dev.glovebox.account.Sessions;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open page that is told of changes. Nothing waits for it: as long as nothing is to be said it
 * is an object and a connection. What is said while the browser is slow is said once.
 */
final class LiveStream {

  /** What a page is told; it asks for everything else. */
  enum News {
    /** What it shows is no longer so. */
    CHANGED,
    /** The connection is alive; what counts seconds may be shown again. */
    TICK,
    /** There is nothing more to come: the session has ended, or the service stops. */
    END
  }

  private static final Logger log = LoggerFactory.getLogger(LiveStream.class);

  private final AsyncContext async;
  private final Person person;
  private final Sessions.Ticket session;
  private final Executor threads;
  private final Runnable gone;
  private final Set<News> waiting = EnumSet.noneOf(News.class);
  private boolean sending;
  private boolean closed;

  /**
   * @param threads for the moments in which something is sent
   * @param gone is run once, when the page is no longer told of anything
   */
  LiveStream(
      AsyncContext async, Person person, Sessions.Ticket session, Executor threads, Runnable gone) {
    this.async = async;
    this.person = person;
    this.session = session;
    this.threads = threads;
    this.gone = gone;
  }

  Person person() {
    return person;
  }

  Sessions.Ticket session() {
    return session;
  }

  /** Returns at once. */
  void tell(News news) {
    synchronized (waiting) {
      if (closed || !waiting.add(news) || sending) {
        return;
      }
      sending = true;
    }
    threads.execute(this::send);
  }

  private void send() {
    try {
      OutputStream out = async.getResponse().getOutputStream();
      for (var next = next(); !next.isEmpty(); next = next()) {
        for (News news : next) {
          out.write(frame(news).getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
        if (next.contains(News.END)) {
          close();
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      // Mostly the browser is gone. Whatever it is, a stream that can't send must not look open.
      log.debug("a page is told of nothing more: {}", e.toString());
      close();
    }
  }

  private ArrayDeque<News> next() {
    synchronized (waiting) {
      var next = new ArrayDeque<News>(waiting);
      waiting.clear();
      sending = !next.isEmpty();
      return next;
    }
  }

  private static String frame(News news) {
    return switch (news) {
      case CHANGED -> "event: changed\ndata:\n\n";
      case TICK -> "event: tick\ndata:\n\n";
      case END -> "event: end\ndata:\n\n";
    };
  }

  private void close() {
    synchronized (waiting) {
      if (closed) {
        return;
      }
      closed = true;
    }
    gone.run();
    try {
      async.complete();
    } catch (IllegalStateException _) {
      // The container has ended it after a failure of the connection.
    }
  }
}
