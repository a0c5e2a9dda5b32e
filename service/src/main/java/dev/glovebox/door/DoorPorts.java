package dev.glovebox.door;

import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Opens the ports of the front doors, with the settings of the service's own. */
@Component
class DoorPorts implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  private final Doors doors;

  DoorPorts(Doors doors) {
    this.doors = doors;
  }

  /** After all those whose settings are taken over. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    for (Door door : doors.all()) {
      if (door.port().isPresent()) {
        factory.addAdditionalConnectors(connector(factory, door.port().getAsInt()));
      }
    }
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // a callback is only called for handlers of its own type
  private static Connector connector(TomcatServletWebServerFactory factory, int port) {
    Connector connector = new Connector(factory.getProtocol());
    connector.setPort(port);
    connector.setURIEncoding("UTF-8");
    @Nullable InetAddress address = factory.getAddress();
    if (address != null) {
      connector.setProperty("address", address.getHostAddress());
    }
    LambdaSafe.callbacks(
            TomcatProtocolHandlerCustomizer.class,
            factory.getProtocolHandlerCustomizers(),
            connector.getProtocolHandler())
        .invoke(customizer -> customizer.customize(connector.getProtocolHandler()));
    factory.getConnectorCustomizers().forEach(customizer -> customizer.customize(connector));
    return connector;
  }
}
