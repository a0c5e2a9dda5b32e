package dev.glovebox.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.platform.GloveboxProperties;
import dev.glovebox.platform.Role;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/** What a new installation gets, once. */
@SpringBootTest(
    classes = FirstStartTest.Accounts.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "glovebox.home=target/first-start-home",
      "spring.main.lazy-initialization=true",
      "glovebox.roles=worker", // the test itself starts it for the first time
    })
class FirstStartTest {

  @SpringBootConfiguration
  @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
  @AutoConfigurationPackage(basePackages = "dev.glovebox")
  @ComponentScan({"dev.glovebox.account", "dev.glovebox.platform"})
  @ConfigurationPropertiesScan({"dev.glovebox.account", "dev.glovebox.platform"})
  static class Accounts {}

  @Autowired EntityManager entities;
  @Autowired ApiKeys keys;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate jdbc;

  @Test
  void credentialsAreMadeOnceShownOnceAndStoredAsHashes(@TempDir Path home) throws IOException {
    jdbc.update("delete from api_key");
    jdbc.update("delete from account");
    jdbc.update("delete from tenant");
    String shown = start(home);
    Path file = home.resolve("credentials");
    var credentials = new Properties();
    credentials.load(new StringReader(Files.readString(file)));
    String key = credentials.getProperty("apiKey");
    String password = credentials.getProperty("adminPassword");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(shown).containsOnlyOnce(key).containsOnlyOnce(password);
    assertThat(keys.check(key).orElseThrow().may(Scope.ADMIN)).isTrue();

    String stored =
        jdbc.queryForList("select a::text from account a", String.class)
            + jdbc.queryForList("select k::text from api_key k", String.class).toString();
    assertThat(stored).doesNotContain(password).doesNotContain(key.substring(17));
    String hash = jdbc.queryForObject("select password_hash from account", String.class);
    String scheme = "{argon2@SpringSecurity_v5_8}";
    assertThat(hash).startsWith(scheme + "$argon2id$");
    var argon2 = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    assertThat(argon2.matches(password, hash.substring(scheme.length()))).isTrue();
    assertThat(argon2.matches(password + "x", hash.substring(scheme.length()))).isFalse();

    byte[] before = Files.readAllBytes(file);
    assertThat(start(home)).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(jdbc.queryForObject("select count(*) from account", Integer.class)).isEqualTo(1);
    assertThat(jdbc.queryForObject("select count(*) from api_key", Integer.class)).isEqualTo(1);
  }

  private String start(Path home) {
    var console = new ByteArrayOutputStream();
    new FirstStart(
            entities,
            keys,
            new Passwords(),
            transaction,
            new GloveboxProperties(home, Set.of(Role.API)))
        .run(new PrintStream(console, true, StandardCharsets.UTF_8));
    return console.toString(StandardCharsets.UTF_8);
  }
}
