package dev.glovebox.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the database is.
 *
 * @param url JDBC URL of a PostgreSQL of version 15 or later; none = the service starts one of its
 *     own under {@code glovebox.home}
 * @param username user name, where it is not part of the URL
 * @param password password, where it is not part of the URL
 * @param connections most connections this process opens; none = 10 and two for every run slot
 */
@ConfigurationProperties("glovebox.database")
public record DatabaseProperties(
    @Nullable String url,
    @Nullable String username,
    @Nullable String password,
    @Nullable Integer connections) {

  public DatabaseProperties {
    if (connections != null && connections < 4) {
      throw new IllegalArgumentException(
          "glovebox.database.connections is %d, at least 4 are needed".formatted(connections));
    }
    if (url != null && url.isBlank()) {
      url = null; // compose files pass unset variables as empty ones
    }
    if (url != null && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "glovebox.database.url must begin with jdbc:postgresql: and name a PostgreSQL database");
    }
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "DatabaseProperties[username=%s, connections=%s]".formatted(username, connections);
  }
}
