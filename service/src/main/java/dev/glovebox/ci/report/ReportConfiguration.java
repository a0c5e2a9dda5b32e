package dev.glovebox.ci.report;

import dev.glovebox.blob.Blobs;
import dev.glovebox.ci.store.Artifacts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports of tests, in every process. */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

  @Bean
  TestReports testReports(Artifacts artifacts, Blobs blobs) {
    return new TestReports(artifacts, blobs);
  }
}
