package dev.glovebox.piston;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.glovebox.account.Caller;
import dev.glovebox.api.BodyReader;
import dev.glovebox.piston.Runtimes.Listed;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Piston's packages are our languages. They are images, which the operator builds; a request can
 * neither add nor remove one.
 */
@RestController
@RunsIn(Role.API)
@RequestMapping(PistonSecurity.PREFIX + "/api/v2/packages")
class PackagesController {

  private final BodyReader bodies;
  private final Runtimes runtimes;

  PackagesController(BodyReader bodies, Runtimes runtimes) {
    this.bodies = bodies;
    this.runtimes = runtimes;
  }

  record PackageBody(
      String language,
      @JsonProperty("language_version") String languageVersion,
      boolean installed) {}

  @GetMapping
  List<PackageBody> list() {
    return runtimes.packages().stream()
        .map(one -> new PackageBody(one.language(), one.version().getVersion(), one.installed()))
        .toList();
  }

  @PostMapping
  void install(@AuthenticationPrincipal Caller caller, HttpServletRequest http) throws IOException {
    Listed wanted = find(caller, http);
    throw PistonRefused.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        wanted.installed()
            ? "Already installed"
            : "%s can only be installed by the operator: ./glovebox images"
                .formatted(wanted.language()));
  }

  @DeleteMapping
  void uninstall(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    Listed wanted = find(caller, http);
    throw PistonRefused.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        wanted.installed()
            ? "%s-%s can only be uninstalled by the operator"
                .formatted(wanted.language(), wanted.version())
            : "%s-%s is not installed".formatted(wanted.language(), wanted.version()));
  }

  private Listed find(Caller caller, HttpServletRequest http) throws IOException {
    PistonController.requireJson(http);
    return bodies.read(caller.tenant(), http, this::find);
  }

  private Listed find(ObjectNode body) {
    JsonNode language = body.path("language");
    JsonNode version = body.path("version");
    return runtimes
        .findPackage(language.asString(""), version.asString(""))
        .orElseThrow(() ->
            PistonRefused.of(
                HttpStatus.NOT_FOUND,
                "Requested package %s-%s does not exist"
                    .formatted(shown(language), shown(version))));
  }

  /** As JavaScript writes it. */
  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "undefined" : node.isNull() ? "null" : node.asString("");
  }
}
