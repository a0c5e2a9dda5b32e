package dev.glovebox.piston;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Where conversations begin. A plain request to the same path is none. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class ConnectConfiguration {

  @Bean
  WebSocketHandlerMapping pistonConnect(ConnectHandler handler, PistonProperties properties) {
    var origins = new OriginHandshakeInterceptor();
    origins.setAllowedOriginPatterns(properties.origins());
    var upgrade = new WebSocketHttpRequestHandler(handler);
    upgrade.setHandshakeInterceptors(List.of(origins));
    var mapping = new WebSocketHandlerMapping();
    mapping.setUrlMap(Map.of(PistonSecurity.PREFIX + "/api/v2/connect", upgrade));
    mapping.setWebSocketUpgradeMatch(true);
    // Before the controllers, one of which takes everything.
    mapping.setOrder(-1);
    return mapping;
  }
}
