package dev.glovebox.callback;

import dev.glovebox.outbound.PinnedCalls;
import dev.glovebox.submission.SubmissionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * The calls to be made when submissions are done. Whoever asks for one stores it; every process
 * that knows its format looks for those that are due, claims some, and makes them at the same time.
 * A claim that ends without an outcome, because its process ended, is taken up by the next.
 */
@Component
public class Callbacks {

  private static final Logger log = LoggerFactory.getLogger(Callbacks.class);
  private static final int AT_ONCE = 20;

  private static final String ADD =
      """
      insert into callback (submission_id, url, format)
      select * from unnest(:submissions::uuid[], :urls::text[], :formats::text[])
      """;

  private static final String CLAIM =
      """
      update callback set attempts = attempts + 1, next_at = now() + interval '1 minute'
      where id in (
        select c.id from callback c join job j on j.subject = c.submission_id and j.state = 'DONE'
        where c.ended_at is null and c.next_at <= now() and c.format = any(:formats)
        order by c.next_at limit :most for update of c skip locked)
      returning id, submission_id, url, format, attempts
      """;

  private final JdbcClient jdbc;
  private final CallbackProperties properties;
  private final PinnedCalls calls;
  private final List<CallbackFormat> formats;

  Callbacks(
      JdbcClient jdbc, CallbackProperties properties, ObjectProvider<CallbackFormat> formats) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.calls =
        new PinnedCalls(
            properties.allowed(),
            properties.timeout(),
            (SSLSocketFactory) SSLSocketFactory.getDefault());
    this.formats = formats.orderedStream().toList();
  }

  /**
   * A call that is to be made.
   *
   * @param format name of a {@link CallbackFormat}
   */
  public record Call(SubmissionId submission, String url, String format) {}

  /** Stores calls that are made once their submissions are done, be that already so. */
  public void add(List<Call> calls) {
    if (calls.isEmpty()) {
      return;
    }
    jdbc.sql(ADD)
        .param(
            "submissions",
            new SqlArrayValue("uuid", calls.stream().map(c -> c.submission().value()).toArray()))
        .param("urls", new SqlArrayValue("text", calls.stream().map(Call::url).toArray()))
        .param("formats", new SqlArrayValue("text", calls.stream().map(Call::format).toArray()))
        .update();
  }

  /**
   * Makes the calls that are due, and waits for them.
   *
   * @return whether there may be more
   */
  boolean deliver() {
    List<Due> due = claim();
    if (due.isEmpty()) {
      return false;
    }
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Due one : due) {
        Future<?> _ = together.submit(() -> deliverOrReport(one));
      }
    }
    return due.size() == AT_ONCE;
  }

  private List<Due> claim() {
    return formats.isEmpty()
        ? List.of()
        : jdbc.sql(CLAIM)
            .param("formats", formats.stream().map(CallbackFormat::name).toArray(String[]::new))
            .param("most", AT_ONCE)
            .query((row, _) ->
                new Due(
                    row.getLong("id"),
                    new SubmissionId(row.getObject("submission_id", java.util.UUID.class)),
                    row.getString("url"),
                    row.getString("format"),
                    row.getInt("attempts")))
            .list();
  }

  /** A fault of our own counts as a try: what fails for ever is not tried for ever. */
  private void deliverOrReport(Due due) {
    try {
      deliver(due);
    } catch (RuntimeException e) {
      log.error("the call for submission {} failed", due.submission(), e);
      failed(due, "fault of the service");
    }
  }

  private void deliver(Due due) {
    Optional<byte[]> body =
        formats.stream()
            .filter(format -> format.name().equals(due.format()))
            .findAny()
            .flatMap(format -> format.body(due.submission()));
    if (body.isEmpty()) {
      end(due, "the submission is gone");
      return;
    }
    try {
      int status = calls.send("PUT", due.url(), body.get(), signature(body.get())).status();
      if (status >= 500) {
        failed(due, "answered with " + status);
      } else {
        end(due, "answered with " + status);
      }
    } catch (PinnedCalls.NotAllowed e) {
      end(due, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      failed(due, e.getClass().getSimpleName());
    }
  }

  private void failed(Due due, String outcome) {
    if (due.attempts() >= properties.tries()) {
      end(due, outcome);
      return;
    }
    jdbc.sql(
            "update callback set next_at = now() + :pause * interval '1 ms', outcome = :outcome where id = :id")
        .param("pause", properties.pause().toMillis())
        .param("outcome", outcome)
        .param("id", due.id())
        .update();
  }

  private void end(Due due, String outcome) {
    jdbc.sql("update callback set ended_at = now(), outcome = :outcome where id = :id")
        .param("outcome", outcome)
        .param("id", due.id())
        .update();
  }

  /** HMAC-SHA256 (RFC 2104) of the document. */
  private Map<String, String> signature(byte[] body) {
    if (properties.secret() == null) {
      return Map.of();
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(properties.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Map.of(
          "X-Glovebox-Signature", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  private record Due(long id, SubmissionId submission, String url, String format, int attempts) {}
}
