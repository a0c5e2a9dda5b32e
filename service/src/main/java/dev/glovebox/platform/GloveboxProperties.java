package dev.glovebox.platform;

import java.nio.file.Path;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a process is and where it keeps its files.
 *
 * @param home the data directory: embedded database, credentials of the first start
 * @param roles what this process does
 */
@ConfigurationProperties("glovebox")
public record GloveboxProperties(
    @DefaultValue(".glovebox") Path home, @DefaultValue({"api", "worker"}) Set<Role> roles) {

  public GloveboxProperties {
    home = home.toAbsolutePath().normalize();
    roles = Set.copyOf(roles);
  }
}
