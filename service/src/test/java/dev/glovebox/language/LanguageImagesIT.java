package dev.glovebox.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.language.Languages.Readiness.NotReady;
import dev.glovebox.language.Languages.Readiness.Ready;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says, as a process without an engine hears it. */
class LanguageImagesIT {

  private static TestDatabase database;

  @TempDir Path directory;
  private LanguageImages images;
  private List<Language> languages;

  @BeforeAll
  static void migrate() {
    database = PostgresServer.freshDatabase();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void readCatalogue() throws IOException {
    CatalogueFixtures.write(directory, "cpp", CatalogueFixtures.CPP);
    CatalogueFixtures.write(directory, "python", CatalogueFixtures.PYTHON);
    languages = new LanguageFiles().read(directory);
    images = new LanguageImages(database.jdbc());
    database.jdbc().sql("delete from language_image").update();
  }

  private Languages.Readiness python() {
    var published = new PublishedLanguages(languages, images);
    return published.readiness(published.find("py3").orElseThrow());
  }

  @Test
  void nothingIsReadyWhileNoWorkerSaysSo() {
    assertThat(python()).isInstanceOf(NotReady.class);
  }

  @Test
  void whatAWorkerPublishesIsReadyElsewhere() {
    images.publish(Map.of("python", new Ready("sha256:1", "")));
    assertThat(python()).isEqualTo(new Ready("sha256:1", ""));
    images.publish(Map.of("python", new Ready("sha256:1", "3.11")));
    assertThat(python()).isEqualTo(new Ready("sha256:1", "3.11"));
    images.publish(Map.of("python", new Ready("sha256:2", "3.13")));
    assertThat(python()).isEqualTo(new Ready("sha256:2", "3.13"));
  }

  @Test
  void aWorkerThatFellSilentIsNotBelieved() {
    images.publish(Map.of("python", new Ready("sha256:1", "3.11")));
    database
        .jdbc()
        .sql("update language_image set seen_at = now() - interval '4 minutes'")
        .update();
    assertThat(python()).isInstanceOf(NotReady.class);
  }

  @Test
  void whatNobodySaysAnyMoreIsForgotten() {
    images.publish(Map.of("python", new Ready("sha256:1", "3.11")));
    database.jdbc().sql("update language_image set seen_at = now() - interval '2 days'").update();
    images.publish(Map.of("cpp", new Ready("sha256:2", "14")));
    assertThat(
            database.jdbc().sql("select language from language_image").query(String.class).list())
        .containsExactly("cpp");
  }
}
