package dev.glovebox.api;

import dev.glovebox.door.Door;
import dev.glovebox.door.Doors;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for errors that no controller has seen, such as paths that the firewall refuses. */
@Controller
class ErrorPage implements ErrorController {

  private final ProblemWriter problems;
  private final Doors doors;

  ErrorPage(ProblemWriter problems, Doors doors) {
    this.problems = problems;
    this.doors = doors;
  }

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int code = status instanceof Integer known ? known : 404;
    Optional<Door> door = doors.of(request);
    if (door.isPresent()) {
      door.get().error(request, response, code);
      return;
    }
    ProblemKind kind = ProblemKind.of(code);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String instance = path instanceof String text ? Shown.text(text, 300) : "/";
    problems.write(response, new Problem(kind, kind.title()), instance);
  }
}
