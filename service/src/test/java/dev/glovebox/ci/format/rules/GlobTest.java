package dev.glovebox.ci.format.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Dockerfile         | Dockerfile         | true
          *.md               | README.md          | true
          *.md               | docs/a.md          | false
          docs/**/*.md       | docs/a.md          | true
          docs/**/*.md       | docs/x/y/a.md      | true
          **/*.rb            | .hidden/a.rb       | true
          docs/*             | docs/.hidden       | true
          docs/**            | docs/x/y           | false
          {a,b}/*.go         | b/x.go             | true
          {a,b}/*.go         | c/x.go             | false
          file?.txt          | file1.txt          | true
          file?.txt          | file/.txt          | false
          [a-c]x             | bx                 | true
          [!a-c]x            | bx                 | false
          a+b(c)             | a+b(c)             | true
          {{a,b},c}          | b                  | true
          open{brace         | open{brace         | true
          """)
  void matches(String glob, String path, boolean expected) throws Exception {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
  }
}
