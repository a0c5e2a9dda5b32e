package dev.glovebox.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Starts the embedded PostgreSQL while the beans are still being looked for, so that the service is
 * ready earlier. Does nothing where the database is given.
 */
public final class EmbeddedPostgresStart
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (databaseIsGiven(context.getEnvironment())) {
      return;
    }
    GloveboxProperties glovebox =
        Binder.get(context.getEnvironment()).bindOrCreate("glovebox", GloveboxProperties.class);
    Pending pending = Pending.start(glovebox.home());
    context.getBeanFactory().registerSingleton("embeddedPostgresPending", pending);
    context.addApplicationListener(
        (ApplicationListener<ApplicationFailedEvent>) _ -> pending.closeUnlessTaken());
  }

  private static boolean databaseIsGiven(Environment environment) {
    String url = environment.getProperty("glovebox.database.url", "");
    return !url.isBlank() || environment.containsProperty("spring.datasource.url");
  }

  /** A server on its way. */
  static final class Pending {

    private final CompletableFuture<EmbeddedPostgres> server = new CompletableFuture<>();
    private volatile boolean taken;

    private Pending() {}

    static Pending start(Path home) {
      var pending = new Pending();
      Thread.ofPlatform()
          .daemon()
          .name("embedded-postgres")
          .start(() -> {
            try {
              pending.server.complete(EmbeddedPostgres.start(home, PATIENCE));
            } catch (RuntimeException | Error e) {
              pending.server.completeExceptionally(e);
            }
          });
      return pending;
    }

    /**
     * Waits for the server; from now on it is the caller's to close.
     *
     * @throws java.io.UncheckedIOException when it can't be started; the message says what to do
     */
    EmbeddedPostgres take() {
      try {
        EmbeddedPostgres started = server.join();
        taken = true;
        return started;
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }

    private void closeUnlessTaken() {
      if (!taken) {
        var _ = server.thenAccept(EmbeddedPostgres::close);
      }
    }
  }
}
