package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.intake.ProblemPackages;
import dev.glovebox.problem.intake.ProblemPackages.Imported;
import dev.glovebox.problem.intake.ProblemProperties;
import dev.glovebox.verification.Verifications;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Problems over REST: packages go in, what they hold is told. */
@RestController
@RunsIn(Role.API)
@RequestMapping(path = "/api/v1/problems", produces = MediaType.APPLICATION_JSON_VALUE)
class ProblemPackageController {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int USUAL_PAGE = 50;

  private final ProblemPackages packages;
  private final ProblemStore problems;
  private final Verifications verifications;
  private final ProblemProperties limits;
  private final ApiProperties properties;

  ProblemPackageController(
      ProblemPackages packages,
      ProblemStore problems,
      Verifications verifications,
      ProblemProperties limits,
      ApiProperties properties) {
    this.packages = packages;
    this.problems = problems;
    this.verifications = verifications;
    this.limits = limits;
    this.properties = properties;
  }

  /** Imports a package as the newest version; 201 when it was not there before. */
  @PutMapping(
      path = "/{id}",
      consumes = {
        "application/zip",
        "application/x-zip-compressed",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar+gzip",
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      })
  ResponseEntity<ProblemVersionBody> put(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException, PackageRefused {
    var faults = new Faults();
    new Parameters(http, faults).end();
    if (!ID.matcher(id).matches()) {
      faults.add(
          "id",
          "characters",
          "id must begin with a-z or 0-9 and have at most 100 of a-z, 0-9, dot, _ and -.");
    }
    faults.check();
    Optional<Imported> imported = packages.put(caller.tenant(), id, file -> receive(http, file));
    if (imported.isEmpty()) {
      throw RequestRefused.later(
          ProblemKind.BUSY, "Too many packages are being imported.", RETRY_AFTER);
    }
    ProblemStore.Stored stored = imported.get().stored();
    return ResponseEntity.status(stored.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
        .location(
            URI.create("/api/v1/problems/%s/versions/%s".formatted(id, stored.version().version())))
        .body(ProblemVersionBody.of(stored, imported.get().report()));
  }

  private void receive(HttpServletRequest http, Path file) throws IOException {
    try (InputStream body =
        LargeBody.of(http, "A package", limits.maxPackage().toBytes(), limits.uploadTimeout())) {
      Files.copy(body, file);
    }
  }

  @GetMapping
  ProblemPageBody list(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<String> cursor =
        parameters.value(
            "cursor",
            "not-allowed",
            "the next of an earlier page",
            text -> ID.matcher(text).matches() ? Optional.of(text) : Optional.empty());
    int size =
        parameters
            .integer("limit", 1, properties.maxPage())
            .orElse(Math.min(USUAL_PAGE, properties.maxPage()));
    parameters.end();
    faults.check();
    return ProblemPageBody.of(problems.list(caller.tenant(), cursor, size + 1), size);
  }

  /** The newest version. */
  @GetMapping("/{id}")
  ProblemVersionBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return find(caller, id, Optional.empty());
  }

  @GetMapping("/{id}/versions")
  ProblemVersionsBody versions(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    List<ProblemStore.VersionRow> rows =
        ID.matcher(id).matches() ? problems.versions(caller.tenant(), id) : List.of();
    if (rows.isEmpty()) {
      throw notFound();
    }
    return ProblemVersionsBody.of(rows);
  }

  @GetMapping("/{id}/versions/{version}")
  ProblemVersionBody readVersion(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      @PathVariable String version) {
    return find(caller, id, Optional.of(version));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    if (!ID.matcher(id).matches() || !problems.delete(caller.tenant(), id)) {
      throw notFound();
    }
    verifications.cancelAll(caller.tenant(), id);
    return ResponseEntity.noContent().build();
  }

  private ProblemVersionBody find(Caller caller, String id, Optional<String> version) {
    boolean possible =
        ID.matcher(id).matches() && version.map(v -> VERSION.matcher(v).matches()).orElse(true);
    return (possible
            ? problems.version(caller.tenant(), id, version)
            : Optional.<ProblemStore.Version>empty())
        .map(ProblemVersionBody::of)
        .orElseThrow(ProblemPackageController::notFound);
  }

  private static RequestRefused notFound() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such problem or version.");
  }
}
