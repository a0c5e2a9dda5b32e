package dev.glovebox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that jobs have left are as hostile as the jobs. */
class SafeUnzipTest {

  private static final int LINK = 0120777;
  private static final int FILE = 0100644;

  @TempDir private Path temporary = Path.of("");
  private Path folder = Path.of("");
  private Path archive = Path.of("");

  @BeforeEach
  void names() throws IOException {
    folder = temporary.resolve("to");
    archive = temporary.resolve("a.zip");
    Files.createDirectory(temporary.resolve("elsewhere"));
    Files.writeString(temporary.resolve("elsewhere/file"), "untouched");
  }

  private interface Filling {
    void fill(ZipArchiveOutputStream zip) throws IOException;
  }

  private SafeUnzip unzip(Filling filling) throws IOException {
    try (var zip = new ZipArchiveOutputStream(archive)) {
      filling.fill(zip);
    }
    var unzip = new SafeUnzip(folder);
    unzip.unpack(archive);
    return unzip;
  }

  private static void put(ZipArchiveOutputStream zip, String name, int mode, String text)
      throws IOException {
    var entry = new ZipArchiveEntry(name);
    entry.setUnixMode(mode);
    zip.putArchiveEntry(entry);
    zip.write(text.getBytes(UTF_8));
    zip.closeArchiveEntry();
  }

  @Test
  void filesModesAndLinksComeOut() throws IOException {
    var unzip =
        unzip(zip -> {
          put(zip, "link", LINK, "dir/tool");
          put(zip, "dir/tool", 0106755, "#!");
          put(zip, "dir/text", FILE, "first");
          put(zip, "dir/text", FILE, "last");
        });

    assertThat(unzip.remarks()).isEmpty();
    assertThat(Files.readSymbolicLink(folder.resolve("link"))).hasToString("dir/tool");
    assertThat(Files.getAttribute(folder.resolve("dir/tool"), "unix:mode"))
        .isEqualTo(0100755); // no set-user-id
    assertThat(folder.resolve("dir/text")).hasContent("last");
  }

  @Test
  void nothingComesOutOutside() throws IOException {
    var unzip =
        unzip(zip -> {
          put(zip, "../elsewhere/file", FILE, "evil");
          put(zip, "a/../../elsewhere/file", FILE, "evil");
          put(zip, temporary + "/elsewhere/file", FILE, "evil");
          put(zip, "up", LINK, "../elsewhere");
          put(zip, "abs", LINK, temporary + "/elsewhere");
          put(zip, "up/file", FILE, "beside");
          put(zip, "here", LINK, ".");
          put(zip, "fine", FILE, "fine");
        });

    assertThat(temporary.resolve("elsewhere/file")).hasContent("untouched");
    assertThat(unzip.remarks()).hasSize(5);
    assertThat(folder.resolve("up")).isDirectory().isDirectoryContaining("glob:**file");
    assertThat(Files.exists(folder.resolve("abs"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(folder.resolve("fine")).hasContent("fine");
  }

  @Test
  void linksThatWereThereBeforeAreNotWrittenThrough() throws IOException {
    Files.createDirectory(folder);
    Files.createSymbolicLink(folder.resolve("dir"), temporary.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("file"), temporary.resolve("elsewhere/file"));

    var unzip =
        unzip(zip -> {
          put(zip, "dir/file", FILE, "evil");
          put(zip, "file", FILE, "new");
        });

    assertThat(temporary.resolve("elsewhere/file")).hasContent("untouched");
    assertThat(unzip.remarks())
        .containsExactly("dir/file is left out: something else is in its place");
    assertThat(Files.isSymbolicLink(folder.resolve("file"))).isFalse();
    assertThat(folder.resolve("file")).hasContent("new");
  }
}
