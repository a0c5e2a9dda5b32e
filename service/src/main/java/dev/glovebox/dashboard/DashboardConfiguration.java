package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Sessions;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.QueueSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the pages read, and where their scripts and styles come from. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class DashboardConfiguration implements WebMvcConfigurer {

  /** Web jars under {@code /dashboard/lib/<name>}; they are replaced with the service only. */
  private static final List<String> LIBRARIES = List.of("htmx.org", "uplot", "codemirror");

  @Bean
  Figures dashboardFigures(JdbcClient jdbc) {
    return new Figures(jdbc);
  }

  @Bean
  SavedViews dashboardViews(JdbcClient jdbc) {
    return new SavedViews(jdbc);
  }

  @Bean(initMethod = "start")
  LiveStreams liveStreams(
      Sessions sessions, JdbcClient jdbc, DashboardProperties properties, MeterRegistry meters) {
    return new LiveStreams(sessions, new ServicePulse(jdbc), properties, meters);
  }

  @Bean
  SubmissionLists dashboardSubmissions(JdbcClient jdbc) {
    return new SubmissionLists(jdbc);
  }

  @Bean
  ProblemLists dashboardProblems(JdbcClient jdbc) {
    return new ProblemLists(jdbc);
  }

  @Bean
  RejudgingLists dashboardRejudgings(JdbcClient jdbc) {
    return new RejudgingLists(jdbc);
  }

  @Bean
  InternalErrors dashboardInternalErrors(JdbcClient jdbc) {
    return new InternalErrors(jdbc);
  }

  @Bean
  RunLists dashboardRuns(JdbcClient jdbc) {
    return new RunLists(jdbc);
  }

  @Bean
  Attempts dashboardAttempts(JdbcClient jdbc, QueueSettings queue) {
    return new Attempts(jdbc, queue);
  }

  @Bean
  Fleet dashboardFleet(JdbcClient jdbc, QueueSettings queue) {
    return new Fleet(jdbc, queue);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    for (String library : LIBRARIES) {
      registry
          .addResourceHandler(PATH + "/lib/" + library + "/**")
          .addResourceLocations(
              "classpath:/META-INF/resources/webjars/%s/%s/".formatted(library, version(library)))
          .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate());
    }
    registry
        .addResourceHandler(PATH + "/assets/**")
        .addResourceLocations("classpath:/static/dashboard/")
        .setCacheControl(CacheControl.noCache());
  }

  private static String version(String library) {
    var properties = new Properties();
    try (InputStream in =
        new ClassPathResource("META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(library))
            .getInputStream()) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
