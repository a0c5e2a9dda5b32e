package dev.glovebox.ci.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.blob.Blobs;
import dev.glovebox.blob.BlobsForTests;
import dev.glovebox.ci.store.Cache;
import dev.glovebox.ci.store.Caches;
import dev.glovebox.ci.store.StoreOf;
import dev.glovebox.ci.store.StoreRefused;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Caches with the real database and a store on the disk. */
@Tag("postgres")
class CachesIT {

  private static TestDatabase database;
  private static RunsOf parts;

  @TempDir Path folder;
  private Caches caches;
  private UUID tenant;

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
    parts = RunsOf.database(database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void newStore() throws IOException {
    tenant = database.tenant();
    Blobs blobs = BlobsForTests.storeIn(folder);
    caches =
        StoreOf.caches(
            blobs,
            database.jdbc(),
            new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())));
  }

  private UUID attempt(String project, String ref, boolean trusted) {
    NewRun run = Plans.of(Plans.run(Plans.job("a", "build")), project, ref, trusted);
    UUID id = parts.runs().create(tenant, run).run().id();
    return parts.runs().jobs(id).getFirst().attempt().orElseThrow();
  }

  private UUID trusted() {
    return attempt("acme/app", "main", true);
  }

  private UUID untrusted(String ref) {
    return attempt("acme/app", ref, false);
  }

  /** Begins as a tar.zst does; nobody looks further. */
  private static byte[] archive(String text) {
    byte[] bytes = ("....." + text).getBytes(StandardCharsets.UTF_8);
    byte[] magic = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0};
    System.arraycopy(magic, 0, bytes, 0, magic.length);
    return bytes;
  }

  private Cache save(UUID attempt, String key, String text) throws IOException, StoreRefused {
    return caches.save(attempt, key, 1, new ByteArrayInputStream(archive(text)));
  }

  private Cache saveLarge(UUID attempt, String key) throws IOException, StoreRefused {
    return save(attempt, key, key.repeat(90 << 10).substring(0, 90 << 10));
  }

  private Optional<String> found(UUID attempt, String... keys) throws IOException {
    Optional<Cache> cache = caches.find(attempt, List.of(keys));
    return cache.isEmpty() ? Optional.empty() : Optional.of(read(caches.open(cache.get())));
  }

  private static String read(InputStream stream) throws IOException {
    try (InputStream in = stream) {
      byte[] bytes = in.readAllBytes();
      return new String(Arrays.copyOfRange(bytes, 5, bytes.length), StandardCharsets.UTF_8);
    }
  }

  private List<String> keys() {
    return caches.list(tenant, "acme/app", Optional.empty(), 1000).stream()
        .map(Cache::key)
        .toList();
  }

  @Test
  void runsThatAreNotTrustedNeverReachWhatTrustedOnesFind() throws Exception {
    save(untrusted("evil"), "deps", "poison");
    assertThat(found(trusted(), "deps")).isEmpty();
    save(trusted(), "deps", "good");
    save(untrusted("evil"), "deps", "more poison");
    save(untrusted("main"), "deps", "poison by the name of the ref");

    assertThat(found(trusted(), "deps")).contains("good");
    assertThat(found(attempt("acme/app", "evil", true), "deps")).contains("good");
    assertThat(found(untrusted("evil"), "deps")).contains("more poison");
    assertThat(found(untrusted("other"), "deps")).contains("good");
    assertThat(found(untrusted(""), "deps")).contains("good");
  }

  @Test
  void theKeyComesBeforeItsFallbacksAndProjectsAreApart() throws Exception {
    UUID attempt = trusted();
    save(attempt, "second", "2");
    save(attempt, "first", "1");
    save(attempt("other", "main", true), "exact", "of another project");
    assertThat(found(attempt, "exact", "first", "second")).contains("1");
    assertThat(found(attempt, "exact", "second", "first")).contains("2");
    save(untrusted("fork"), "exact", "the fork's");
    assertThat(found(untrusted("fork"), "exact", "first")).contains("the fork's");
    assertThat(found(attempt, "exact")).isEmpty();
    UUID mine = tenant;
    tenant = database.tenant();
    assertThat(found(trusted(), "first")).isEmpty();
    tenant = mine;
    assertThat(found(UUID.randomUUID(), "first")).isEmpty();
  }

  @Test
  void theNewestVersionWinsAndReadersOfTheFormerReadOn() throws Exception {
    UUID attempt = trusted();
    assertThat(save(attempt, "k", "old").version()).isOne();
    try (InputStream old = caches.open(caches.find(attempt, List.of("k")).orElseThrow())) {
      assertThat(save(attempt, "k", "new").version()).isEqualTo(2);
      assertThat(read(old)).isEqualTo("old");
    }
    assertThat(found(attempt, "k")).contains("new");
    assertThat(keys()).containsExactly("k");
  }

  @Test
  void whatIsNoArchiveOrTooLargeOrTooLateIsRefused() throws Exception {
    UUID attempt = trusted();
    assertThatThrownBy(() ->
            caches.save(
                attempt,
                "k",
                1,
                new ByteArrayInputStream("plain".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("archive");
    assertThatThrownBy(() -> save(attempt, "k", "x".repeat(100 << 10)))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("102400 bytes");
    try (Stream<Path> left = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(left).isEmpty();
    }
    database
        .jdbc()
        .sql("update ci_attempt set state = 'failed', finished_at = now() where id = :id")
        .param("id", attempt)
        .update();
    assertThatThrownBy(() -> save(attempt, "k", "late"))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("at its end");
    assertThat(keys()).isEmpty();
  }

  @Test
  void theLeastRecentlyUsedGoesWhereThereIsNoRoom() throws Exception {
    UUID attempt = trusted();
    saveLarge(attempt, "a");
    saveLarge(attempt, "b");
    assertThat(found(attempt, "a")).isPresent();
    saveLarge(attempt, "c");
    assertThat(keys()).containsExactly("c", "a");

    UUID other = attempt("other", "main", true);
    saveLarge(other, "d");
    saveLarge(other, "e");
    assertThat(keys()).as("of the tenant's 300 KiB").containsExactly("c");
    assertThat(found(other, "d")).isPresent();
  }

  @Test
  void trustedCachesNeverGoForTheOthers() throws Exception {
    UUID attempt = trusted();
    UUID fork = untrusted("fork");
    saveLarge(attempt, "a");
    saveLarge(fork, "f");
    saveLarge(fork, "g");
    assertThat(keys()).containsExactly("g", "a");
    saveLarge(attempt, "b");
    assertThat(keys()).containsExactly("b", "a");
    assertThatThrownBy(() -> saveLarge(fork, "h"))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("no room");
    assertThat(keys()).containsExactly("b", "a");
  }

  @Test
  void whatTheStoreHasLostIsNoCache() throws Exception {
    UUID attempt = trusted();
    save(attempt, "fallback", "there");
    Cache lost = save(attempt, "k", "lost");
    assertThat(StoreOf.named(database.jdbc())).contains(lost.blob().sha256());
    Files.delete(
        folder
            .resolve(lost.blob().sha256().substring(0, 2))
            .resolve(lost.blob().sha256().substring(2)));
    assertThat(found(attempt, "k", "fallback")).contains("there");
    assertThat(keys()).containsExactly("fallback");
  }

  @Test
  void whatNobodyUsesGoes() throws Exception {
    UUID attempt = trusted();
    save(attempt, "old", "1");
    save(attempt, "used", "2");
    database
        .jdbc()
        .sql("update ci_cache set used_at = now() - interval '31 days' where tenant_id = :tenant")
        .param("tenant", tenant)
        .update();
    assertThat(found(attempt, "used")).isPresent();
    StoreOf.deleteUnused(caches);
    assertThat(keys()).containsExactly("used");
  }
}
