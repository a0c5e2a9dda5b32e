package dev.glovebox.ci.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowedImagesTest {

  private static boolean allows(String pattern, String name) {
    return new AllowedImages(Optional.of("usual:1"), List.of(pattern)).allow(name);
  }

  @ParameterizedTest
  @CsvSource({
    "debian:*, debian:13, true",
    "debian:*, evil/debian:13, false",
    "r.example:5000/*, r.example:5000/app:1, true",
    "r.example:5000/*, r.example:5000/group/app:1, false",
    "r.example:5000/**, r.example:5000/app:1, true",
    "r.example:5000/**, r.example:5000/group/sub/app:1, true",
    "r.example:5000/**, r.example:5001/app:1, false",
    "r.example/**/app:*, r.example/a/b/app:2, true",
    "**, any/thing:1, true",
    "**, thing, true",
  })
  void oneStarIsAPartAndTwoAreAny(String pattern, String name, boolean allowed) {
    assertThat(allows(pattern, name)).isEqualTo(allowed);
  }

  @Test
  void theUsualOneIsAllowedWhateverThePatternsSay() {
    assertThat(allows("acme/*", "usual:1")).isTrue();
    assertThat(allows("acme/*", "usual:2")).isFalse();
  }
}
