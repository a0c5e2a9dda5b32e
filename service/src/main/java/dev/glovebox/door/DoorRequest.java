package dev.glovebox.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as if its path began with the door's, and did not end with a slash. */
final class DoorRequest extends HttpServletRequestWrapper {

  private final HttpServletRequest request;
  private final String before;
  private final String instead;

  /**
   * @param before what the path begins with
   * @param instead what it begins with then
   */
  DoorRequest(HttpServletRequest request, String before, String instead) {
    super(request);
    this.request = request;
    this.before = before;
    this.instead = instead;
  }

  @Override
  public String getRequestURI() {
    return path(request.getRequestURI());
  }

  @Override
  public String getServletPath() {
    return path(request.getServletPath());
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer url = request.getRequestURL();
    url.setLength(url.length() - request.getRequestURI().length());
    return url.append(getRequestURI());
  }

  /** Only one slash is taken away: more of them are for the firewall to refuse. */
  private String path(String path) {
    String whole = instead + path.substring(before.length());
    return whole.endsWith("/") && !whole.endsWith("//")
        ? whole.substring(0, whole.length() - 1)
        : whole;
  }
}
