package dev.glovebox;

import dev.glovebox.platform.EmbeddedPostgresStart;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Glovebox, every role in one process unless {@code glovebox.roles} says otherwise.
 *
 * <p>Spring's own user with a generated password is left out: the accounts are ours.
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
public class GloveboxApplication {

  public static void main(String[] args) {
    var application = new SpringApplication(GloveboxApplication.class);
    application.addInitializers(new EmbeddedPostgresStart());
    application.run(args);
  }
}
