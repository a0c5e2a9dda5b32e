package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.ci.format.Planned;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems, whatever the request says it accepts: an error nobody can read helps nobody. */
@Component
class ProblemWriter {

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    write(response, problem, Shown.text(request.getRequestURI(), 300));
  }

  /** A package that was refused, with everything that was found. */
  void write(
      HttpServletRequest request,
      HttpServletResponse response,
      Problem problem,
      List<FindingBody> findings)
      throws IOException {
    write(response, problem, Shown.text(request.getRequestURI(), 300), new Details(findings));
  }

  /** A pipeline that was refused, with everything that was found. */
  void write(
      HttpServletRequest request,
      HttpServletResponse response,
      Problem problem,
      Planned.Refused refused)
      throws IOException {
    Details details =
        new Details(
            List.of(), DiagnosticBody.of(refused.errors()), DiagnosticBody.of(refused.warnings()));
    write(response, problem, Shown.text(request.getRequestURI(), 300), details);
  }

  void write(HttpServletResponse response, Problem problem, String instance) throws IOException {
    write(response, problem, instance, new Details(List.of()));
  }

  private void write(
      HttpServletResponse response, Problem problem, String instance, Details details)
      throws IOException {
    if (response.isCommitted()) {
      return; // too late to say anything; the client sees a broken stream
    }
    response.resetBuffer();
    response.setStatus(problem.kind().status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    problem
        .retryAfter()
        .ifPresent(wait ->
            response.setHeader(
                HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
    byte[] body =
        json.writeValueAsBytes(
            new Body(
                problem.kind().type(),
                problem.kind().title(),
                problem.kind().status().value(),
                problem.detail(),
                instance,
                problem.faults(),
                details.findings(),
                details.diagnostics(),
                details.warnings()));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    // At once: what is left of a slow request's body is still to be read away.
    response.flushBuffer();
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Body(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      List<Fault> errors,
      List<FindingBody> findings,
      List<DiagnosticBody> diagnostics,
      List<DiagnosticBody> warnings) {}

  /** What only some kinds of problems have. */
  private record Details(
      List<FindingBody> findings, List<DiagnosticBody> diagnostics, List<DiagnosticBody> warnings) {

    Details(List<FindingBody> findings) {
      this(findings, List.of(), List.of());
    }
  }
}
