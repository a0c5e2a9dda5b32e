package dev.glovebox.api;

import dev.glovebox.webhook.Webhook;
import dev.glovebox.webhook.Webhooks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/** Makes the terms of a webhook of JSON, or tells every rule that it breaks. */
@Component
class WebhookReader {

  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_NAME = 255;

  Webhook.Terms read(Fields body) {
    String url = body.text("url", LONGEST_URL).orElse("");
    if (!body.has("url")) {
      body.fault("url", "required", "is required.");
    } else if (!Webhook.Terms.isCallable(url)) {
      body.fault("url", "not-allowed", "must be an http or https URL with a host and no password.");
    }
    List<String> events = events(body);
    Webhook.Terms terms =
        new Webhook.Terms(
            url,
            events,
            body.text("project", LONGEST_NAME).filter(name -> !name.isEmpty()),
            body.flag("hubSignature").orElse(false));
    body.end();
    return terms;
  }

  /** All of them, unless some are named. */
  private static List<String> events(Fields body) {
    List<String> named =
        body.texts("events", 2 * Webhooks.EVENTS.size(), LONGEST_NAME).orElse(Webhooks.EVENTS);
    List<String> unknown = new ArrayList<>(named);
    unknown.removeAll(Webhooks.EVENTS);
    if (named.isEmpty() || !unknown.isEmpty()) {
      body.fault(
          "events", "not-allowed", "must be some of " + String.join(", ", Webhooks.EVENTS) + ".");
    }
    return List.copyOf(new LinkedHashSet<>(named));
  }
}
