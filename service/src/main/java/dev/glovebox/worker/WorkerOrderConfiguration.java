package dev.glovebox.worker;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders are given in processes that answer requests, and by workers to themselves. */
@Configuration(proxyBeanMethods = false)
class WorkerOrderConfiguration {

  @Bean
  WorkerOrders workerOrders(JdbcClient jdbc) {
    return new WorkerOrders(jdbc);
  }

  @Bean
  Workers workers(JdbcClient jdbc, WorkerOrders orders) {
    return new Workers(jdbc, orders);
  }
}
