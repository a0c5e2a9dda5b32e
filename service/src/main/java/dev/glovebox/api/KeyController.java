package dev.glovebox.api;

import dev.glovebox.account.AccountLists;
import dev.glovebox.account.AccountProperties;
import dev.glovebox.account.Accounts;
import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import dev.glovebox.api.AccountBodies.KeyBody;
import dev.glovebox.api.AccountBodies.KeyPage;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys over REST: all of them for administrators, its own for every key. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class KeyController {

  private static final String WHAT = "key";
  private static final int USUAL_DAYS = 90;
  private static final int MOST_DAYS = 3650;
  private static final int MOST_SCOPES = 20;
  private static final Duration LEAST_OWN_OVERLAP = Duration.ofHours(1);

  private final AccountRequests requests;
  private final AccountLists lists;
  private final Accounts accounts;
  private final AccountProperties properties;

  KeyController(
      AccountRequests requests,
      AccountLists lists,
      Accounts accounts,
      AccountProperties properties) {
    this.properties = properties;
    this.requests = requests;
    this.lists = lists;
    this.accounts = accounts;
  }

  @GetMapping
  KeyPage list(HttpServletRequest http) {
    record Query(Optional<String> tenant, Optional<AccountLists.KeyCursor> after, int size) {}
    var query =
        requests.list(
            http,
            (parameters, size) ->
                new Query(
                    AccountRequests.text(parameters, "tenant"),
                    parameters.value(
                        "cursor",
                        "not-allowed",
                        "the next of an earlier page",
                        text ->
                            Cursors.read(text)
                                .map(c -> new AccountLists.KeyCursor(c.createdAt(), c.id()))),
                    size));
    return KeyPage.of(lists.keys(query.tenant(), query.after(), query.size() + 1), query.size());
  }

  /** The key that asks. */
  @GetMapping("/current")
  KeyBody current(@AuthenticationPrincipal Caller caller) {
    return KeyBody.of(find(caller.key()));
  }

  @GetMapping("/{id}")
  KeyBody read(@PathVariable String id) {
    return KeyBody.of(find(AccountRequests.id(id, WHAT)));
  }

  /** The answer has the key, which no other shows again. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  KeyBody create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    record Asked(String name, String tenant, Set<Scope> scopes, Optional<Duration> lifetime) {}
    var asked =
        requests.body(
            caller,
            http,
            body ->
                new Asked(
                    AccountRequests.required(body, "name", AccountRequests.LONGEST_NAME),
                    AccountRequests.required(body, "tenant", AccountRequests.LONGEST_NAME),
                    scopes(body),
                    lifetime(body)));
    ApiKeys.Issued issued =
        accounts.makeKey(
            asked.name(), asked.tenant(), asked.scopes(), asked.lifetime(), caller.actor());
    return KeyBody.of(find(issued.id()), Optional.of(issued.text()));
  }

  /** Ends it for good; needs a reason. */
  @PostMapping(path = "/{id}/revoke", consumes = MediaType.APPLICATION_JSON_VALUE)
  KeyBody revoke(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    String reason = requests.body(caller, http, AccountRequests::requiredReason);
    UUID key = AccountRequests.id(id, WHAT);
    accounts.revokeKey(key, reason, caller.actor());
    return KeyBody.of(find(key));
  }

  /**
   * A new secret, in the answer only; the one before works on for the overlap, 0 for not at all.
   */
  @PostMapping(path = "/{id}/rotate", consumes = MediaType.APPLICATION_JSON_VALUE)
  KeyBody rotate(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    record Asked(Duration overlap, Optional<Duration> lifetime) {}
    var asked =
        requests.body(
            caller,
            http,
            body ->
                new Asked(
                    overlap(body, Duration.ZERO),
                    body.integer("lifetimeDays", 0, MOST_DAYS).map(Duration::ofDays)));
    UUID key = AccountRequests.id(id, WHAT);
    return rotated(accounts.rotateKey(key, asked.overlap(), asked.lifetime(), caller.actor()));
  }

  /**
   * The same by the key itself. Its life gets no longer by that, and who stole it can't keep its
   * owner out at once.
   */
  @PostMapping(path = "/current/rotate", consumes = MediaType.APPLICATION_JSON_VALUE)
  KeyBody rotateCurrent(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Duration overlap = requests.body(caller, http, body -> overlap(body, LEAST_OWN_OVERLAP));
    return rotated(accounts.rotateKey(caller.key(), overlap, Optional.empty(), caller.actor()));
  }

  private KeyBody rotated(ApiKeys.Issued issued) {
    return KeyBody.of(find(issued.id()), Optional.of(issued.text()));
  }

  private Duration overlap(Fields body, Duration least) {
    return body.integer("overlapSeconds", least.toSeconds(), properties.maxOverlap().toSeconds())
        .map(Duration::ofSeconds)
        .orElse(Collections.max(List.of(properties.overlap(), least)));
  }

  private AccountLists.ListedKey find(UUID id) {
    return lists.key(id).orElseThrow(() -> AccountRequests.absent(WHAT));
  }

  private static Set<Scope> scopes(Fields body) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String code :
        body.texts("scopes", MOST_SCOPES, AccountRequests.LONGEST_NAME).orElse(List.of())) {
      Scope.of(code)
          .ifPresentOrElse(
              scopes::add, () -> body.fault("scopes", "not-allowed", "has what is no scope."));
    }
    if (scopes.isEmpty() && body.faults().isEmpty()) {
      body.fault("scopes", "required", "is needed: a key without scopes can do nothing.");
    }
    return scopes;
  }

  private static Optional<Duration> lifetime(Fields body) {
    long days = body.integer("lifetimeDays", 0, MOST_DAYS).orElse((long) USUAL_DAYS);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }
}
