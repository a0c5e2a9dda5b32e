package dev.glovebox.api;

import dev.glovebox.problem.intake.ProblemProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Writes the body of an upload to a file as it comes, whatever its header says of its length. */
@Component
class PackageUpload {

  private static final int CHUNK = 1 << 16;

  private final long most;
  private final Duration patience;

  PackageUpload(ProblemProperties properties) {
    this.most = properties.maxPackage().toBytes();
    this.patience = properties.uploadTimeout();
  }

  /**
   * @throws RequestRefused when it is too large or too slow
   */
  void receive(HttpServletRequest request, Path file) throws IOException {
    if (request.getContentLengthLong() > most) {
      throw tooLarge();
    }
    long begun = System.nanoTime();
    try (OutputStream out = Files.newOutputStream(file)) {
      InputStream body = request.getInputStream();
      byte[] chunk = new byte[CHUNK];
      long size = 0;
      for (int read = read(body, chunk); read >= 0; read = read(body, chunk)) {
        size += read;
        if (size > most) {
          throw tooLarge();
        }
        if (System.nanoTime() - begun > patience.toNanos()) {
          throw tooSlow();
        }
        out.write(chunk, 0, read);
      }
    }
  }

  private RequestRefused tooLarge() {
    return RequestRefused.of(
        ProblemKind.TOO_LARGE, "A package may have at most %d bytes.".formatted(most));
  }

  private RequestRefused tooSlow() {
    return RequestRefused.of(
        ProblemKind.REQUEST_TIMEOUT,
        "A package must arrive within %s seconds, without long pauses."
            .formatted(Seconds.of(patience).toPlainString()));
  }

  private int read(InputStream body, byte[] chunk) throws IOException {
    try {
      return body.read(chunk);
    } catch (IOException e) {
      if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
        throw tooSlow();
      }
      throw e;
    }
  }
}
