package dev.glovebox.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Supplier;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API's own document, and the page that shows it. All assets are our own. */
@RestController
class DocumentController {

  private static final ClassPathResource YAML = new ClassPathResource("openapi.yaml");
  private static final ClassPathResource PAGE = new ClassPathResource("static/docs/index.html");

  /** Converted when somebody asks for it first: starting is quicker without. */
  private final Supplier<byte[]> document;

  DocumentController(JsonMapper json) {
    document =
        SingletonSupplier.of(() -> json.writeValueAsBytes(new YAMLMapper().readTree(bytes(YAML))));
  }

  @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] json() {
    return document.get();
  }

  @GetMapping(path = "/api/v1/openapi.yaml", produces = "application/yaml")
  byte[] yaml() {
    return bytes(YAML);
  }

  @GetMapping(path = "/docs", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(bytes(PAGE));
  }

  private static byte[] bytes(ClassPathResource resource) {
    try {
      return resource.getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the page's scripts and styles come from. */
  @Configuration(proxyBeanMethods = false)
  static class Assets implements WebMvcConfigurer {
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
      registry
          .addResourceHandler("/docs/assets/**")
          .addResourceLocations(
              "classpath:/META-INF/resources/webjars/swagger-ui/%s/".formatted(version()));
      registry.addResourceHandler("/docs/page/**").addResourceLocations("classpath:/static/docs/");
    }

    private static String version() {
      var properties = new Properties();
      try (InputStream in =
          new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties")
              .getInputStream()) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return properties.getProperty("version");
    }
  }
}
