package dev.glovebox.queue;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the queue together. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

  private static final Duration BROADCAST_PAUSE = Duration.ofMillis(5);
  private static final Duration PROGRESS_PAUSE = Duration.ofMillis(50);

  @Bean
  ProcessTag processTag() {
    return ProcessTag.random();
  }

  @Bean
  JobQueue jobQueue(JdbcClient jdbc, QueueSettings settings) {
    return new JobQueue(jdbc, settings);
  }

  @Bean
  QueuePauses queuePauses(JdbcClient jdbc) {
    return new QueuePauses(jdbc);
  }

  @Bean(destroyMethod = "")
  QueueDepth queueDepth(JdbcClient jdbc, QueueSettings settings, MeterRegistry meters) {
    return new QueueDepth(jdbc, settings, meters);
  }

  @Bean("queue")
  QueueHealth queueHealth(QueueDepth depth) {
    return new QueueHealth(depth);
  }

  @Bean(destroyMethod = "")
  Broadcast broadcast(JdbcClient jdbc, ProcessTag self, MeterRegistry meters) {
    return new Broadcast(jdbc, self, BROADCAST_PAUSE, PROGRESS_PAUSE, meters);
  }

  @Bean(destroyMethod = "")
  Listening listening(DataSource dataSource, ProcessTag self, MeterRegistry meters) {
    return new Listening(ownConnections(dataSource), self, meters);
  }

  @Bean
  Stage queueTalks(Broadcast broadcast, QueueDepth depth) {
    return new Stage(
        Stage.TALK,
        () -> {
          broadcast.start();
          depth.start();
        },
        () -> {
          depth.close();
          broadcast.close();
        });
  }

  @Bean
  Stage queueListens(Listening listening) {
    return new Stage(Stage.LISTEN, listening::start, listening::close);
  }

  /** A connection that listens is kept for ever: it is never one of a pool's. */
  private static Listening.ConnectionSource ownConnections(DataSource dataSource) {
    try {
      if (dataSource.isWrapperFor(HikariDataSource.class)) {
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        return () ->
            DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("asking a data source what it is never fails", e);
    }
    return dataSource::getConnection;
  }
}
