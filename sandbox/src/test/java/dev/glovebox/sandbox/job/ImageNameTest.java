package dev.glovebox.sandbox.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageNameTest {

  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "debian, docker.io/library/debian:latest",
    "debian:13, docker.io/library/debian:13",
    "acme/app, docker.io/acme/app:latest",
    "index.docker.io/debian, docker.io/library/debian:latest",
    "registry.example/app:1, registry.example/app:1",
    "registry.example:5000/a/b-c/d__e:V.1_x-y, registry.example:5000/a/b-c/d__e:V.1_x-y",
    "host:5000/app, host:5000/app:latest",
    "localhost/app, localhost/app:latest",
    "[2001:db8::1]:5000/app, [2001:db8::1]:5000/app:latest",
    "debian@" + DIGEST + ", docker.io/library/debian@" + DIGEST,
    "debian:13@" + DIGEST + ", docker.io/library/debian@" + DIGEST,
  })
  void whatDockerLeavesToBeGuessedIsWritten(String text, String whole) {
    assertThat(ImageName.parse(text)).map(ImageName::toString).contains(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Debian",
        "a//b",
        "-a",
        "a:",
        "a@sha256:12",
        "../../containers/json",
        "a?fromSrc=b",
        "a b",
        "a\nb",
        "a/b:c/d",
        DIGEST,
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      })
  void otherTextsAreNoNames(String text) {
    assertThat(ImageName.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "glovebox/cpp:latest, true",
    "docker.io/glovebox/cpp, true",
    "index.docker.io/glovebox/cpp, true",
    "glovebox-pulled:1, true",
    "docker.io/library/glovebox-pulled, true",
    "registry.example/glovebox/cpp, false",
    "acme/glovebox, false",
  })
  void namesOfOurOwnAreKnown(String text, boolean ours) {
    assertThat(ImageName.parse(text).orElseThrow().isOurs()).isEqualTo(ours);
  }
}
