package dev.glovebox.webhook;

import dev.glovebox.outbound.PinnedCalls;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes the calls that are due. Every process claims some at a time, few of each webhook, so that
 * one that answers slowly does not hold up the others. A claim whose process ended before its
 * outcome is taken up by the next.
 */
final class Deliveries {

  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private static final int AT_ONCE = 20;
  private static final int AT_ONCE_EACH = 4;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);
  private static final int GONE = 410;

  private static final String CLAIM =
      """
      update webhook_delivery d
      set attempts = attempts + 1, tries = tries + 1, next_at = now() + interval '2 minutes'
      from webhook w
      where w.id = d.webhook_id and d.id in (
        select id from webhook_delivery
        where state = 'pending' and next_at <= now() and id in (
          select id from (
            select id, next_at, row_number() over (partition by webhook_id order by next_at) as place
            from webhook_delivery where state = 'pending' and next_at <= now()) due
          where place <= :each order by next_at limit :most)
        for update skip locked)
      returning d.id, d.body, d.attempts, d.tries, w.id as webhook, w.url, w.hub_signature, w.secret,
        case when w.former_until > now() then w.former_secret end as former_secret, w.disabled_reason, w.disabled_at
      """;

  private final JdbcClient jdbc;
  private final WebhookProperties properties;
  private final PinnedCalls calls;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final AtomicReference<Runnable> onPlace = new AtomicReference<>(() -> {});

  Deliveries(
      JdbcClient jdbc,
      WebhookProperties properties,
      PinnedCalls calls,
      Clock clock,
      MeterRegistry meters) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.calls = calls;
    this.clock = clock;
    this.meters = meters;
  }

  private record Due(
      UUID id,
      String body,
      int attempts,
      int tries,
      UUID webhook,
      String url,
      boolean hubSignature,
      Secret secret,
      Optional<Secret> former,
      boolean disabled) {}

  /** How a call ended. */
  private sealed interface Result {

    /** It was taken. */
    record Delivered(int status) implements Result {}

    /** It may be taken later. */
    record Again(Optional<Integer> status, String why, Optional<Duration> after)
        implements Result {}

    /** It never will be. */
    record Never(Optional<Integer> status, String why, boolean disables) implements Result {}
  }

  private record Called(Result result, String answer) {}

  /** Is called when there is room for more calls. */
  void onPlace(Runnable wake) {
    onPlace.set(wake);
  }

  /**
   * Begins the calls that are due, as many as there is room for.
   *
   * @return whether there may be more at once
   */
  boolean begin() {
    int room = places.drainPermits();
    if (room == 0) {
      return false;
    }
    List<Due> due = List.of();
    try {
      due = claim(room);
    } finally {
      places.release(room - due.size());
    }
    for (Due one : due) {
      Thread.ofVirtual().name("glovebox-webhook").start(() -> deliverAndMakeRoom(one));
    }
    return due.size() == room;
  }

  /** Waits for the calls that have begun. */
  boolean awaitEnd(Duration most) throws InterruptedException {
    return places.tryAcquire(AT_ONCE, most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Removes what ended long ago, some at a time. */
  boolean forget() {
    return jdbc.sql(
                """
                delete from webhook_delivery where id in (
                  select id from webhook_delivery
                  where state <> 'pending' and ended_at < now() - :keep * interval '1 ms' limit 1000)
                """)
            .param("keep", properties.keep().toMillis())
            .update()
        == 1000;
  }

  private List<Due> claim(int most) {
    return jdbc.sql(CLAIM)
        .param("each", AT_ONCE_EACH)
        .param("most", most)
        .query((row, _) -> due(row))
        .list();
  }

  private static Due due(ResultSet row) throws SQLException {
    byte @Nullable [] former = row.getBytes("former_secret");
    return new Due(
        row.getObject("id", UUID.class),
        row.getString("body"),
        row.getInt("attempts"),
        row.getInt("tries"),
        row.getObject("webhook", UUID.class),
        row.getString("url"),
        row.getBoolean("hub_signature"),
        new Secret(row.getBytes("secret")),
        former == null ? Optional.empty() : Optional.of(new Secret(former)),
        row.getObject("disabled_at") != null);
  }

  private void deliverAndMakeRoom(Due due) {
    try {
      deliver(due);
    } catch (RuntimeException e) {
      // It is claimed again when the claim ends.
      log.error("Delivery {} of a webhook failed for a reason of our own", due.id(), e);
    } finally {
      places.release();
      onPlace.get().run();
    }
  }

  private void deliver(Due due) {
    long began = System.nanoTime();
    Called called = call(due);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    switch (called.result()) {
      case Result.Delivered(int status) -> {
        note(due, millis, Optional.of(status), "delivered", called.answer());
        end(due, "delivered");
      }
      case Result.Again(Optional<Integer> status, String why, Optional<Duration> after) -> {
        note(due, millis, status, why, called.answer());
        if (due.tries() > properties.pauses().size()) {
          end(due, "failed");
        } else {
          later(due, after);
        }
      }
      case Result.Never(Optional<Integer> status, String why, boolean disables) -> {
        note(due, millis, status, why, called.answer());
        end(due, "failed");
        if (disables) {
          disable(due, why);
        }
      }
    }
  }

  private Called call(Due due) {
    if (due.disabled()) {
      return new Called(new Result.Never(Optional.empty(), "the webhook is disabled", false), "");
    }
    byte[] body = due.body().getBytes(StandardCharsets.UTF_8);
    try {
      PinnedCalls.Answer answer = calls.send("POST", due.url(), body, headers(due, body));
      return new Called(result(answer), answer.body());
    } catch (PinnedCalls.NotAllowed e) {
      return new Called(
          new Result.Never(Optional.empty(), String.valueOf(e.getMessage()), false), "");
    } catch (IOException e) {
      String why = "no answer: " + e.getClass().getSimpleName();
      return new Called(new Result.Again(Optional.empty(), why, Optional.empty()), "");
    }
  }

  private static Result result(PinnedCalls.Answer answer) {
    int status = answer.status();
    String why = "answered with " + status;
    if (status / 100 == 2) {
      return new Result.Delivered(status);
    }
    return status == GONE
        ? new Result.Never(Optional.of(status), why, true)
        : new Result.Again(Optional.of(status), why, answer.retryAfter());
  }

  private Map<String, String> headers(Due due, byte[] body) {
    long now = clock.instant().getEpochSecond();
    String id = due.id().toString();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now));
    String signature = due.secret().signature(id, now, body);
    headers.put(
        "webhook-signature",
        due.former()
            .map(former -> signature + " " + former.signature(id, now, body))
            .orElse(signature));
    if (due.hubSignature()) {
      headers.put("X-Hub-Signature-256", due.secret().hubSignature(body));
    }
    return headers;
  }

  private void note(Due due, long millis, Optional<Integer> status, String outcome, String answer) {
    meters
        .counter(
            "glovebox.webhook.attempts", "result", outcome.equals("delivered") ? outcome : "failed")
        .increment();
    jdbc.sql(
            """
            insert into webhook_attempt (delivery_id, number, millis, status, outcome, answer)
            select id, :number, :millis, :status, :outcome, :answer from webhook_delivery where id = :id
            """)
        .param("id", due.id())
        .param("number", due.attempts())
        .param("millis", Math.toIntExact(millis))
        .param("status", status.orElse(null))
        .param("outcome", outcome)
        .param("answer", answer)
        .update();
  }

  private void later(Due due, Optional<Duration> asked) {
    long pause = properties.pauses().get(due.tries() - 1).toMillis();
    long jitter = pause / 10;
    long spread = jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1);
    long wanted =
        asked.map(after -> Math.min(after.toMillis(), LONGEST_RETRY_AFTER.toMillis())).orElse(0L);
    jdbc.sql(
            "update webhook_delivery set next_at = now() + :pause * interval '1 ms' where id = :id and state = 'pending'")
        .param("pause", Math.max(pause + spread, wanted))
        .param("id", due.id())
        .update();
  }

  private void end(Due due, String state) {
    jdbc.sql("update webhook_delivery set state = :state, ended_at = now() where id = :id")
        .param("state", state)
        .param("id", due.id())
        .update();
  }

  private void disable(Due due, String why) {
    jdbc.sql(
            "update webhook set disabled_at = now(), disabled_reason = :why where id = :id and disabled_at is null")
        .param("why", why)
        .param("id", due.webhook())
        .update();
  }
}
