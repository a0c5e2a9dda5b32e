package dev.glovebox.dashboard;

import dev.glovebox.account.Person;
import dev.glovebox.account.Sessions;
import dev.glovebox.dashboard.LiveStream.News;
import dev.glovebox.queue.RunUntilStopped;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Pages that are open and want to be told when to ask again. They are told that something has
 * changed, never what: a page asks for its part by a request of its own, which is authorized as
 * every other one. One loop for all of them looks what has changed in the service as a whole,
 * another one who is still signed in, and which browsers are gone. An open page holds no thread and
 * no connection of the database.
 */
class LiveStreams {

  /** What is not told by others is looked up so often, while somebody looks. */
  private static final Duration PULSE = Duration.ofSeconds(2);

  private static final Duration TICK = Duration.ofSeconds(10);

  private static final int MOST_OF_ALL = 2_000;
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Function<String, Sessions.Ticket> ticket;
  private final UnaryOperator<Set<Sessions.Ticket>> signedIn;
  private final BooleanSupplier changed;
  private final Executor threads;
  private final int mostOfOne;

  /** Apart from each other: streams live and end also when nobody can say what has changed. */
  private final RunUntilStopped pulses;

  private final RunUntilStopped ticks;
  private final Map<LiveStream, Topic> open = new HashMap<>(); // guarded by itself
  private volatile boolean stopped;

  LiveStreams(
      Sessions sessions, ServicePulse pulse, DashboardProperties properties, MeterRegistry meters) {
    this(
        sessions::ticket,
        sessions::open,
        pulse::changed,
        Thread::startVirtualThread,
        properties.streamsPerPerson(),
        meters);
  }

  /**
   * @param ticket of a session's secret
   * @param signedIn tells which of some sessions have not ended
   * @param changed whether the service has since it was asked last
   * @param threads for the moments in which something is sent
   */
  LiveStreams(
      Function<String, Sessions.Ticket> ticket,
      UnaryOperator<Set<Sessions.Ticket>> signedIn,
      BooleanSupplier changed,
      Executor threads,
      int mostOfOne,
      MeterRegistry meters) {
    this.ticket = ticket;
    this.signedIn = signedIn;
    this.changed = changed;
    this.threads = threads;
    this.mostOfOne = mostOfOne;
    this.pulses = new RunUntilStopped("live-pulse", this::pulse, PULSE, meters);
    this.ticks = new RunUntilStopped("live-ticks", this::tick, TICK, meters);
    meters.gauge("glovebox.dashboard.streams", open, LiveStreams::size);
  }

  /** What a page shows. */
  sealed interface Topic {

    /** The service as a whole: what waits, runs and has ended, workers, pauses. */
    record Service() implements Topic {}

    /** Something of which others tell. */
    non-sealed interface Told extends Topic {
      /** Has this called at every change, until what it returns is closed. */
      Ending follow(Runnable changed);
    }
  }

  /** Ends something. */
  @FunctionalInterface
  interface Ending {
    void end();
  }

  void start() {
    pulses.start();
    ticks.start();
  }

  /** Open streams would keep the service from stopping; their pages come back to another. */
  @EventListener
  void stopping(ContextClosedEvent closed) {
    stopped = true;
    all().forEach(stream -> stream.tell(News.END));
    pulses.close();
    ticks.close();
  }

  /**
   * Keeps the connection of this request open. Too many of one person are refused: their pages ask
   * now and then instead.
   */
  void open(Person person, HttpServletRequest request, HttpServletResponse response, Topic topic)
      throws IOException {
    Optional<Sessions.Ticket> session = SessionCookie.read(request).map(ticket);
    if (session.isEmpty() || stopped || full(person)) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(AGAIN.toSeconds()));
      return;
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // proxies shall not collect it
    response.getOutputStream().write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
    response.flushBuffer();
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0); // its end is found when something is written, at the next tick
    var place = new Place();
    var stream = new LiveStream(async, person, session.get(), threads, place::leave);
    try {
      place.take(stream, topic);
      // What has happened since the page was made, nobody has told it.
      stream.tell(stopped ? News.END : News.CHANGED);
    } catch (RuntimeException e) {
      stream.tell(News.END);
      throw e;
    }
  }

  private boolean full(Person person) {
    synchronized (open) {
      return open.size() >= MOST_OF_ALL
          || open.keySet().stream()
                  .filter(stream -> stream.person().account().equals(person.account()))
                  .count()
              >= mostOfOne;
    }
  }

  boolean pulse() {
    List<LiveStream> whole = ofService();
    if (!whole.isEmpty() && changed.getAsBoolean()) {
      whole.forEach(stream -> stream.tell(News.CHANGED));
    }
    return false;
  }

  boolean tick() {
    List<LiveStream> all = all();
    Set<Sessions.Ticket> open =
        signedIn.apply(all.stream().map(LiveStream::session).collect(Collectors.toSet()));
    all.forEach(stream -> stream.tell(open.contains(stream.session()) ? News.TICK : News.END));
    return false;
  }

  private List<LiveStream> all() {
    synchronized (open) {
      return List.copyOf(open.keySet());
    }
  }

  private List<LiveStream> ofService() {
    synchronized (open) {
      return open.entrySet().stream()
          .filter(one -> one.getValue() instanceof Topic.Service)
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  private static int size(Map<LiveStream, Topic> open) {
    synchronized (open) {
      return open.size();
    }
  }

  /** Where a stream is registered, until it leaves. */
  private final class Place {

    private Optional<LiveStream> taken = Optional.empty();
    private Optional<Ending> following = Optional.empty();

    private synchronized void take(LiveStream stream, Topic topic) {
      taken = Optional.of(stream);
      synchronized (open) {
        open.put(stream, topic);
      }
      following =
          switch (topic) {
            case Topic.Service _ -> Optional.empty();
            case Topic.Told told -> Optional.of(told.follow(() -> stream.tell(News.CHANGED)));
          };
    }

    private synchronized void leave() {
      following.ifPresent(Ending::end);
      synchronized (open) {
        taken.ifPresent(open::remove);
      }
    }
  }
}
