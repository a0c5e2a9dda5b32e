package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.door.Bearer;
import dev.glovebox.door.DoorKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Keys of the service's own API come as {@code Authorization: Bearer}. */
final class BearerKeys implements DoorKeys {

  private static final Problem DISABLED =
      new Problem(
          ProblemKind.TENANT_DISABLED, "Ask whoever runs the service; the key itself is good.");

  private final RateLimits rates;
  private final ProblemWriter problems;

  BearerKeys(RateLimits rates, ProblemWriter problems) {
    this.rates = rates;
    this.problems = problems;
  }

  @Override
  public Optional<Brought> brought(HttpServletRequest request, HttpServletResponse response) {
    return Optional.of(new Brought(request, Bearer.token(request)));
  }

  @Override
  public void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    problems.write(request, response, DISABLED);
  }

  @Override
  public boolean admit(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    boolean admitted = rates.admit(caller, response);
    if (!admitted) {
      problems.write(request, response, RateLimits.PROBLEM);
    }
    return admitted;
  }
}
