package dev.glovebox.dashboard;

import dev.glovebox.account.Sessions;
import dev.glovebox.openid.Fault;
import dev.glovebox.openid.OpenIdSignIn;
import dev.glovebox.openid.OpenIdSignIn.Step;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The way in by an OpenID provider: there and back.
 *
 * <p>The answer comes from another site, with which the browser sends no {@code SameSite=Strict}
 * cookie: what belongs to the attempt is in a cookie of its own that is {@code Lax} and lives as
 * long as the attempt. For the same reason the way back ends with a page, which goes on by itself:
 * after a redirect the new session would not be sent along.
 */
@Controller
@RunsIn(Role.API)
@ConditionalOnProperty("glovebox.account.oidc.issuer")
class OpenIdPage {

  private static final String COOKIE = "glovebox_openid";
  private static final int LONGEST_INPUT = 4096;

  private final OpenIdSignIn openId;
  private final Sessions sessions;
  private final SignInPage page;
  private final SignInThrottle throttle;
  private final DashboardProperties properties;

  OpenIdPage(
      OpenIdSignIn openId,
      Sessions sessions,
      SignInPage page,
      SignInThrottle throttle,
      DashboardProperties properties) {
    this.openId = openId;
    this.sessions = sessions;
    this.page = page;
    this.throttle = throttle;
    this.properties = properties;
  }

  @GetMapping(DashboardSecurity.OPENID)
  String begin(
      @RequestParam(defaultValue = "") String to,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Optional<Duration> wait = throttle.admit(request.getRemoteAddr());
    if (wait.isPresent()) {
      return page.page(model, to, Optional.of(SignInPage.tooMany(response, wait.get())));
    }
    return switch (openId.begin(request, SignInPage.inside(to))) {
      case Step.Begun begun -> {
        cookie(request, response, begun.secret(), OpenIdSignIn.LIFETIME);
        yield "redirect:" + begun.provider();
      }
      case Step.Failed(Fault fault) -> failed(fault, to, response, model);
      case Step.Done _ -> throw new IllegalStateException("nobody signs in by beginning");
    };
  }

  @GetMapping(DashboardSecurity.OPENID + "/callback")
  String finish(
      @RequestParam Optional<String> state,
      @RequestParam Optional<String> code,
      @RequestParam Optional<String> error,
      @RequestParam Optional<String> iss,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Optional<String> secret = SessionCookie.read(COOKIE, request);
    cookie(request, response, "", Duration.ZERO);
    var answer =
        new OpenIdSignIn.Answer(
            secret, state, code.filter(text -> text.length() <= LONGEST_INPUT), error, iss);
    return switch (openId.finish(answer)) {
      case Step.Done done -> {
        throttle.succeeded(request.getRemoteAddr());
        SessionCookie.write(
            request,
            response,
            sessions.open(done.admitted(), properties.sessionLifetime()),
            properties.sessionLifetime());
        model.addAttribute("to", done.target());
        yield "dashboard/signed-in";
      }
      case Step.Failed(Fault fault) -> failed(fault, "", response, model);
      case Step.Begun _ -> throw new IllegalStateException("nothing begins by finishing");
    };
  }

  /** Nothing of a session here is asked for: it has ended already. */
  @GetMapping(DashboardSecurity.OPENID + "/sign-out")
  String signOut(Model model) {
    return openId
        .endSession()
        .map(provider -> "redirect:" + provider)
        .orElseGet(() ->
            page.page(model, "", Optional.of("The sign-in service offers no way to sign out.")));
  }

  private String failed(Fault fault, String to, HttpServletResponse response, Model model) {
    HttpStatus status =
        switch (fault) {
          case PROVIDER_DOWN -> HttpStatus.SERVICE_UNAVAILABLE;
          case NOT_BEGUN -> HttpStatus.BAD_REQUEST;
          case PROVIDER_REFUSED,
              NOT_BELIEVED,
              NO_ACCOUNT,
              NO_ROLE,
              DISABLED,
              NAME,
              LAST_ADMINISTRATOR ->
              HttpStatus.FORBIDDEN;
        };
    response.setStatus(status.value());
    return page.page(model, to, Optional.of(fault.message()));
  }

  private static void cookie(
      HttpServletRequest request, HttpServletResponse response, String value, Duration lifetime) {
    ResponseCookie cookie =
        ResponseCookie.from(COOKIE, value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .path(DashboardSecurity.OPENID)
            .maxAge(lifetime)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
