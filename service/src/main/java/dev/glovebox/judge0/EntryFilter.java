package dev.glovebox.judge0;

import dev.glovebox.platform.Network;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in by address, and marks answers with the headers that all of them have. Not a bean: it
 * belongs to its security filter chain alone.
 */
final class EntryFilter extends OncePerRequestFilter {

  private final List<Network> allowed;
  private final List<Network> refused;

  /**
   * @throws IllegalArgumentException when an address of the settings is none
   */
  EntryFilter(Judge0Properties properties) {
    this.allowed = properties.allowedAddresses().stream().map(Network::of).toList();
    this.refused = properties.refusedAddresses().stream().map(Network::of).toList();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Request-Id", UUID.randomUUID().toString());
    TimedResponse timed = new TimedResponse(response);
    if (mayEnter(InetAddress.ofLiteral(request.getRemoteAddr()))) {
      chain.doFilter(request, timed);
    } else {
      Judge0Door.bare(timed, HttpServletResponse.SC_FORBIDDEN);
    }
    timed.stamp();
  }

  private boolean mayEnter(InetAddress address) {
    return (allowed.isEmpty() || contains(allowed, address)) && !contains(refused, address);
  }

  private static boolean contains(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
