package dev.glovebox.webhook;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The webhooks of tenants, and what was sent to them. */
@Component
public class Webhooks {

  /** What can be told. */
  public static final List<String> EVENTS =
      List.of(
          "run.created",
          "run.started",
          "run.state",
          "run.finished",
          "job.queued",
          "job.started",
          "job.finished",
          "job.canceling",
          "job.canceled",
          "job.skipped",
          "job.scheduled",
          "job.waiting_manual");

  /** Said on demand, to whoever wants to see whether it arrives. */
  static final String PING = "ping";

  private static final String ALL =
      """
      select id, url, events, project, hub_signature, disabled_at, disabled_reason, former_until, created_at
      from webhook where tenant_id = :tenant
      """;

  private static final String DELIVERIES =
      """
      select d.id, d.type, d.state, d.attempts, d.created_at, d.ended_at,
        case when d.state = 'pending' then d.next_at end as next_at,
        a.number, a.at, a.millis, a.status, a.outcome, a.answer
      from webhook w
        join webhook_delivery d on d.webhook_id = w.id
        left join webhook_attempt a on a.delivery_id = d.id and a.number = d.attempts
      where w.tenant_id = :tenant and w.id = :webhook
      """;

  private final JdbcClient jdbc;
  private final WebhookProperties properties;
  private final SecureRandom random = new SecureRandom();

