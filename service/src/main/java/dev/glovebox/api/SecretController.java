package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.run.Secrets;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Secrets of projects over REST. Values go in and never come out. */
@RestController
@RunsIn(Role.API)
@RequestMapping(path = "/api/v1/secrets", produces = MediaType.APPLICATION_JSON_VALUE)
class SecretController {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
  private static final int LONGEST_REF = 255;
  private static final int MOST_REFS = 50;

  private final BodyReader bodies;
  private final Secrets secrets;
  private final AuditLog audit;
  private final TransactionTemplate transaction;

  SecretController(
      BodyReader bodies, Secrets secrets, AuditLog audit, TransactionTemplate transaction) {
    this.bodies = bodies;
    this.secrets = secrets;
    this.audit = audit;
    this.transaction = transaction;
  }

  /** Puts a secret, in place of the former one of its name. */
  @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
  SecretBody put(
      @AuthenticationPrincipal Caller caller, @PathVariable String name, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    String project = project(http, faults);
    if (!NAME.matcher(name).matches()) {
      faults.add("name", "characters", "name must be letters, digits and underscores.");
    }
    Secrets.New secret =
        bodies.read(
            caller.tenant(),
            http,
            body -> {
              Secrets.New read = read(new Fields(body, "", faults), name);
              faults.check();
              return read;
            });
    Secrets.Known known =
        transaction
            .execute(_ -> put(caller, project, secret))
            .orElseThrow(() ->
                RequestRefused.of(
                    ProblemKind.STORE_FULL,
                    "A project may have at most %d secrets.".formatted(Secrets.MOST)));
    return SecretBody.of(known, secret.warning());
  }

  private Optional<Secrets.Known> put(Caller caller, String project, Secrets.New secret) {
    Optional<Secrets.Known> put = secrets.put(caller.tenant(), project, secret);
    if (put.isPresent()) {
      written(caller, "put a secret", project, secret.name());
    }
    return put;
  }

  private boolean delete(Caller caller, String project, String name) {
    boolean deleted = secrets.delete(caller.tenant(), project, name);
    if (deleted) {
      written(caller, "deleted a secret", project, name);
    }
    return deleted;
  }

  private void written(Caller caller, String action, String project, String name) {
    audit.write(
        "key " + caller.name(), action, name + " of " + project, "tenant " + caller.tenant());
  }

  private static Secrets.New read(Fields body, String name) {
    String value = body.text("value", Secrets.LONGEST).orElse("");
    if (value.isEmpty()) {
      body.fault("value", "required", "is needed.");
    } else if (value.getBytes(StandardCharsets.UTF_8).length > Secrets.LONGEST) {
      body.fault("value", "too-long", "may have at most %d bytes.".formatted(Secrets.LONGEST));
    }
    var secret =
        new Secrets.New(
            name,
            value,
            body.texts("refs", MOST_REFS, LONGEST_REF).orElse(List.of()),
            body.flag("everyJob").orElse(false));
    body.end();
    return secret;
  }

  @GetMapping
  SecretsBody list(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    var faults = new Faults();
    String project = project(http, faults);
    faults.check();
    return new SecretsBody(
        secrets.list(caller.tenant(), project).stream()
            .map(known -> SecretBody.of(known, Optional.empty()))
            .toList());
  }

  @DeleteMapping("/{name}")
  ResponseEntity<Void> delete(
      @AuthenticationPrincipal Caller caller, @PathVariable String name, HttpServletRequest http) {
    var faults = new Faults();
    String project = project(http, faults);
    faults.check();
    if (!NAME.matcher(name).matches()
        || !Boolean.TRUE.equals(transaction.execute(_ -> delete(caller, project, name)))) {
      throw RequestRefused.of(ProblemKind.NOT_FOUND, "The project has no such secret.");
    }
    return ResponseEntity.noContent().build();
  }

  private static String project(HttpServletRequest http, Faults faults) {
    var parameters = new Parameters(http, faults);
    String project = ProjectParameter.read(parameters, faults);
    parameters.end();
    return project;
  }

  /** All secrets of a project. */
  record SecretsBody(List<SecretBody> secrets) {}

  /**
   * A secret without its value.
   *
   * @param warning why its value will be seen in logs; left out where it is masked
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SecretBody(
      String name,
      List<String> refs,
      boolean everyJob,
      Instant createdAt,
      Instant updatedAt,
      Optional<String> warning) {

    static SecretBody of(Secrets.Known known, Optional<String> warning) {
      return new SecretBody(
          known.name(),
          known.refs(),
          known.everyJob(),
          known.createdAt(),
          known.updatedAt(),
          warning);
    }
  }
}
