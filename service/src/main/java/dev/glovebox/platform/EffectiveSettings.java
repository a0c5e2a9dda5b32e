package dev.glovebox.platform;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/**
 * The settings of this process as they have come to be, and where each comes from. Secrets are
 * never told, only whether there is one.
 */
@Component
@RunsIn(Role.API)
public final class EffectiveSettings {

  private static final String PREFIX = "glovebox";

  /** Others than our own that operators give. */
  private static final List<String> FRAMEWORK =
      List.of(
          "server.address",
          "server.port",
          "spring.datasource.password",
          "spring.datasource.url",
          "spring.datasource.username");

  /** Of the script {@code ./glovebox} alone, which has the same prefix in the environment. */
  private static final List<String> OF_THE_SCRIPT =
      List.of(
          "glovebox.api.key",
          "glovebox.apikey",
          "glovebox.images",
          "glovebox.java.options",
          "glovebox.javaoptions",
          "glovebox.port",
          "glovebox.url",
          "glovebox.key");

  private static final Pattern SECRET =
      Pattern.compile("(?i)password|secret|token|credential|(^|[.-])(access)?-?keys?$");

  /** Where addresses carry passwords. */
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?i)(//[^/@\\s:]*:)[^/@\\s]+(@)|((?:password|secret|token)=)[^&\\s]+");

  private final ApplicationContext context;

  EffectiveSettings(ApplicationContext context) {
    this.context = context;
  }

  /** What a value comes from. */
  public enum Source {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    SYSTEM_PROPERTY,
    COMMAND_LINE,
    OTHER
  }

  /**
   * A setting.
   *
   * @param value as it is in force; of a secret only whether there is one
   * @param origin where exactly, for example a file with line and column; may be empty
   */
  public record Setting(String name, String value, boolean secret, Source source, String origin) {}

  /** All settings by name. */
  public List<Setting> all() {
    var settings = new ArrayList<Setting>();
    for (Object bean : context.getBeansWithAnnotation(ConfigurationProperties.class).values()) {
      Optional.ofNullable(bean.getClass().getAnnotation(ConfigurationProperties.class))
          .filter(_ -> bean.getClass().isRecord() && isOurs(bean.getClass()))
          .ifPresent(named -> collect(named.value(), bean, settings));
    }
    for (String name : FRAMEWORK) {
      String value = context.getEnvironment().getProperty(name);
      settings.add(setting(name, value == null ? "" : value));
    }
    settings.sort(Comparator.comparing(Setting::name));
    return settings;
  }

  /** What somebody has set although there is no such setting: mistyped, or of another version. */
  public List<String> unknown(List<Setting> known) {
    List<ConfigurationPropertyName> names =
        known.stream().map(setting -> ConfigurationPropertyName.of(setting.name())).toList();
    List<ConfigurationPropertyName> script =
        OF_THE_SCRIPT.stream().map(ConfigurationPropertyName::of).toList();
    var unknown = new TreeSet<String>();
    for (ConfigurationPropertySource source : sources()) {
      if (source instanceof IterableConfigurationPropertySource iterable) {
        iterable.stream()
            .filter(name -> ConfigurationPropertyName.of(PREFIX).isAncestorOf(name))
            .filter(
                name -> names.stream().noneMatch(one -> one.equals(name) || one.isAncestorOf(name)))
            .filter(name -> !(kind(source) == Source.ENVIRONMENT && script.contains(name)))
            .forEach(name -> unknown.add(name.toString()));
      }
    }
    return List.copyOf(unknown);
  }

  private void collect(String prefix, Object record, List<Setting> settings) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = prefix + "." + kebab(component.getName());
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      @Nullable Object value = ReflectionUtils.invokeMethod(accessor, record);
      if (value != null && value.getClass().isRecord() && isOurs(value.getClass())) {
        collect(name, value, settings);
      } else {
        settings.add(setting(name, text(value)));
      }
    }
  }

  private Setting setting(String name, String value) {
    boolean secret = SECRET.matcher(name).find();
    String shown =
        secret
            ? (value.isEmpty() ? "" : "(set)")
            : IN_ADDRESS.matcher(value).replaceAll("$1$3•••$2");
    for (ConfigurationPropertySource source : sources()) {
      Optional<ConfigurationProperty> found = find(source, ConfigurationPropertyName.of(name));
      if (found.isPresent()) {
        String origin =
            Optional.ofNullable(found.get().getOrigin()).map(Object::toString).orElse("");
        return new Setting(name, shown, secret, kind(source), secret ? "" : place(origin));
      }
    }
    return new Setting(name, shown, secret, Source.DEFAULT, "");
  }

  /** A property, or the first of its elements. */
  private static Optional<ConfigurationProperty> find(
      ConfigurationPropertySource source, ConfigurationPropertyName name) {
    return Optional.ofNullable(source.getConfigurationProperty(name))
        .or(() -> Optional.ofNullable(source.getConfigurationProperty(name.append("[0]"))));
  }

  private Iterable<ConfigurationPropertySource> sources() {
    return ConfigurationPropertySources.get(context.getEnvironment());
  }

  /** What the jar brings along is what the service does by default. */
  private static Source kind(ConfigurationPropertySource source) {
    String name =
        source.getUnderlyingSource() instanceof PropertySource<?> underlying
            ? underlying.getName()
            : "";
    if (name.equals("commandLineArgs")) {
      return Source.COMMAND_LINE;
    }
    if (name.startsWith("systemEnvironment")) {
      return Source.ENVIRONMENT;
    }
    if (name.equals("systemProperties")) {
      return Source.SYSTEM_PROPERTY;
    }
    if (name.contains("class path resource") || name.equals("defaultProperties")) {
      return Source.DEFAULT;
    }
    return name.startsWith("Config resource") ? Source.FILE : Source.OTHER;
  }

  /** Origins of some sources quote the value. */
  private static String place(String origin) {
    return origin.startsWith("\"") ? "" : origin;
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.glovebox.");
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Duration duration -> words(duration);
      case DataSize size -> words(size);
      case Collection<?> many when many.stream().anyMatch(one -> one.getClass().isRecord()) ->
          "%d entries".formatted(many.size());
      case Collection<?> many ->
          many.stream().map(EffectiveSettings::text).collect(Collectors.joining(", "));
      case Map<?, ?> map -> "%d entries".formatted(map.size());
      case Optional<?> optional -> optional.map(EffectiveSettings::text).orElse("");
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      default -> value.toString();
    };
  }

  private static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static String words(DataSize size) {
    long bytes = size.toBytes();
    if (bytes == 0 || bytes % 1024 != 0) {
      return bytes + "B";
    }
    if (bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "GB";
    }
    return bytes % (1L << 20) == 0 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
