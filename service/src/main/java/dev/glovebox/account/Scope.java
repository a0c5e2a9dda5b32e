package dev.glovebox.account;

import java.util.Optional;

/** What an API key may do. */
public enum Scope {
  /** Read the tenant's submissions and their results. */
  SUBMISSIONS_READ("submissions:read"),
  /** Create and cancel submissions. */
  SUBMISSIONS_WRITE("submissions:write"),
  /** Read the tenant's problems, test data excepted. */
  PROBLEMS_READ("problems:read"),
  /** Import and delete problems. */
  PROBLEMS_WRITE("problems:write"),
  /** Read the tenant's runs of continuous integration, their logs and what they kept. */
  CI_READ("ci:read"),
  /** Start, end and repeat runs of continuous integration. */
  CI_WRITE("ci:write"),
  /** Read the service's metrics. */
  METRICS_READ("metrics:read"),
  /** Everything, the details of the service's health included. */
  ADMIN("admin");

  private final String code;

  Scope(String code) {
    this.code = code;
  }

  /** The name in keys, documents and error messages. */
  public String code() {
    return code;
  }

  /** The scope with this {@link #code()}, if there is one. */
  public static Optional<Scope> of(String code) {
    for (Scope scope : values()) {
      if (scope.code.equals(code)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
