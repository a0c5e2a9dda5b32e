package dev.glovebox.dashboard;

import dev.glovebox.account.Person;
import dev.glovebox.account.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What every page has around its contents, and the page of whatever goes wrong. */
@ControllerAdvice(basePackageClasses = FrameAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
@RunsIn(dev.glovebox.platform.Role.API)
class FrameAdvice {

  private static final Logger log = LoggerFactory.getLogger(FrameAdvice.class);

  private final ErrorPages errors;
  private final Shown shown = new Shown();

  FrameAdvice(ErrorPages errors) {
    this.errors = errors;
  }

  /** {@code person} is null on the page to sign in. */
  @ModelAttribute
  void frame(
      @AuthenticationPrincipal @Nullable Person person, HttpServletRequest request, Model model) {
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      token.getToken(); // its cookie must be set before the page begins
    }
    model.addAttribute("theme", Theme.of(request).code());
    model.addAttribute("shown", shown);
    if (person != null) {
      model.addAttribute("person", person);
      model.addAttribute("member", person.role().includes(Role.MEMBER));
      model.addAttribute("admin", person.role().includes(Role.ADMIN));
      model.addAttribute("operator", person.role().includes(Role.OPERATOR));
    }
  }

  @ExceptionHandler({Malformed.class, MethodArgumentTypeMismatchException.class})
  void malformed(HttpServletRequest request, HttpServletResponse response) throws IOException {
    errors.write(request, response, 400);
  }

  @ExceptionHandler(NotThere.class)
  void notThere(HttpServletRequest request, HttpServletResponse response) throws IOException {
    errors.write(request, response, 404);
  }

  /** Spring Security's own handlers answer these, in its filter. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  void security(RuntimeException e) {
    throw e;
  }

  @ExceptionHandler
  void other(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      errors.write(request, response, known.getStatusCode().value());
      return;
    }
    if (response.isCommitted()
        && (e instanceof ClientAbortException || e instanceof AsyncRequestNotUsableException)) {
      log.debug("the browser went away in the middle of a page: {}", e.toString());
      return;
    }
    if (response.isCommitted()) {
      throw e; // the connection is broken off, so that half a file does not look whole
    }
    log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    errors.write(request, response, 500);
  }
}
