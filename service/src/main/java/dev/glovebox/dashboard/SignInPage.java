package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.AccountProperties;
import dev.glovebox.account.Sessions;
import dev.glovebox.openid.OpenIdSignIn;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The way in and out. */
@Controller
@RunsIn(Role.API)
class SignInPage {

  private static final Logger log = LoggerFactory.getLogger(SignInPage.class);
  private static final String PAGE = "dashboard/sign-in";
  private static final int LONGEST_INPUT = 200;

  private final Sessions sessions;
  private final SignInThrottle throttle;
  private final DashboardProperties properties;
  private final Optional<String> openIdLabel;
  private final boolean onlyAdministrators;

  SignInPage(
      Sessions sessions,
      SignInThrottle throttle,
      DashboardProperties properties,
      AccountProperties accounts,
      ObjectProvider<OpenIdSignIn> openId) {
    this.onlyAdministrators =
        accounts.passwordSignIn() == AccountProperties.PasswordSignIn.ADMINISTRATORS;
    this.openIdLabel = Optional.ofNullable(openId.getIfAvailable()).map(OpenIdSignIn::label);
    this.sessions = sessions;
    this.throttle = throttle;
    this.properties = properties;
  }

  @GetMapping(DashboardSecurity.SIGN_IN)
  String ask(
      @RequestParam(defaultValue = "") String to, @RequestParam Optional<String> out, Model model) {
    model.addAttribute("out", out.isPresent());
    return page(model, to, Optional.empty());
  }

  @PostMapping(DashboardSecurity.SIGN_IN)
  String signIn(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String to,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model)
      throws InterruptedException {
    String address = request.getRemoteAddr();
    Optional<Duration> wait = throttle.admit(address, name);
    if (wait.isPresent()) {
      return page(model, to, Optional.of(tooMany(response, wait.get())));
    }
    Optional<String> secret =
        name.length() > LONGEST_INPUT || password.length() > LONGEST_INPUT
            ? Optional.empty()
            : sessions.signIn(name, password, properties.sessionLifetime());
    if (secret.isEmpty()) {
      log.info("A sign-in from {} was refused", address);
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      return page(model, to, Optional.of("Name or password is wrong."));
    }
    throttle.succeeded(address, name);
    SessionCookie.write(request, response, secret.get(), properties.sessionLifetime());
    return "redirect:" + inside(to);
  }

  @PostMapping(PATH + "/sign-out")
  String signOut(HttpServletRequest request, HttpServletResponse response) {
    boolean elsewhereToo = SessionCookie.read(request).filter(sessions::signOut).isPresent();
    SessionCookie.remove(request, response);
    return "redirect:" + DashboardSecurity.SIGN_IN + (elsewhereToo ? "?out" : "");
  }

  /** The page, with what went wrong. */
  String page(Model model, String to, Optional<String> fault) {
    model.addAttribute("to", inside(to));
    model.addAttribute("onlyAdministrators", onlyAdministrators);
    fault.ifPresent(text -> model.addAttribute("fault", text));
    openIdLabel.ifPresent(label -> model.addAttribute("openIdLabel", label));
    return PAGE;
  }

  /** Answers 429; what the page then says. */
  static String tooMany(HttpServletResponse response, Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return "Too many tries. Wait %d seconds.".formatted(seconds);
  }

  /** Where to go then: only ever one of these pages, whatever the address says. */
  static String inside(String to) {
    boolean ours =
        to.startsWith(PATH + "/")
            && to.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
            && !to.contains("//")
            && !to.contains("..");
    return ours ? to : PATH;
  }
}
