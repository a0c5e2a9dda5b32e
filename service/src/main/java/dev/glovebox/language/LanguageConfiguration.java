package dev.glovebox.language;

import dev.glovebox.sandbox.SandboxPool;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wires the catalogue. With an {@link ImageLookup} and a {@link SandboxPool}, as processes that
 * work have them, it asks the engine; without, it believes what workers publish.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LanguageProperties.class)
class LanguageConfiguration {

  @Bean
  LanguageImages languageImages(JdbcClient jdbc) {
    return new LanguageImages(jdbc);
  }

  @Bean
  Languages languages(
      LanguageProperties properties,
      LanguageImages published,
      ObjectProvider<ImageLookup> images,
      ObjectProvider<SandboxPool> pool) {
    List<Language> languages = new LanguageFiles().read(properties.directory());
    ImageLookup lookup = images.getIfAvailable();
    if (lookup == null) {
      return new PublishedLanguages(languages, published);
    }
    // One at a time: learning versions must not take the machine from submissions.
    LanguageVersions versions =
        new LanguageVersions(
            pool.getObject(),
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("language-versions").factory()));
    return new LanguageCatalogue(languages, lookup, versions, properties);
  }

  @Bean("languagesReady")
  LanguageHealth languageHealth(Languages languages, MeterRegistry meters) {
    return new LanguageHealth(languages, meters);
  }
}
