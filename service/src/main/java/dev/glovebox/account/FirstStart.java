package dev.glovebox.account;

import dev.glovebox.platform.GloveboxProperties;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives a new installation its first tenant, administrator and API key, all generated.
 *
 * <p>They are shown once on the console and written to {@code <home>/credentials}, which only the
 * service's user can read; the database has their hashes. One transaction makes all three or none;
 * processes that start at once take turns.
 */
@Component
@RunsIn(Role.API)
class FirstStart implements ApplicationRunner {

  static final String FILE = "credentials";
  private static final long LOCK = 0x676c6f7665626f78L;

  private final EntityManager entities;
  private final ApiKeys keys;
  private final Passwords passwords;
  private final TransactionTemplate transaction;
  private final Path home;

  FirstStart(
      EntityManager entities,
      ApiKeys keys,
      Passwords passwords,
      TransactionTemplate transaction,
      GloveboxProperties glovebox) {
    this.entities = entities;
    this.keys = keys;
    this.passwords = passwords;
    this.transaction = transaction;
    this.home = glovebox.home();
  }

  @Override
  public void run(ApplicationArguments arguments) {
    run(System.out);
  }

  void run(PrintStream console) {
    if (accountExists()) {
      return;
    }
    Optional<Credentials> made =
        Optional.ofNullable(transaction.execute(_ -> makeUnlessMade().orElse(null)));
    made.ifPresent(credentials -> credentials.print(console, home.resolve(FILE)));
  }

  private boolean accountExists() {
    return !entities
        .createQuery("select id from Account", java.util.UUID.class)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  private Optional<Credentials> makeUnlessMade() {
    entities
        .createNativeQuery("select cast(pg_advisory_xact_lock(:lock) as text)", String.class)
        .setParameter("lock", LOCK)
        .getResultList();
    if (accountExists()) {
      return Optional.empty();
    }
    String password = randomPassword();
    var tenant = new Tenant("default");
    entities.persist(tenant);
    String hash = passwords.hash(password);
    entities.persist(new Account(tenant.id, "admin", hash, dev.glovebox.account.Role.ADMIN));
    entities.flush();
    String key = keys.issue(tenant.id, "first key", Set.of(Scope.ADMIN), Optional.empty()).text();
    var credentials = new Credentials("admin", password, key);
    // Before the commit: a key that nobody knows would be worse than a file that a failed commit
    // leaves behind, which the next start replaces.
    credentials.write(home.resolve(FILE));
    return Optional.of(credentials);
  }

  private static String randomPassword() {
    byte[] bytes = new byte[18];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private record Credentials(String adminName, String adminPassword, String apiKey) {

    void write(Path file) {
      String text =
          """
          # Generated at the first start. Only hashes of these are stored elsewhere.
          adminName=%s
          adminPassword=%s
          apiKey=%s
          """
              .formatted(adminName, adminPassword, apiKey);
      Path partial = file.resolveSibling(FILE + ".partial");
      try {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(partial);
        Files.createFile(
            partial,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, text);
        try (var written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          written.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(
            "the generated credentials can't be written to " + file, e);
      }
    }

    void print(PrintStream console, Path file) {
      console.printf(
          """

          First start. These were generated for this installation and are also in %s:
            admin name:     %s
            admin password: %s
            API key:        %s

          """,
          file, adminName, adminPassword, apiKey);
      console.flush();
    }

    /** Never shows the secrets. */
    @Override
    public String toString() {
      return "Credentials[" + adminName + "]";
    }
  }
}
