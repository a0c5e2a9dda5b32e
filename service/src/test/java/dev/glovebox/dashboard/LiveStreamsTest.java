package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.account.Person;
import dev.glovebox.account.Role;
import dev.glovebox.account.Sessions.Ticket;
import dev.glovebox.dashboard.LiveStreams.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What open pages are told, and when. Everything is sent at once on the thread of the test. */
class LiveStreamsTest {

  private static final String BEGIN = "retry: 2000\n\n";
  private static final String CHANGED = "event: changed\ndata:\n\n";
  private static final String TICK = "event: tick\ndata:\n\n";
  private static final String END = "event: end\ndata:\n\n";

  private final Person ann = new Person(UUID.randomUUID(), UUID.randomUUID(), "ann", Role.VIEWER);
  private final Set<Ticket> signedIn = new HashSet<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LiveStreams streams =
      new LiveStreams(
          Ticket::new,
          among -> {
            var open = new HashSet<>(among);
            open.retainAll(signedIn);
            return open;
          },
          () -> {
            if (failing.get()) {
              throw new IllegalStateException("the database is gone");
            }
            return changed.getAndSet(false);
          },
          Runnable::run,
          2,
          meters);

  @Test
  void aPageIsToldAtOnceAndOfEveryChangeOfTheService() throws Exception {
    MockHttpServletResponse page = open("one", new Topic.Service());
    assertThat(page.getContentAsString()).isEqualTo(BEGIN + CHANGED);
    streams.pulse();
    assertThat(page.getContentAsString()).isEqualTo(BEGIN + CHANGED);
    changed.set(true);
    streams.pulse();
    assertThat(page.getContentAsString()).isEqualTo(BEGIN + CHANGED + CHANGED);
  }

  @Test
  void whatOthersTellGoesToWhoFollowsIt() throws Exception {
    var told = new Script();
    MockHttpServletResponse page = open("one", told);
    told.change.run();
    assertThat(page.getContentAsString()).isEqualTo(BEGIN + CHANGED + CHANGED);
    changed.set(true);
    streams.pulse();
    assertThat(page.getContentAsString()).isEqualTo(BEGIN + CHANGED + CHANGED);
  }

  @Test
  void streamsLiveAndEndAlsoWhenNobodyCanSayWhatHasChanged() throws Exception {
    failing.set(true);
    MockHttpServletResponse one = open("one", new Topic.Service());
    var told = new Script();
    MockHttpServletResponse two = open("two", told);
    signedIn.remove(new Ticket("two"));
    assertThatThrownBy(streams::pulse).hasMessage("the database is gone");
    streams.tick();
    assertThat(one.getContentAsString()).isEqualTo(BEGIN + CHANGED + TICK);
    assertThat(two.getContentAsString()).isEqualTo(BEGIN + CHANGED + END);
    assertThat(told.ended.get()).isOne();
    assertThat(size()).isOne();
  }

  @Test
  void whoComesWhileTheServiceStopsIsSentAway() throws Exception {
    MockHttpServletResponse page =
        open(
            "one",
            new Script() {
              @Override
              public LiveStreams.Ending follow(Runnable changed) {
                streams.stopping(new ContextClosedEvent(new StaticApplicationContext()));
                return super.follow(changed);
              }
            });
    assertThat(page.getContentAsString()).endsWith(END).doesNotContain(CHANGED);
    assertThat(size()).isZero();
    assertThat(open("one", new Topic.Service()).getStatus()).isEqualTo(429);
  }

  @Test
  void tooManyOfOnePersonAreRefused() throws Exception {
    open("one", new Topic.Service());
    open("two", new Topic.Service());
    MockHttpServletResponse third = open("three", new Topic.Service());
    assertThat(third.getStatus()).isEqualTo(429);
    assertThat(third.getHeader("Retry-After")).isEqualTo("30");
  }

  @Test
  void aStreamThatCanNotSendIsClosedWhateverTheReason() {
    var gone = new AtomicInteger();
    var response =
        new MockHttpServletResponse() {
          @Override
          public ServletOutputStream getOutputStream() {
            throw new NullPointerException("recycled");
          }
        };
    AsyncContext async = new MockAsyncContext(new MockHttpServletRequest(), response);
    var stream =
        new LiveStream(async, ann, new Ticket("one"), Runnable::run, gone::incrementAndGet);
    stream.tell(LiveStream.News.TICK);
    assertThat(gone).hasValue(1);
  }

  private MockHttpServletResponse open(String secret, Topic topic) throws Exception {
    signedIn.add(new Ticket(secret));
    var request = new MockHttpServletRequest();
    request.setAsyncSupported(true);
    request.setCookies(new Cookie("glovebox_session", secret));
    var response = new MockHttpServletResponse();
    streams.open(ann, request, response, topic);
    return response;
  }

  private double size() {
    return meters.get("glovebox.dashboard.streams").gauge().value();
  }

  /** Changes when a test says so. */
  private static class Script implements Topic.Told {

    private final AtomicInteger ended = new AtomicInteger();
    private Runnable change = () -> {};

    @Override
    public LiveStreams.Ending follow(Runnable changed) {
      change = changed;
      return ended::incrementAndGet;
    }
  }
}
