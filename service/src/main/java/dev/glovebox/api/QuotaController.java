package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.account.KeyQuota;
import dev.glovebox.account.Quotas;
import dev.glovebox.account.TenantQuota;
import dev.glovebox.api.QuotaBodies.KeyQuotaBody;
import dev.glovebox.api.QuotaBodies.QuotaBody;
import dev.glovebox.api.QuotaBodies.QuotaPage;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Quotas of tenants and keys over REST: for administrators, and its own for every key. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class QuotaController {

  private static final int MOST_SECOND = 1_000_000;
  private static final int MOST = 10_000_000;
  private static final int MOST_WEIGHT = 10_000;
  private static final int USUAL_WEIGHT = 100;

  private final AccountRequests requests;
  private final Quotas quotas;
  private final QuotaDefaults usual;

  QuotaController(AccountRequests requests, Quotas quotas, QuotaDefaults usual) {
    this.requests = requests;
    this.quotas = quotas;
    this.usual = usual;
  }

  private record Asked<T>(int version, T quota, String reason) {}

  @GetMapping("/quotas")
  QuotaPage list(HttpServletRequest http) {
    record Query(String after, int size) {}
    var query =
        requests.list(
            http,
            (parameters, size) ->
                new Query(AccountRequests.nameCursor(parameters).orElse(""), size));
    return QuotaPage.of(quotas.list(query.after(), query.size() + 1), query.size(), usual);
  }

  @GetMapping("/quotas/{tenant}")
  QuotaBody read(@PathVariable String tenant) {
    return QuotaBody.of(find(tenant), usual);
  }

  /** Replaces all overrides; what is left out is as in the configuration again. */
  @PutMapping(path = "/quotas/{tenant}", consumes = MediaType.APPLICATION_JSON_VALUE)
  QuotaBody change(
      @AuthenticationPrincipal Caller caller, @PathVariable String tenant, HttpServletRequest http)
      throws IOException {
    Asked<TenantQuota> asked =
        requests.body(
            caller,
            http,
            body ->
                new Asked<>(
                    version(body), tenantQuota(body), AccountRequests.requiredReason(body)));
    Quotas.Listed found = find(tenant);
    quotas.change(found.tenant(), asked.version(), asked.quota(), asked.reason(), caller.actor());
    return QuotaBody.of(find(tenant), usual);
  }

  /** The quota of the key that asks. */
  @GetMapping("/keys/current/quota")
  KeyQuotaBody current(@AuthenticationPrincipal Caller caller) {
    return KeyQuotaBody.of(findKey(caller.key()), usual);
  }

  @GetMapping("/keys/{id}/quota")
  KeyQuotaBody readKey(@PathVariable String id) {
    return KeyQuotaBody.of(findKey(AccountRequests.id(id, "key")), usual);
  }

  @PutMapping(path = "/keys/{id}/quota", consumes = MediaType.APPLICATION_JSON_VALUE)
  KeyQuotaBody changeKey(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    Asked<KeyQuota> asked =
        requests.body(
            caller,
            http,
            body ->
                new Asked<>(
                    version(body),
                    new KeyQuota(
                        number(body, "requestsPerSecond", 0, MOST_SECOND),
                        number(body, "requestsPerMinute", 0, MOST)),
                    AccountRequests.requiredReason(body)));
    UUID key = AccountRequests.id(id, "key");
    quotas.change(key, asked.version(), asked.quota(), asked.reason(), caller.actor());
    return KeyQuotaBody.of(findKey(key), usual);
  }

  private Quotas.Listed find(String tenant) {
    return Optional.of(tenant)
        .filter(name -> name.indexOf('\0') < 0)
        .flatMap(quotas::find)
        .orElseThrow(() -> AccountRequests.absent("tenant"));
  }

  private Quotas.VersionedKey findKey(UUID id) {
    return quotas.key(id).orElseThrow(() -> AccountRequests.absent("key"));
  }

  private static int version(Fields body) {
    if (!body.has("version")) {
      body.fault("version", "required", "is needed: that of the quota as it was read.");
    }
    return number(body, "version", 0, Integer.MAX_VALUE).orElse(0);
  }

  private static TenantQuota tenantQuota(Fields body) {
    return new TenantQuota(
        number(body, "weight", 1, MOST_WEIGHT).orElse(USUAL_WEIGHT),
        number(body, "requestsPerSecond", 0, MOST_SECOND),
        number(body, "requestBurst", 1, MOST),
        number(body, "submissionsPerMinute", 0, MOST),
        number(body, "maxQueued", 1, Integer.MAX_VALUE),
        number(body, "maxRunning", 1, Integer.MAX_VALUE));
  }

  private static Optional<Integer> number(Fields body, String name, int least, int most) {
    return body.integer(name, least, most).map(Math::toIntExact);
  }
}
