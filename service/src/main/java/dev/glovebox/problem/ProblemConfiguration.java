package dev.glovebox.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The problems in the database. */
@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

  @Bean
  PostgresProblems storedProblems(JdbcClient jdbc, TransactionTemplate transaction) {
    return new PostgresProblems(jdbc, transaction);
  }
}
