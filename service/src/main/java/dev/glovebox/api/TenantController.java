package dev.glovebox.api;

import dev.glovebox.account.AccountLists;
import dev.glovebox.account.Accounts;
import dev.glovebox.account.Caller;
import dev.glovebox.api.AccountBodies.TenantBody;
import dev.glovebox.api.AccountBodies.TenantPage;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tenants over REST, for administrators. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
class TenantController {

  private final AccountRequests requests;
  private final AccountLists lists;
  private final Accounts accounts;

  TenantController(AccountRequests requests, AccountLists lists, Accounts accounts) {
    this.requests = requests;
    this.lists = lists;
    this.accounts = accounts;
  }

  @GetMapping
  TenantPage list(HttpServletRequest http) {
    record Query(String after, int size) {}
    var query =
        requests.list(
            http,
            (parameters, size) ->
                new Query(AccountRequests.nameCursor(parameters).orElse(""), size));
    return TenantPage.of(lists.tenants(query.after(), query.size() + 1), query.size());
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  TenantBody create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    String name =
        requests.body(
            caller,
            http,
            body -> AccountRequests.required(body, "name", AccountRequests.LONGEST_NAME));
    accounts.makeTenant(name, caller.actor());
    return find(name);
  }

  @GetMapping("/{name}")
  TenantBody read(@PathVariable String name) {
    return find(name);
  }

  /** Needs a reason: its people and keys are refused from now on, and its work waits. */
  @PostMapping(path = "/{name}/disable", consumes = MediaType.APPLICATION_JSON_VALUE)
  TenantBody disable(
      @AuthenticationPrincipal Caller caller, @PathVariable String name, HttpServletRequest http)
      throws IOException {
    String reason = requests.body(caller, http, AccountRequests::requiredReason);
    accounts.disableTenant(find(name).name(), reason, caller.tenant(), caller.actor());
    return find(name);
  }

  @PostMapping("/{name}/enable")
  TenantBody enable(@AuthenticationPrincipal Caller caller, @PathVariable String name) {
    accounts.enableTenant(find(name).name(), caller.actor());
    return find(name);
  }

  private TenantBody find(String name) {
    return Optional.of(name)
        .filter(text -> text.indexOf('\0') < 0)
        .flatMap(lists::tenant)
        .map(TenantBody::of)
        .orElseThrow(() -> AccountRequests.absent("tenant"));
  }
}
