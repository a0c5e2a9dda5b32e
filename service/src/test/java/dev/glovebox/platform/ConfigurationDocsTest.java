package dev.glovebox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** {@code docs/configuration.md} has every key with its default, and no other. */
class ConfigurationDocsTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(glovebox[^`]*)` \\| ([^|]*) \\|");

  @Test
  void thePageAndTheCodeAgree() throws Exception {
    var documented = new TreeSet<String>();
    ROW.matcher(Files.readString(page()))
        .results()
        .forEach(
            row -> documented.add(row.group(1) + " = " + row.group(2).replace("`", "").strip()));
    assertThat(documented).isEqualTo(keys());
  }

  private static TreeSet<String> keys() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    var keys = new TreeSet<String>();
    for (var found : scanner.findCandidateComponents("dev.glovebox")) {
      Class<?> type = Class.forName(found.getBeanClassName());
      collect(type.getAnnotation(ConfigurationProperties.class).value(), type, keys);
    }
    return keys;
  }

  private static void collect(String prefix, Class<?> type, TreeSet<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      var standard = type.getDeclaredConstructors()[0].getParameters();
      var parameter =
          java.util.Arrays.stream(standard)
              .filter(candidate -> candidate.getName().equals(component.getName()))
              .findAny()
              .orElseThrow();
      if (component.getType().isRecord()
          && component.getType().getName().startsWith("dev.glovebox.")) {
        collect(key, component.getType(), keys);
      } else {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        keys.add(key + " = " + (value == null ? "none" : String.join(", ", value.value())));
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static Path page() throws IOException {
    Path folder = Path.of("").toRealPath();
    while (!Files.exists(folder.resolve("docs/configuration.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/configuration.md");
  }
}
