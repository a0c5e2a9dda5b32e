package dev.glovebox.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.SandboxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLayoutTest {

  @TempDir Path directory;
  private Language java;

  @BeforeEach
  void readLanguage() throws IOException {
    java = CatalogueFixtures.read(directory, "java", CatalogueFixtures.JAVA);
  }

  private ProgramLayout layout(String... namesAndTexts) {
    return layoutFrom(Optional.empty(), namesAndTexts);
  }

  private ProgramLayout layoutFrom(Optional<String> main, String... namesAndTexts) {
    List<SandboxFile> files = new ArrayList<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.add(new SandboxFile(namesAndTexts[i], namesAndTexts[i + 1].getBytes(UTF_8)));
    }
    return ProgramLayout.of(java, files, main);
  }

  private static String name(ProgramLayout layout) {
    return layout.sources().getFirst().path();
  }

  @Test
  void aNamelessSourceGetsTheLanguagesName() throws IOException {
    Language python = CatalogueFixtures.read(directory, "python", CatalogueFixtures.PYTHON);
    ProgramLayout layout =
        ProgramLayout.of(python, List.of(new SandboxFile("", new byte[] {1})), Optional.empty());

    assertThat(name(layout)).isEqualTo("main.py");
    assertThat(layout.main()).isEqualTo("main.py");
    assertThat(layout.entry()).isEmpty();
    assertThat(layout.sources().getFirst().content()).containsExactly(1);
  }

  @Test
  void aLoneJavaFileIsNamedAfterItsPublicType() {
    ProgramLayout layout =
        layout(
            "", "class Helper {} public class Solution { public static void main(String[] a) {} }");

    assertThat(name(layout)).isEqualTo("Solution.java");
    assertThat(layout.main()).isEqualTo("Solution.java");
    assertThat(layout.entry()).contains("Solution");
    assertThat(name(layout("src/x.java", "public record Point(int x) {}")))
        .isEqualTo("src/Point.java");
    assertThat(name(layout("hello.java", "class A { static void main(String[] a) {} }")))
        .isEqualTo("hello.java");
    assertThat(name(layout("", "class A { public static void main(String... a) {} }")))
        .isEqualTo("Main.java");
  }

  @Test
  void aProgramStartsFromItsFirstSourceNotFromWhatLiesBesideIt() {
    ProgramLayout layout =
        layout("about.txt", "notes", "B.java", "class B {}", "A.java", "class A {}");

    assertThat(layout.main()).isEqualTo("B.java");
    assertThat(layout.sourceArguments(java)).containsExactly("B.java", "A.java");
    assertThat(layout("a.txt", "x", "b.txt", "y").main()).isEqualTo("a.txt");
  }

  @Test
  void severalJavaFilesKeepTheirNames() {
    ProgramLayout layout =
        layout(
            "A.java", "public class A {}",
            "b/B.java", "package b; public class B { public static void main(String[] a) {} }");

    assertThat(layout.sources())
        .extracting(SandboxFile::path)
        .containsExactly("A.java", "b/B.java");
    assertThat(layout.main()).isEqualTo("A.java");
    assertThat(layout.entry()).contains("b.B");
  }

  @Test
  void theMainFileOfTheRequestWinsOverAnEarlierMain() {
    String a = "public class A { public static void main(String[] a) {} }";
    String b = "public class B { public static void main(String[] a) {} }";

    assertThat(layout("A.java", a, "B.java", b).entry()).contains("A");
    ProgramLayout layout = layoutFrom(Optional.of("B.java"), "A.java", a, "B.java", b);
    assertThat(layout.entry()).contains("B");
    assertThat(layout.main()).isEqualTo("B.java");
  }

  @Test
  void thePackageBelongsToTheEntry() {
    assertThat(
            layout(
                    "",
                    """
                    // package wrong;
                    /* package alsoWrong; */
                    package org . acme /* odd */ .tools;
                    import java.util.*;
                    public final class Run { public static void main(final String args[]) {} }
                    """)
                .entry())
        .contains("org.acme.tools.Run");
  }

  @Test
  void commentsStringsAndTextBlocksDoNotMislead() {
    assertThat(
            layout(
                    "",
                    """
                    @SuppressWarnings({"unused", "class Wrong {"})
                    class A {
                      // public static void main(String[] a) {}
                      String s = "public static void main(String[] a) { \\" }";
                      char c = '"', d = '{', e = '\\'';
                      String t = \"""
                        } class B { public static void main(String[] x) {} } \\\"""
                        \""";
                      Class<?> k = A.class;
                      void notMain() { Runnable r = () -> { class L { void main() {} } }; }
                    }
                    class Real { public static void main(String[] args) throws Exception {} }
                    """)
                .entry())
        .contains("Real");
  }

  @Test
  void theMostClassicMainOfAFileWins() {
    String all =
        """
        class Instance { void main() {} }
        interface Static { static void main(String[] a) {} }
        enum Classic { X; public static void main(java.lang.String[] a) {} }
        """;
    assertThat(layout("", all).entry()).contains("Classic");
    assertThat(layout("", "class A { void main() {} } class B { static void main() {} }").entry())
        .contains("B");
  }

  @Test
  void instanceMainsOfJava25AreFound() {
    assertThat(layout("", "class A {} class B { void main() { } }").entry()).contains("B");
    assertThat(layout("", "class A {} class B { void main(String[] a) { } }").entry())
        .contains("B");
    assertThat(
            layout(
                    "",
                    "class A { private static void main(String[] a) {} } class B { void main() {} }")
                .entry())
        .contains("B");
  }

  @Test
  void methodsThatOnlyLookLikeMainAreNotTaken() {
    assertThat(
            layout(
                    "",
                    """
                    class A { public static void main(int x) {} }
                    class B { public static int main(String[] a) { return 0; } }
                    class C { public static void main(String a, String[] b) {} }
                    class D { public static void main(String[] a) {} }
                    """)
                .entry())
        .contains("D");
  }

  @Test
  void aCompactSourceFileIsNamedByItsFile() {
    ProgramLayout layout =
        layout("hello.java", "record Pair(int a) {} void main() { IO.println(1); }");

    assertThat(layout.entry()).contains("hello");
    assertThat(layout("", "void main() {}").entry()).contains("Main");
  }

  @Test
  void withoutAnyMainThePublicTypeIsTheBestGuess() {
    assertThat(layout("", "class A {} public class B extends Base {}").entry()).contains("B");
    assertThat(layout("", "class A {} class C {}").entry()).contains("A");
    assertThat(layout("x.java", "this is not Java at all \" ' { (").entry()).contains("x");
  }

  @Test
  void hostileSourcesAreScannedInLinearTime() {
    String deep = "{(".repeat(500_000) + "\"".repeat(300_000) + "/*".repeat(300_000);
    assertThat(layout("", deep).entry()).contains("Main");
    assertThat(layout("", "class A { void main(".repeat(20_000)).entry()).isPresent();
  }
}
