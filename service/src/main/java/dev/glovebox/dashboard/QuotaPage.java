package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AccountLists;
import dev.glovebox.account.Accounts;
import dev.glovebox.account.KeyQuota;
import dev.glovebox.account.Person;
import dev.glovebox.account.Quotas;
import dev.glovebox.account.TenantQuota;
import dev.glovebox.api.QuotaDefaults;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What tenants and keys may use, what they use, and how often they were refused. */
@Controller
@RunsIn(dev.glovebox.platform.Role.API)
class QuotaPage {

  private static final String QUOTAS = PATH + "/quotas";
  private static final int TENANTS = 100;
  private static final int KEYS = 100;
  private static final int MOST_SECOND = 1_000_000;
  private static final int MOST = 10_000_000;
  private static final int MOST_WEIGHT = 10_000;
  private static final int LONGEST_REASON = 500;

  private final Quotas quotas;
  private final QuotaDefaults usual;
  private final AccountLists lists;
  private final Clock clock;

  QuotaPage(Quotas quotas, QuotaDefaults usual, AccountLists lists, Clock clock) {
    this.quotas = quotas;
    this.usual = usual;
    this.lists = lists;
    this.clock = clock;
  }

  /** A key that works, and its quota. */
  record KeyLine(AccountLists.ListedKey key, Quotas.VersionedKey quota) {}

  @GetMapping(QUOTAS)
  String list(@RequestParam(defaultValue = "") String after, Model model) {
    if (after.indexOf('\0') >= 0) {
      throw new Malformed("after");
    }
    List<Quotas.Listed> found = quotas.list(after, TENANTS + 1);
    model.addAttribute("lines", found.stream().limit(TENANTS).toList());
    model.addAttribute("usual", usual);
    if (found.size() > TENANTS) {
      model.addAttribute("next", found.get(TENANTS - 1).tenant());
    }
    model.addAttribute("curl", Curl.get("/api/v1/quotas"));
    return "dashboard/quotas";
  }

  @GetMapping(QUOTAS + "/{tenant}")
  String show(@PathVariable String tenant, Model model) {
    return page(tenant, model);
  }

  @PostMapping(QUOTAS + "/{tenant}")
  String change(
      @PathVariable String tenant,
      @RequestParam int version,
      @RequestParam int weight,
      @RequestParam(required = false) Optional<Integer> requestsPerSecond,
      @RequestParam(required = false) Optional<Integer> requestBurst,
      @RequestParam(required = false) Optional<Integer> submissionsPerMinute,
      @RequestParam(required = false) Optional<Integer> maxQueued,
      @RequestParam(required = false) Optional<Integer> maxRunning,
      @RequestParam String reason,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    var quota =
        new TenantQuota(
            within("weight", Optional.of(weight), 1, MOST_WEIGHT).orElseThrow(),
            within("requestsPerSecond", requestsPerSecond, 0, MOST_SECOND),
            within("requestBurst", requestBurst, 1, MOST),
            within("submissionsPerMinute", submissionsPerMinute, 0, MOST),
            within("maxQueued", maxQueued, 1, Integer.MAX_VALUE),
            within("maxRunning", maxRunning, 1, Integer.MAX_VALUE));
    String why = why(reason);
    String name = find(tenant).tenant();
    return changed(
        name, response, model, () -> quotas.change(name, version, quota, why, person.actor()));
  }

  @PostMapping(QUOTAS + "/{tenant}/keys/{id}")
  String changeKey(
      @PathVariable String tenant,
      @PathVariable UUID id,
      @RequestParam int version,
      @RequestParam(required = false) Optional<Integer> requestsPerSecond,
      @RequestParam(required = false) Optional<Integer> requestsPerMinute,
      @RequestParam String reason,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    var quota =
        new KeyQuota(
            within("requestsPerSecond", requestsPerSecond, 0, MOST_SECOND),
            within("requestsPerMinute", requestsPerMinute, 0, MOST));
    String why = why(reason);
    String name = find(tenant).tenant();
    return changed(
        name, response, model, () -> quotas.change(id, version, quota, why, person.actor()));
  }

  private String changed(
      String tenant, HttpServletResponse response, Model model, Runnable change) {
    try {
      change.run();
      return "redirect:" + QUOTAS + "/" + tenant;
    } catch (Accounts.Refused refused) {
      response.setStatus(HttpStatus.CONFLICT.value());
      model.addAttribute("fault", refused.getMessage());
      return page(tenant, model);
    }
  }

  private String page(String tenant, Model model) {
    Quotas.Listed found = find(tenant);
    Instant now = clock.instant();
    List<KeyLine> keys =
        lists.keys(Optional.of(found.tenant()), Optional.empty(), KEYS).stream()
            .filter(key -> key.revokedAt().isEmpty())
            .filter(key -> key.expiresAt().filter(end -> !end.isAfter(now)).isEmpty())
            .flatMap(key -> quotas.key(key.id()).map(quota -> new KeyLine(key, quota)).stream())
            .toList();
    model.addAttribute("line", found);
    model.addAttribute("keys", keys);
    model.addAttribute("usual", usual);
    model.addAttribute("curl", Curl.get("/api/v1/quotas/" + found.tenant()));
    return "dashboard/quota";
  }

  private Quotas.Listed find(String tenant) {
    return Optional.of(tenant)
        .filter(name -> name.indexOf('\0') < 0)
        .flatMap(quotas::find)
        .orElseThrow(NotThere::new);
  }

  private static Optional<Integer> within(
      String name, Optional<Integer> number, int least, int most) {
    if (number.filter(some -> some < least || some > most).isPresent()) {
      throw new Malformed(name);
    }
    return number;
  }

  private static String why(String reason) {
    String why = reason.strip();
    if (why.isEmpty() || why.length() > LONGEST_REASON || why.indexOf('\0') >= 0) {
      throw new Malformed("reason");
    }
    return why;
  }
}
