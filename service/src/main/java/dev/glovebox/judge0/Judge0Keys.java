package dev.glovebox.judge0;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.account.Scope;
import dev.glovebox.api.RateLimits;
import dev.glovebox.api.RequestRefused;
import dev.glovebox.door.Bearer;
import dev.glovebox.door.DoorKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Keys come in one of the configured headers, or in a parameter of the same name in the query or
 * the body, or as {@code Authorization: Bearer}; requests without any of them run in the name of
 * the configured key, if there is one. What listing and deleting need in addition is a second key.
 */
@Component
class Judge0Keys implements DoorKeys {

  /** The authority of the second key. */
  static final String AUTHORISED = "judge0:authorised";

  private static final int TOO_MANY = 429;

  /** What of a body is looked into before anybody knows whose it is. */
  private static final long MOST_OF_STRANGERS = 64 << 10;

  private final ApiKeys keys;
  private final RateLimits rates;
  private final RequestReader requests;
  private final Judge0Properties properties;

  Judge0Keys(ApiKeys keys, RateLimits rates, RequestReader requests, Judge0Properties properties) {
    this.keys = keys;
    this.rates = rates;
    this.requests = requests;
    this.properties = properties;
  }

  @Override
  public Optional<Brought> brought(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Map<String, String> query = QueryString.read(request.getQueryString());
      Optional<String> key =
          value(request, query, properties.authnHeaders()).or(() -> Bearer.token(request));
      if (key.isPresent() ? !wantsSecondKey(request, query) : !mayBeRead(request)) {
        return Optional.of(new Brought(request, key.or(this::anonymous)));
      }
      RepeatableRequest again = requests.repeatable(request);
      Map<String, String> body = requests.texts(again);
      return Optional.of(
          new Brought(
              again,
              key.or(() -> value(again, body, properties.authnHeaders())).or(this::anonymous)));
    } catch (BadRequest e) {
      Judge0Door.write(request, response, HttpStatus.BAD_REQUEST.value());
    } catch (RequestRefused e) {
      Judge0Door.write(request, response, e.status());
    }
    return Optional.empty();
  }

  @Override
  public Set<String> authorities(HttpServletRequest request, Caller caller) {
    Map<String, String> query = QueryString.read(request.getQueryString());
    return value(request, query, properties.authzHeaders())
            .or(() ->
                request instanceof RepeatableRequest again
                    ? value(request, requests.texts(again), properties.authzHeaders())
                    : Optional.empty())
            .flatMap(keys::check)
            .filter(second -> second.tenant().equals(caller.tenant()))
            .filter(second -> second.may(Scope.ADMIN))
            .isPresent()
        ? Set.of(AUTHORISED)
        : Set.of();
  }

  @Override
  public void refuse(HttpServletRequest request, HttpServletResponse response) {
    Judge0Door.bare(response, HttpStatus.FORBIDDEN.value());
  }

  @Override
  public boolean admit(HttpServletRequest request, HttpServletResponse response, Caller caller) {
    boolean admitted = rates.admit(caller, response);
    if (!admitted) {
      Judge0Door.bare(response, TOO_MANY);
    }
    return admitted;
  }

  private boolean wantsSecondKey(HttpServletRequest request, Map<String, String> query) {
    return request.getRequestURI().equals(Judge0Door.PATH + "/authorize")
        && value(request, query, properties.authzHeaders()).isEmpty()
        && mayBeRead(request);
  }

  private static boolean mayBeRead(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return request.getMethod().equals("POST") && length > 0 && length <= MOST_OF_STRANGERS;
  }

  private Optional<String> anonymous() {
    return Optional.ofNullable(properties.anonymousKey());
  }

  private static Optional<String> value(
      HttpServletRequest request, Map<String, String> parameters, List<String> names) {
    for (String name : names) {
      String header = request.getHeader(name);
      String value = header == null ? parameters.get(name) : header;
      if (value != null) {
        return Optional.of(value.strip());
      }
    }
    return Optional.empty();
  }
}
