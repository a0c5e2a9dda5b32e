package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AccountLists;
import dev.glovebox.account.AccountProperties;
import dev.glovebox.account.Accounts;
import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Person;
import dev.glovebox.account.Role;
import dev.glovebox.account.Scope;
import dev.glovebox.openid.OpenIdProperties;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Tenants, their people and their keys, and the log of what was changed. Administrators only. */
@Controller
@RunsIn(dev.glovebox.platform.Role.API)
class AccountsPage {

  private static final String ACCOUNTS = PATH + "/accounts";
  private static final String PAGE = "dashboard/accounts";
  private static final int LONGEST_LIFETIME_DAYS = 3650;
  private static final int ENTRIES = 100;
  private static final int LONGEST_REASON = 500;
  private static final int MOST = 1000;

  private final Accounts accounts;
  private final AccountLists lists;
  private final AuditLog audit;
  private final AccountProperties properties;
  private final Optional<String> issuer;
  private final Clock clock;

  AccountsPage(
      Accounts accounts,
      AccountLists lists,
      AuditLog audit,
      AccountProperties properties,
      OpenIdProperties openId,
      Clock clock) {
    this.issuer = Optional.ofNullable(openId.issuer()).map(URI::toString);
    this.clock = clock;
    this.properties = properties;
    this.accounts = accounts;
    this.lists = lists;
    this.audit = audit;
  }

  /**
   * What was made and is shown this once.
   *
   * @param what it is
   */
  record Secret(String what, String text) {}

  @GetMapping(ACCOUNTS)
  String show(Model model) {
    return page(model);
  }

  @GetMapping(PATH + "/audit")
  String log(@RequestParam(defaultValue = "" + Long.MAX_VALUE) long before, Model model) {
    List<AuditLog.Entry> entries = audit.newest(before, ENTRIES);
    model.addAttribute("entries", entries);
    model.addAttribute("broken", audit.broken());
    if (entries.size() == ENTRIES) {
      model.addAttribute("next", entries.getLast().id());
    }
    return "dashboard/audit";
  }

  @PostMapping(ACCOUNTS + "/tenants")
  String makeTenant(
      @RequestParam String name,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.makeTenant(name, person.actor());
          return Optional.empty();
        });
  }

  @PostMapping(ACCOUNTS + "/tenants/{name}/disable")
  String disableTenant(
      @PathVariable String name,
      @RequestParam String reason,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
      throw new Malformed("reason");
    }
    return change(
        response,
        model,
        () -> {
          accounts.disableTenant(name, reason.strip(), person.tenant(), person.actor());
          return Optional.empty();
        });
  }

  @PostMapping(ACCOUNTS + "/tenants/{name}/enable")
  String enableTenant(
      @PathVariable String name,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.enableTenant(name, person.actor());
          return Optional.empty();
        });
  }

  @PostMapping(ACCOUNTS + "/people")
  String makeAccount(
      @RequestParam String name,
      @RequestParam String tenant,
      @RequestParam Role role,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () ->
            Optional.of(
                new Secret(
                    "The password of " + name,
                    accounts.makeAccount(name, tenant, role, person.actor()).password())));
  }

  @PostMapping(ACCOUNTS + "/people/{id}/role")
  String changeRole(
      @PathVariable UUID id,
      @RequestParam Role role,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.changeRole(id, role, person.actor());
          return Optional.empty();
        });
  }

  @PostMapping(ACCOUNTS + "/people/{id}/disabled")
  String disable(
      @PathVariable UUID id,
      @RequestParam boolean disabled,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.disable(id, disabled, "", person.actor());
          return Optional.empty();
        });
  }

  @PostMapping(ACCOUNTS + "/people/{id}/password")
  String renewPassword(
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () ->
            Optional.of(
                new Secret("The new password", accounts.renewPassword(id, person.actor()))));
  }

  @PostMapping(ACCOUNTS + "/people/{id}/link")
  String link(
      @PathVariable UUID id,
      @RequestParam String issuer,
      @RequestParam String subject,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.link(id, issuer.strip(), subject.strip(), person.actor());
          return Optional.empty();
        });
  }

  @PostMapping(ACCOUNTS + "/people/{id}/unlink")
  String unlink(
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.unlink(id, person.actor());
          return Optional.empty();
        });
  }

  /**
   * @param days after which it expires; 0 = never
   */
  @PostMapping(ACCOUNTS + "/keys")
  String makeKey(
      @RequestParam String name,
      @RequestParam String tenant,
      @RequestParam(defaultValue = "") Set<String> scopes,
      @RequestParam(defaultValue = "90") int days,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    if (days < 0 || days > LONGEST_LIFETIME_DAYS) {
      throw new Malformed("days");
    }
    Set<Scope> granted =
        scopes.stream()
            .map(code -> Scope.of(code).orElseThrow(() -> new Malformed("scopes")))
            .collect(java.util.stream.Collectors.toSet());
    Optional<Duration> lifetime = days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    return change(
        response,
        model,
        () ->
            Optional.of(
                new Secret(
                    "The key " + name,
                    accounts.makeKey(name, tenant, granted, lifetime, person.actor()).text())));
  }

  /**
   * @param hours for which the secret that it has works on
   * @param days after which it expires; 0 = never, empty = as before
   */
  @PostMapping(ACCOUNTS + "/keys/{id}/rotate")
  String rotateKey(
      @PathVariable UUID id,
      @RequestParam int hours,
      @RequestParam(required = false) Optional<Integer> days,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    Duration overlap = Duration.ofHours(hours);
    if (hours < 0 || overlap.compareTo(properties.maxOverlap()) > 0) {
      throw new Malformed("hours");
    }
    if (days.filter(some -> some < 0 || some > LONGEST_LIFETIME_DAYS).isPresent()) {
      throw new Malformed("days");
    }
    return change(
        response,
        model,
        () ->
            Optional.of(
                new Secret(
                    "The key with its new secret",
                    accounts
                        .rotateKey(id, overlap, days.map(Duration::ofDays), person.actor())
                        .text())));
  }

  @PostMapping(ACCOUNTS + "/keys/{id}/revoke")
  String revokeKey(
      @PathVariable UUID id,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response,
      Model model) {
    return change(
        response,
        model,
        () -> {
          accounts.revokeKey(id, "", person.actor());
          return Optional.empty();
        });
  }

  /** Goes back to the page, or shows on it what is shown once only, or why it was refused. */
  private String change(
      HttpServletResponse response, Model model, Supplier<Optional<Secret>> change) {
    try {
      Optional<Secret> secret = change.get();
      if (secret.isEmpty()) {
        return "redirect:" + ACCOUNTS;
      }
      model.addAttribute("secret", secret.get());
    } catch (Accounts.Refused refused) {
      response.setStatus(HttpStatus.CONFLICT.value());
      model.addAttribute("fault", refused.getMessage());
    }
    return page(model);
  }

  private String page(Model model) {
    model.addAttribute("people", lists.people(Optional.empty(), "", MOST));
    model.addAttribute("keys", lists.keys(Optional.empty(), Optional.empty(), MOST));
    List<AccountLists.ListedTenant> customers = lists.tenants("", MOST);
    model.addAttribute("customers", customers);
    model.addAttribute("tenants", customers.stream().map(AccountLists.ListedTenant::name).toList());
    model.addAttribute("overlapHours", properties.overlap().toHours());
    model.addAttribute("mostHours", properties.maxOverlap().toHours());
    model.addAttribute("now", clock.instant());
    model.addAttribute("issuer", issuer);
    model.addAttribute("roles", Role.values());
    model.addAttribute("scopes", Scope.values());
    return PAGE;
  }
}
