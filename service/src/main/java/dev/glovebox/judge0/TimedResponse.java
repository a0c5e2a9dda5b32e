package dev.glovebox.judge0;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Says in {@code X-Runtime} how many seconds it took until the answer began. */
final class TimedResponse extends HttpServletResponseWrapper {

  private static final String HEADER = "X-Runtime";
  private static final double NANOS = 1e9;

  private final long begun = System.nanoTime();

  TimedResponse(HttpServletResponse response) {
    super(response);
  }

  /** To be called when the answer may be without a body. */
  void stamp() {
    if (!isCommitted() && !containsHeader(HEADER)) {
      setHeader(HEADER, String.format(Locale.ROOT, "%.6f", (System.nanoTime() - begun) / NANOS));
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    stamp();
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    stamp();
    return super.getWriter();
  }

  @Override
  public void flushBuffer() throws IOException {
    stamp();
    super.flushBuffer();
  }
}
