package dev.glovebox.judge0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What goes into an archive of what a program left. */
class FilesystemTest {

  @Test
  void noNameLeadsOutOfTheFolderWhereItIsUnpacked() throws Exception {
    List<LeftFile> left =
        Stream.of(
                "a", "../b", "c/../d", "./e", "/f", "g//h", "i/", "", "..", "C:j", "k\\l",
                "m\u0000", "n\r", "o\ud800", "..p", "q/.r", "s/t:u")
            .map(path -> new LeftFile(path, new byte[1]))
            .toList();
    assertThat(names(Filesystem.zip(List.of(), left))).containsExactly("a", "..p", "q/.r", "s/t:u");
  }

  @Test
  void whatAProgramMadeOfASourceTakesItsPlace() throws Exception {
    byte[] archive =
        Filesystem.zip(
            List.of(new SourceFile("a", new byte[] {1}), new SourceFile("b", new byte[] {2})),
            List.of(new LeftFile("a", new byte[] {3})));
    assertThat(names(archive)).containsExactly("a", "b");
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      zip.getNextEntry();
      assertThat(zip.readAllBytes()).containsExactly(3);
    }
  }

  private static List<String> names(byte[] archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
