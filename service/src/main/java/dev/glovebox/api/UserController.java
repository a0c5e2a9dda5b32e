package dev.glovebox.api;

import dev.glovebox.account.AccountLists;
import dev.glovebox.account.Accounts;
import dev.glovebox.account.Caller;
import dev.glovebox.account.Role;
import dev.glovebox.api.AccountBodies.UserBody;
import dev.glovebox.api.AccountBodies.UserPage;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts of people over REST, for administrators. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
class UserController {

  private static final String WHAT = "account";
  private static final int LONGEST_ISSUER = 2000;
  private static final int LONGEST_SUBJECT = 255;
  private static final List<String> ROLES = Stream.of(Role.values()).map(Role::code).toList();

  private final AccountRequests requests;
  private final AccountLists lists;
  private final Accounts accounts;

  UserController(AccountRequests requests, AccountLists lists, Accounts accounts) {
    this.requests = requests;
    this.lists = lists;
    this.accounts = accounts;
  }

  @GetMapping
  UserPage list(HttpServletRequest http) {
    record Query(Optional<String> tenant, String after, int size) {}
    var query =
        requests.list(
            http,
            (parameters, size) ->
                new Query(
                    AccountRequests.text(parameters, "tenant"),
                    AccountRequests.nameCursor(parameters).orElse(""),
                    size));
    return UserPage.of(lists.people(query.tenant(), query.after(), query.size() + 1), query.size());
  }

  @GetMapping("/{id}")
  UserBody read(@PathVariable String id) {
    return UserBody.of(find(AccountRequests.id(id, WHAT)));
  }

  /** The answer has the password, which no other shows again. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  UserBody create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    record Asked(String name, String tenant, Role role) {}
    var asked =
        requests.body(
            caller,
            http,
            body ->
                new Asked(
                    AccountRequests.required(body, "name", AccountRequests.LONGEST_NAME),
                    AccountRequests.required(body, "tenant", AccountRequests.LONGEST_NAME),
                    role(body)));
    Accounts.Made made =
        accounts.makeAccount(asked.name(), asked.tenant(), asked.role(), caller.actor());
    return UserBody.of(find(made.id()), Optional.of(made.password()));
  }

  @PostMapping(path = "/{id}/role", consumes = MediaType.APPLICATION_JSON_VALUE)
  UserBody changeRole(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    Role role = requests.body(caller, http, UserController::role);
    UUID account = AccountRequests.id(id, WHAT);
    accounts.changeRole(account, role, caller.actor());
    return UserBody.of(find(account));
  }

  /** Needs a reason: it ends all sessions. */
  @PostMapping(path = "/{id}/disable", consumes = MediaType.APPLICATION_JSON_VALUE)
  UserBody disable(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    String reason = requests.body(caller, http, AccountRequests::requiredReason);
    UUID account = AccountRequests.id(id, WHAT);
    accounts.disable(account, true, reason, caller.actor());
    return UserBody.of(find(account));
  }

  @PostMapping("/{id}/enable")
  UserBody enable(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    UUID account = AccountRequests.id(id, WHAT);
    accounts.disable(account, false, "", caller.actor());
    return UserBody.of(find(account));
  }

  /** A new password, in the answer only; all sessions end. */
  @PostMapping("/{id}/password")
  UserBody renewPassword(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    UUID account = AccountRequests.id(id, WHAT);
    String password = accounts.renewPassword(account, caller.actor());
    return UserBody.of(find(account), Optional.of(password));
  }

  @PostMapping("/{id}/sign-out")
  UserBody signOut(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    UUID account = AccountRequests.id(id, WHAT);
    accounts.signOut(account, caller.actor());
    return UserBody.of(find(account));
  }

  /** Whoever the provider knows by this subject signs in as this account from now on. */
  @PostMapping(path = "/{id}/link", consumes = MediaType.APPLICATION_JSON_VALUE)
  UserBody link(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    record Asked(String issuer, String subject) {}
    var asked =
        requests.body(
            caller,
            http,
            body ->
                new Asked(
                    AccountRequests.required(body, "issuer", LONGEST_ISSUER),
                    AccountRequests.required(body, "subject", LONGEST_SUBJECT)));
    UUID account = AccountRequests.id(id, WHAT);
    accounts.link(account, asked.issuer(), asked.subject(), caller.actor());
    return UserBody.of(find(account));
  }

  @PostMapping("/{id}/unlink")
  UserBody unlink(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    UUID account = AccountRequests.id(id, WHAT);
    accounts.unlink(account, caller.actor());
    return UserBody.of(find(account));
  }

  private AccountLists.ListedPerson find(UUID id) {
    return lists.person(id).orElseThrow(() -> AccountRequests.absent(WHAT));
  }

  private static Role role(Fields body) {
    if (!body.has("role")) {
      body.fault("role", "required", "is needed.");
    }
    return body.word("role", ROLES).map(Role::of).orElse(Role.VIEWER);
  }
}
