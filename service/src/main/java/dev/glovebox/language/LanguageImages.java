package dev.glovebox.language;

import dev.glovebox.language.Languages.Readiness.Ready;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code language_image}: what workers can run, told to processes that don't work. */
final class LanguageImages {

  /** How often a worker says again what it has. */
  static final Duration REPEAT = Duration.ofMinutes(1);

  /** How long it is believed; a worker may miss a turn or two. */
  private static final Duration BELIEVED = REPEAT.multipliedBy(3);

  private static final Duration KEPT = Duration.ofDays(1);

  private static final String PUBLISH =
      """
      insert into language_image (language, image, version, seen_at) values (:language, :image, :version, now())
      on conflict (language, image) do update set version = excluded.version, seen_at = excluded.seen_at
      """;

  private static final String FORGET =
      "delete from language_image where seen_at < now() - make_interval(secs => :kept)";

  /** The image that was seen last, and of those that were seen together one that is versioned. */
  private static final String READ =
      """
      select distinct on (language) language, image, version from language_image
      where seen_at > now() - make_interval(secs => :believed)
      order by language, seen_at desc, version desc
      """;

  private final JdbcClient jdbc;

  LanguageImages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Says what this worker can run.
   *
   * @param ready by the id of the language
   */
  void publish(Map<String, Ready> ready) {
    ready.forEach((language, state) ->
        jdbc.sql(PUBLISH)
            .param("language", language)
            .param("image", state.image())
            .param("version", state.version())
            .update());
    jdbc.sql(FORGET).param("kept", KEPT.toSeconds()).update();
  }

  /** What any worker can run at present, by the id of the language. */
  Map<String, Ready> read() {
    Map<String, Ready> ready = new HashMap<>();
    jdbc.sql(READ)
        .param("believed", BELIEVED.toSeconds())
        .query(row -> {
          ready.put(
              row.getString("language"),
              new Ready(row.getString("image"), row.getString("version")));
        });
    return Map.copyOf(ready);
  }
}
