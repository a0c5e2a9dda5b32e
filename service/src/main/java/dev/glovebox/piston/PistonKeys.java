package dev.glovebox.piston;

import dev.glovebox.account.Caller;
import dev.glovebox.api.RateLimits;
import dev.glovebox.door.Bearer;
import dev.glovebox.door.DoorKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Keys come in the header {@code Authorization}, with {@code Bearer} or without, as clients of
 * hosted Pistons send them; requests without the header run in the name of the configured key, if
 * there is one.
 */
@Component
class PistonKeys implements DoorKeys {

  private final RateLimits rates;
  private final MessageWriter messages;
  private final Optional<String> anonymousKey;

  PistonKeys(RateLimits rates, MessageWriter messages, PistonProperties properties) {
    this.rates = rates;
    this.messages = messages;
    this.anonymousKey = Optional.ofNullable(properties.anonymousKey());
  }

  @Override
  public Optional<Brought> brought(HttpServletRequest request, HttpServletResponse response) {
    Optional<String> key =
        Bearer.token(request)
            .or(() ->
                Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                    .map(String::strip))
            .or(() -> anonymousKey);
    return Optional.of(new Brought(request, key));
  }

  @Override
  public void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    messages.write(response, 403, "The tenant of the API key is disabled", Optional.empty());
  }

  @Override
  public boolean admit(HttpServletRequest request, HttpServletResponse response, Caller caller)
      throws IOException {
    boolean admitted = rates.admit(caller, response);
    if (!admitted) {
      messages.write(response, 429, "Too many requests; see Retry-After", Optional.empty());
    }
    return admitted;
  }
}
