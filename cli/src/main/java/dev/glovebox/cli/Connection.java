package dev.glovebox.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the service is and who asks: options of every command that talks to it. */
public final class Connection {

  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The service; default: $GLOVEBOX_URL, then " + DEFAULT_URL + ".")
  private @Nullable URI url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "API key; default: $GLOVEBOX_API_KEY, then the one that the service's first start wrote"
              + " to $GLOVEBOX_HOME/credentials. Other users of this machine can see options: the"
              + " environment is better.")
  private @Nullable String key;

  /** Opens the service's API. */
  public Api open() {
    return open(System.getenv());
  }

  Api open(Map<String, String> environment) {
    URI service =
        url != null ? url : URI.create(environment.getOrDefault("GLOVEBOX_URL", DEFAULT_URL));
    String secret =
        Optional.ofNullable(key)
            .or(() -> Optional.ofNullable(environment.get("GLOVEBOX_API_KEY")))
            .or(() -> written(environment))
            .orElseThrow(() ->
                new Failure(
                    ExitStatus.UNAUTHORISED,
                    "No API key: is the service up (./glovebox up)? Otherwise set"
                        + " GLOVEBOX_API_KEY."));
    return new Api(service, secret);
  }

  private static Optional<String> written(Map<String, String> environment) {
    Path file =
        Path.of(environment.getOrDefault("GLOVEBOX_HOME", ".glovebox")).resolve("credentials");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties credentials = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      credentials.load(reader);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.UNAUTHORISED,
          "The API key in %s can't be read: only the user that started the service may. Set GLOVEBOX_API_KEY."
              .formatted(file),
          e);
    }
    return Optional.ofNullable(credentials.getProperty("apiKey"));
  }
}
