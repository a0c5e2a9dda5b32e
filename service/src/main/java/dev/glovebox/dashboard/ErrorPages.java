package dev.glovebox.dashboard;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The page that says that something went wrong; it tells nothing of why beyond its status. */
@Component
@RunsIn(Role.API)
class ErrorPages {

  private final ITemplateEngine templates;

  ErrorPages(ITemplateEngine templates) {
    this.templates = templates;
  }

  /**
   * Answers with the page.
   *
   * @param status 400 to 599
   */
  void write(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    if (response.isCommitted()) {
      return; // too late to say anything; the browser sees a broken page
    }
    response.resetBuffer(); // half of what failed is no part of the page
    var context = new Context();
    context.setVariable("status", status);
    context.setVariable("title", title(status));
    context.setVariable("theme", Theme.of(request).code());
    byte[] page = templates.process("dashboard/error", context).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html; charset=utf-8");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "This address can't be understood";
      case 401 -> "Nobody is signed in";
      case 403 -> "This is not allowed";
      case 404 -> "There is nothing here";
      case 405 -> "This can't be done here";
      default -> status < 500 ? "This request was refused" : "Something went wrong";
    };
  }
}
