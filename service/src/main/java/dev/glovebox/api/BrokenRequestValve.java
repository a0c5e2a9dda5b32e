package dev.glovebox.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Answers what Tomcat refuses before any servlet sees it, such as a malformed request line. */
final class BrokenRequestValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemKind kind = ProblemKind.of(status);
    String body =
        """
        {"type":"%s","title":"%s","status":%d,"detail":"%s"}\
        """
            .formatted(kind.type(), kind.title(), status, kind.title());
    try {
      response.setContentType("application/problem+json");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getReporter().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // The client is gone; there is nobody to tell.
      request.getContext();
    }
  }
}
