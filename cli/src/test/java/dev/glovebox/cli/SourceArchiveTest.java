package dev.glovebox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a project is packed. */
class SourceArchiveTest {

  @TempDir private Path folder = Path.of("");

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void git(String... arguments) {
    assertThat(new Git(folder).ask(arguments)).as(String.join(" ", arguments)).isPresent();
  }

  private TreeMap<String, String> packed(List<String> remarks) throws IOException {
    var entries = new TreeMap<String, String>();
    try (SourceArchive archive = SourceArchive.pack(ProjectFiles.of(folder))) {
      remarks.addAll(archive.remarks());
      try (InputStream in = Files.newInputStream(archive.file());
          var tar = new TarArchiveInputStream(new GZIPInputStream(in), "UTF-8")) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          entries.put(
              entry.getName(),
              entry.isSymbolicLink()
                  ? "-> " + entry.getLinkName()
                  : "%o %s".formatted(entry.getMode() & 07777, new String(tar.readAllBytes())));
        }
      }
      assertThat(archive.count()).isEqualTo(entries.size());
    }
    return entries;
  }

  @Test
  void aProjectThatIsNoRepositoryHasItsIgnoreRulesAsWell() throws IOException {
    write(".gitignore", "*.log\n/build/\n!keep.log\n");
    write("src/Main.java", "class Main {}");
    write("a.log", "");
    write("keep.log", "kept");
    write("build/out", "");
    write("sub/.gitignore", "secret\n");
    write("sub/secret", "");
    write("sub/build/fine", "");

    assertThat(packed(new ArrayList<>()).keySet())
        .containsExactly(
            ".gitignore", "keep.log", "src/Main.java", "sub/.gitignore", "sub/build/fine");
  }

  @Test
  void aRepositoryIsPackedAsItIsInTheFolder() throws IOException {
    git("init", "--quiet");
    write(".gitignore", "ignored\n");
    write("ignored", "");
    write("tracked", "old");
    write("deleted", "");
    git("add", ".");
    write("tracked", "new");
    Files.delete(folder.resolve("deleted"));
    write("untracked", "here");
    write("inner/file", "of another repository");
    assertThat(new Git(folder.resolve("inner")).ask("init", "--quiet")).isPresent();

    assertThat(packed(new ArrayList<>()))
        .containsEntry("tracked", "644 new")
        .containsEntry("untracked", "644 here")
        .containsEntry("inner/file", "644 of another repository")
        .doesNotContainKeys("deleted", "ignored")
        .noneSatisfy((name, _) -> assertThat(name).contains(".git/"));
  }

  @Test
  void linksStayLinksAndThoseThatLeadOutAreLeftOut(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("secret"), "secret");
    write("dir/file", "text");
    Files.createSymbolicLink(folder.resolve("inside"), Path.of("dir/file"));
    Files.createSymbolicLink(folder.resolve("dir/up"), Path.of("../nowhere"));
    Files.createSymbolicLink(folder.resolve("absolute"), elsewhere.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("out"), Path.of("../../etc"));
    Files.createSymbolicLink(folder.resolve("folder"), elsewhere);

    var remarks = new ArrayList<String>();
    assertThat(packed(remarks))
        .containsOnlyKeys("dir/file", "dir/up", "inside")
        .containsEntry("inside", "-> dir/file")
        .containsEntry("dir/up", "-> ../nowhere");
    assertThat(remarks).hasSize(3).allMatch(remark -> remark.contains("links out of the project"));
  }

  @Test
  void aFolderThatBecameALinkIsNotFollowed(@TempDir Path elsewhere) throws IOException {
    git("init", "--quiet");
    write("dir/file", "text");
    git("add", ".");
    Files.delete(folder.resolve("dir/file"));
    Files.delete(folder.resolve("dir"));
    Files.writeString(elsewhere.resolve("file"), "secret");
    Files.createSymbolicLink(folder.resolve("dir"), elsewhere);

    var remarks = new ArrayList<String>();
    assertThat(packed(remarks)).isEmpty();
    assertThat(remarks).anyMatch(remark -> remark.startsWith("dir/file is left out"));
  }

  @Test
  void modesAreThoseThatGitKnowsAndNamesMayBeAnything() throws IOException {
    Path program = write("run me\n'now", "#!");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path plain = write("ü".repeat(120), "text");
    Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(packed(new ArrayList<>()))
        .containsEntry("run me\n'now", "755 #!")
        .containsEntry("ü".repeat(120), "644 text");
  }
}
