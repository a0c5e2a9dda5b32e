package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.webhook.Delivery;
import dev.glovebox.webhook.Webhook;
import dev.glovebox.webhook.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Outgoing webhooks over REST: who is told of what, and what became of it. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhookController {

  private static final int USUAL_PAGE = 50;

  private final BodyReader bodies;
  private final WebhookReader reader;
  private final Webhooks webhooks;
  private final ApiProperties properties;

  WebhookController(
      BodyReader bodies, WebhookReader reader, Webhooks webhooks, ApiProperties properties) {
    this.bodies = bodies;
    this.reader = reader;
    this.webhooks = webhooks;
    this.properties = properties;
  }

  /** The answer has the secret, which no other shows again. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<WebhookBody> create(
      @AuthenticationPrincipal Caller caller, HttpServletRequest http) throws IOException {
    Webhooks.WithSecret made =
        webhooks
            .create(caller.tenant(), terms(caller, http))
            .orElseThrow(() ->
                RequestRefused.of(
                    ProblemKind.TOO_MANY_WEBHOOKS, "Delete one that is not needed any more."));
    return ResponseEntity.created(URI.create("/api/v1/webhooks/" + made.webhook().id()))
        .body(WebhookBody.of(made));
  }

  @GetMapping
  WebhookBody.ListBody list(@AuthenticationPrincipal Caller caller) {
    return WebhookBody.ListBody.of(webhooks.all(caller.tenant()));
  }

  @GetMapping("/{id}")
  WebhookBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return WebhookBody.of(find(caller, id));
  }

  /** New terms; one that was disabled is used again. */
  @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  WebhookBody change(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    UUID webhook = find(caller, id).id();
    return webhooks
        .change(caller.tenant(), webhook, terms(caller, http))
        .map(WebhookBody::of)
        .orElseThrow(WebhookController::notFound);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    if (!webhooks.delete(caller.tenant(), SubmissionController.Ids.read(id).value())) {
      throw notFound();
    }
  }

  /** A new secret; the one before signs beside it for a while. */
  @PostMapping("/{id}/rotate")
  WebhookBody rotate(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return webhooks
        .rotate(caller.tenant(), SubmissionController.Ids.read(id).value())
        .map(WebhookBody::of)
        .orElseThrow(WebhookController::notFound);
  }

  /** Sends something that means nothing. */
  @PostMapping("/{id}/ping")
  ResponseEntity<WebhookBody.DeliveryBody> ping(
      @AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Webhook webhook = find(caller, id);
    UUID delivery =
        webhooks.ping(caller.tenant(), webhook.id()).orElseThrow(WebhookController::notFound);
    return ResponseEntity.accepted().body(body(delivery(caller, webhook, delivery)));
  }

  @GetMapping("/{id}/deliveries")
  WebhookBody.DeliveryPageBody deliveries(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<Webhooks.Cursor> cursor =
        parameters.value(
            "cursor",
            "not-allowed",
            "the next of an earlier page",
            text -> Cursors.read(text).map(c -> new Webhooks.Cursor(c.createdAt(), c.id())));
    int size =
        parameters
            .integer("limit", 1, properties.maxPage())
            .orElse(Math.min(USUAL_PAGE, properties.maxPage()));
    parameters.end();
    faults.check();
    Webhook webhook = find(caller, id);
    return WebhookBody.DeliveryPageBody.of(
        webhooks.deliveries(caller.tenant(), webhook.id(), cursor, size + 1), size);
  }

  @GetMapping("/{id}/deliveries/{delivery}")
  WebhookBody.DeliveryBody delivery(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @PathVariable String delivery) {
    return body(findDelivery(caller, id, delivery));
  }

  /** Sends it once more, with all its tries, under the same id. */
  @PostMapping("/{id}/deliveries/{delivery}/redeliver")
  ResponseEntity<WebhookBody.DeliveryBody> redeliver(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @PathVariable String delivery) {
    if (!webhooks.redeliver(findDelivery(caller, id, delivery))) {
      throw RequestRefused.of(ProblemKind.NOT_READY, "It is still being delivered.");
    }
    return ResponseEntity.accepted().body(body(findDelivery(caller, id, delivery)));
  }

  private Webhook.Terms terms(Caller caller, HttpServletRequest http) throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    return bodies.read(
        caller.tenant(),
        http,
        body -> {
          Webhook.Terms terms = reader.read(new Fields(body, "", faults));
          faults.check();
          return terms;
        });
  }

  private Webhook find(Caller caller, String id) {
    return webhooks
        .find(caller.tenant(), SubmissionController.Ids.read(id).value())
        .orElseThrow(WebhookController::notFound);
  }

  private Delivery findDelivery(Caller caller, String id, String delivery) {
    return delivery(caller, find(caller, id), SubmissionController.Ids.read(delivery).value());
  }

  private Delivery delivery(Caller caller, Webhook webhook, UUID delivery) {
    return webhooks
        .delivery(caller.tenant(), webhook.id(), delivery)
        .orElseThrow(() -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such delivery."));
  }

  private WebhookBody.DeliveryBody body(Delivery delivery) {
    return WebhookBody.DeliveryBody.of(
        delivery, webhooks.body(delivery), webhooks.attempts(delivery));
  }

  private static RequestRefused notFound() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such webhook.");
  }
}
