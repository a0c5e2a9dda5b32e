package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.glovebox.webhook.Delivery;
import dev.glovebox.webhook.Webhook;
import dev.glovebox.webhook.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A webhook in answers.
 *
 * @param secret only in the answer to what made it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record WebhookBody(
    String id,
    String url,
    List<String> events,
    Optional<String> project,
    boolean hubSignature,
    boolean enabled,
    Optional<Instant> disabledAt,
    Optional<String> disabledReason,
    Optional<Instant> formerSecretUntil,
    Instant createdAt,
    Optional<String> secret) {

  static WebhookBody of(Webhook webhook) {
    return of(webhook, Optional.empty());
  }

  static WebhookBody of(Webhooks.WithSecret made) {
    return of(made.webhook(), Optional.of(made.secret()));
  }

  private static WebhookBody of(Webhook webhook, Optional<String> secret) {
    return new WebhookBody(
        webhook.id().toString(),
        webhook.terms().url(),
        webhook.terms().events(),
        webhook.terms().project(),
        webhook.terms().hubSignature(),
        webhook.disabled().isEmpty(),
        webhook.disabled().map(Webhook.Disabled::at),
        webhook.disabled().map(Webhook.Disabled::reason),
        webhook.formerSecretUntil(),
        webhook.createdAt(),
        secret);
  }

  record ListBody(List<WebhookBody> webhooks) {
    static ListBody of(List<Webhook> webhooks) {
      return new ListBody(webhooks.stream().map(WebhookBody::of).toList());
    }
  }

  /** One delivery in answers; its document and its calls where it is read alone. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record DeliveryBody(
      String id,
      String type,
      String state,
      int attempts,
      Instant createdAt,
      Optional<Instant> nextAt,
      Optional<Instant> endedAt,
      Optional<AttemptBody> last,
      Optional<Sent> sent,
      Optional<List<AttemptBody>> history) {

    static DeliveryBody of(Delivery delivery) {
      return of(delivery, Optional.empty(), Optional.empty());
    }

    static DeliveryBody of(Delivery delivery, String body, List<Delivery.Attempt> attempts) {
      return of(
          delivery,
          Optional.of(new Sent(body)),
          Optional.of(attempts.stream().map(AttemptBody::of).toList()));
    }

    private static DeliveryBody of(
        Delivery delivery, Optional<Sent> sent, Optional<List<AttemptBody>> history) {
      return new DeliveryBody(
          delivery.id().toString(),
          delivery.type(),
          delivery.state(),
          delivery.attempts(),
          delivery.createdAt(),
          delivery.nextAt(),
          delivery.endedAt(),
          delivery.last().map(AttemptBody::of),
          sent,
          history);
    }
  }

  /** What is sent, as it is. */
  record Sent(@JsonRawValue String body) {}

  /** One call in answers. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record AttemptBody(
      int number,
      Instant at,
      long millis,
      Optional<Integer> status,
      String outcome,
      String answer) {

    static AttemptBody of(Delivery.Attempt attempt) {
      return new AttemptBody(
          attempt.number(),
          attempt.at(),
          attempt.took().toMillis(),
          attempt.status(),
          attempt.outcome(),
          attempt.answer());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record DeliveryPageBody(List<DeliveryBody> deliveries, Optional<String> next) {

    /**
     * @param found one more than the page has, where there are more
     */
    static DeliveryPageBody of(List<Delivery> found, int size) {
      List<Delivery> page = found.size() > size ? found.subList(0, size) : found;
      return new DeliveryPageBody(
          page.stream().map(DeliveryBody::of).toList(),
          found.size() > size
              ? Optional.of(Cursors.write(page.getLast().createdAt(), page.getLast().id()))
              : Optional.empty());
    }
  }
}
