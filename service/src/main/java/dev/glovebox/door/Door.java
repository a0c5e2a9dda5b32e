package dev.glovebox.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalInt;

/** A front door. */
public interface Door {

  /** Where it is on the service's own port: one component after a slash, such as {@code /x}. */
  String path();

  /** The path at which its requests are handled, where that is another door's. */
  default String handledAt() {
    return path();
  }

  /**
   * The port at whose root it is too, 1 to 65535; empty = none. Plain HTTP, on the address that the
   * service itself listens on.
   */
  OptionalInt port();

  /**
   * Answers a request to this door that no controller has seen or that one of them failed at, in
   * the form that the door's clients know. Nothing has been written yet.
   *
   * @param status of the answer, 400 to 599
   */
  void error(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException;
}
