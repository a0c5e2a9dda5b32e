package dev.glovebox.api;

import dev.glovebox.account.AuditLog;
import dev.glovebox.api.AccountBodies.AuditPage;
import dev.glovebox.api.AccountBodies.ChainBody;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what, over REST, for administrators. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
@RequestMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {

  private final AccountRequests requests;
  private final AuditLog audit;

  AuditController(AccountRequests requests, AuditLog audit) {
    this.requests = requests;
    this.audit = audit;
  }

  /** Checking the chain reads all entries: only on demand. */
  @GetMapping
  AuditPage list(HttpServletRequest http) {
    record Query(AuditLog.Filter filter, long before, boolean check, int size) {}
    var query =
        requests.list(
            http,
            (parameters, size) ->
                new Query(
                    new AuditLog.Filter(
                        AccountRequests.text(parameters, "actor"),
                        AccountRequests.text(parameters, "action"),
                        AccountRequests.text(parameters, "subject"),
                        parameters.instant("from"),
                        parameters.instant("to")),
                    before(parameters),
                    parameters.flag("check").orElse(false),
                    size));
    Optional<ChainBody> chain =
        query.check() ? Optional.of(ChainBody.of(audit.broken())) : Optional.empty();
    return AuditPage.of(
        audit.entries(query.filter(), query.before(), query.size() + 1), chain, query.size());
  }

  private static long before(Parameters parameters) {
    return parameters
        .value(
            "cursor",
            "not-allowed",
            "the next of an earlier page",
            text -> text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty())
        .orElse(Long.MAX_VALUE);
  }
}
