package dev.glovebox.door;

import dev.glovebox.account.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** How those who come to one door say who they are. */
public interface DoorKeys {

  /**
   * What a request brought.
   *
   * @param request with which to go on
   * @param key API key; empty = none, which is for the rules behind to judge
   */
  record Brought(HttpServletRequest request, Optional<String> key) {}

  /**
   * Looks for the key of a request.
   *
   * @return empty when the request can't be read, and has been answered
   */
  Optional<Brought> brought(HttpServletRequest request, HttpServletResponse response)
      throws IOException;

  /** Authorities that a request has beside those that its caller's key gives. */
  default Set<String> authorities(HttpServletRequest request, Caller caller) {
    return Set.of();
  }

  /** Answers a request whose key is good, while its tenant is disabled. */
  void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException;

  /**
   * Counts a request of a tenant; where it is one too many, answers it.
   *
   * @return whether it may go on
   */
  boolean admit(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException;
}
