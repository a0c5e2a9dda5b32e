package dev.glovebox.platform;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Decides which database the service uses: the one of {@code glovebox.database.url}, or one that it
 * starts itself. An auto-configuration, so that connection details given otherwise (a test's
 * container, {@code spring.datasource.url}) win.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@EnableConfigurationProperties({DatabaseProperties.class, GloveboxProperties.class})
class DatabaseConfiguration {

  private static final int CONNECTIONS_BESIDE_SLOTS = 10;

  @Bean
  @ConditionalOnMissingBean(JdbcConnectionDetails.class)
  @ConditionalOnProperty(
      name = "spring.datasource.url",
      havingValue = "false",
      matchIfMissing = true)
  JdbcConnectionDetails databaseConnection(
      DatabaseProperties database, ObjectProvider<EmbeddedPostgres> embedded) {
    String url = database.url();
    return url == null
        ? embedded.getObject().connectionDetails()
        : new GivenDatabase(url, database.username(), database.password());
  }

  /** Started only when {@link #databaseConnection} asks for it. */
  @Bean
  @org.springframework.context.annotation.Lazy
  EmbeddedPostgres embeddedPostgres(
      GloveboxProperties glovebox, ObjectProvider<EmbeddedPostgresStart.Pending> pending) {
    EmbeddedPostgresStart.Pending early = pending.getIfAvailable();
    return early == null
        ? EmbeddedPostgres.start(glovebox.home(), EmbeddedPostgresStart.PATIENCE)
        : early.take();
  }

  /** Virtual threads make requests unbounded; the pool is what bounds their database work. */
  @Bean
  static BeanPostProcessor connectionPoolSize(Environment environment) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          pool.setMaximumPoolSize(connections(environment));
        }
        return bean;
      }
    };
  }

  static int connections(Environment environment) {
    Integer given = environment.getProperty("glovebox.database.connections", Integer.class);
    int cores = Runtime.getRuntime().availableProcessors();
    int slots =
        slots(environment, "glovebox.worker.slots", cores)
            + slots(environment, "glovebox.worker.long-slots", Math.max(2, cores / 2));
    return given == null ? CONNECTIONS_BESIDE_SLOTS + 2 * slots : given;
  }

  /** As the worker counts them: 0 is the usual number. */
  private static int slots(Environment environment, String key, int usual) {
    int given = environment.getProperty(key, Integer.class, 0);
    return given > 0 ? given : usual;
  }

  private record GivenDatabase(String url, @Nullable String username, @Nullable String password)
      implements JdbcConnectionDetails {
    @Override
    public @Nullable String getUsername() {
      return username;
    }

    @Override
    public @Nullable String getPassword() {
      return password;
    }

    @Override
    public String getJdbcUrl() {
      return url;
    }
  }
}
