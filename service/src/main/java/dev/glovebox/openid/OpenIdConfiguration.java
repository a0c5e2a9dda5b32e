package dev.glovebox.openid;

import dev.glovebox.account.Identities;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Exists only where an issuer is configured; the provider is not asked at the start. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
@ConditionalOnProperty("glovebox.account.oidc.issuer")
class OpenIdConfiguration {

  @Bean
  Attempts openIdAttempts(JdbcClient jdbc, Clock clock) {
    return new Attempts(jdbc, clock);
  }

  @Bean
  OpenIdSignIn openIdSignIn(
      OpenIdProperties properties, Attempts attempts, Identities identities, Clock clock) {
    var provider = new Provider(properties, Objects.requireNonNull(properties.issuer()), clock);
    return new OpenIdSignIn(provider, attempts, identities, properties);
  }
}