  Webhooks(JdbcClient jdbc, WebhookProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  /**
   * A webhook whose secret is new.
   *
   * @param secret {@code whsec_} and Base64; can't be read again
   */
  public record WithSecret(Webhook webhook, String secret) {}

  /**
   * Where a page ends.
   *
   * @param createdAt of its last delivery
   */
  public record Cursor(Instant createdAt, UUID id) {}

  /** Makes one; empty when the tenant has as many as it may. */
  @Transactional
  public Optional<WithSecret> create(UUID tenant, Webhook.Terms terms) {
    // Two at once must not both find the last place free.
    jdbc.sql("select id from tenant where id = :tenant for no key update")
        .param("tenant", tenant)
        .query(UUID.class)
        .single();
    long there =
        jdbc.sql("select count(*) from webhook where tenant_id = :tenant")
            .param("tenant", tenant)
            .query(Long.class)
            .single();
    if (there >= properties.most()) {
      return Optional.empty();
    }
    UUID id = UUID.randomUUID();
    Secret secret = Secret.random(random);
    jdbc.sql(
            """
            insert into webhook (id, tenant_id, url, events, project, hub_signature, secret)
            values (:id, :tenant, :url, :events, :project, :hub, :secret)
            """)
        .param("id", id)
        .param("tenant", tenant)
        .param("url", terms.url())
        .param("events", terms.events().toArray(String[]::new))
        .param("project", terms.project().orElse(null))
        .param("hub", terms.hubSignature())
        .param("secret", secret.bytes())
        .update();
    return find(tenant, id).map(made -> new WithSecret(made, secret.shown()));
  }

  /** All of a tenant, the newest first. */
  public List<Webhook> all(UUID tenant) {
    return jdbc.sql(ALL + " order by created_at desc, id desc")
        .param("tenant", tenant)
        .query((row, _) -> webhook(row))
        .list();
  }

  /** One of a tenant. */
  public Optional<Webhook> find(UUID tenant, UUID id) {
    return jdbc.sql(ALL + " and id = :id")
        .param("tenant", tenant)
        .param("id", id)
        .query((row, _) -> webhook(row))
        .optional();
  }

  /** New terms; one that was disabled is used again. */
  public Optional<Webhook> change(UUID tenant, UUID id, Webhook.Terms terms) {
    int changed =
        jdbc.sql(
                """
                update webhook set url = :url, events = :events, project = :project, hub_signature = :hub,
                  disabled_at = null, disabled_reason = ''
                where tenant_id = :tenant and id = :id
                """)
            .param("tenant", tenant)
            .param("id", id)
            .param("url", terms.url())
            .param("events", terms.events().toArray(String[]::new))
            .param("project", terms.project().orElse(null))
            .param("hub", terms.hubSignature())
            .update();
    return changed == 0 ? Optional.empty() : find(tenant, id);
  }

  /** Forgets one and what was sent to it. */
  public boolean delete(UUID tenant, UUID id) {
    return jdbc.sql("delete from webhook where tenant_id = :tenant and id = :id")
            .param("tenant", tenant)
            .param("id", id)
            .update()
        > 0;
  }

  /** Gives it a new secret; the one before signs beside it for a while. */
  @Transactional
  public Optional<WithSecret> rotate(UUID tenant, UUID id) {
    Secret secret = Secret.random(random);
    jdbc.sql(
            """
            update webhook set secret = :secret, former_secret = secret,
              former_until = now() + :overlap * interval '1 ms'
            where tenant_id = :tenant and id = :id
            """)
        .param("tenant", tenant)
        .param("id", id)
        .param("secret", secret.bytes())
        .param("overlap", properties.overlap().toMillis())
        .update();
    return find(tenant, id).map(rotated -> new WithSecret(rotated, secret.shown()));
  }

  /** Sends something that means nothing; gives the delivery. */
  public Optional<UUID> ping(UUID tenant, UUID id) {
    return jdbc.sql(
            """
            insert into webhook_delivery (id, webhook_id, type, body)
            select :delivery, id, :type, json_build_object('type', :type::text,
              'timestamp', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
              'data', json_build_object('webhook', id))::text
            from webhook where tenant_id = :tenant and id = :id
            returning id
            """)
        .param("delivery", UUID.randomUUID())
        .param("type", PING)
        .param("tenant", tenant)
        .param("id", id)
        .query(UUID.class)
        .optional();
  }

  /** A page of what was or will be sent, the newest first. */
  public List<Delivery> deliveries(UUID tenant, UUID webhook, Optional<Cursor> behind, int most) {
    return jdbc.sql(
            DELIVERIES
                + (behind.isPresent() ? " and (d.created_at, d.id) < (:at, :behind)" : "")
                + " order by d.created_at desc, d.id desc limit :most")
        .param("tenant", tenant)
        .param("webhook", webhook)
        .param("at", behind.map(c -> c.createdAt().atOffset(java.time.ZoneOffset.UTC)).orElse(null))
        .param("behind", behind.map(Cursor::id).orElse(null))
        .param("most", most)
        .query((row, _) -> delivery(row))
        .list();
  }

  /** One thing that was or will be sent. */
  public Optional<Delivery> delivery(UUID tenant, UUID webhook, UUID delivery) {
    return jdbc.sql(DELIVERIES + " and d.id = :delivery")
        .param("tenant", tenant)
        .param("webhook", webhook)
        .param("delivery", delivery)
        .query((row, _) -> delivery(row))
        .optional();
  }

  /** What is sent: JSON. */
  public String body(Delivery delivery) {
    return jdbc.sql("select body from webhook_delivery where id = :id")
        .param("id", delivery.id())
        .query(String.class)
        .single();
  }

  /** All calls of a delivery, in their order. */
  public List<Delivery.Attempt> attempts(Delivery delivery) {
    return jdbc.sql("select * from webhook_attempt where delivery_id = :id order by number")
        .param("id", delivery.id())
        .query((row, _) -> attempt(row))
        .list();
  }

  /**
   * Sends it once more, with all its tries, under the same id.
   *
   * @return false when it is not at its end
   */
  public boolean redeliver(Delivery delivery) {
    return jdbc.sql(
                """
                update webhook_delivery set state = 'pending', tries = 0, next_at = now(), ended_at = null
                where id = :id and state <> 'pending'
                """)
            .param("id", delivery.id())
            .update()
        > 0;
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    Optional<Instant> disabled = instant(row, "disabled_at");
    String reason = row.getString("disabled_reason");
    return new Webhook(
        row.getObject("id", UUID.class),
        new Webhook.Terms(
            row.getString("url"),
            Arrays.asList((String[]) row.getArray("events").getArray()),
            Optional.ofNullable(row.getString("project")),
            row.getBoolean("hub_signature")),
        disabled.map(at -> new Webhook.Disabled(at, reason)),
        instant(row, "former_until"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        row.getString("type"),
        row.getString("state"),
        row.getInt("attempts"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "next_at"),
        instant(row, "ended_at"),
        row.getObject("number") == null ? Optional.empty() : Optional.of(attempt(row)));
  }

  private static Delivery.Attempt attempt(ResultSet row) throws SQLException {
    return new Delivery.Attempt(
        row.getInt("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        java.time.Duration.ofMillis(row.getInt("millis")),
        Optional.ofNullable(row.getObject("status", Integer.class)),
        row.getString("outcome"),
        row.getString("answer"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }
}
