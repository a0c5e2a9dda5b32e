package dev.glovebox.problem.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.intake.TestImports;
import dev.glovebox.support.PackageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people who mean harm, and people who use odd tools, send in place of a package. */
class HostileArchiveTest {

  @TempDir Path folder;
  private TestImports imports;

  @BeforeEach
  void open() throws IOException {
    imports = new TestImports(folder);
  }

  private static PackageArchive good() {
    return new PackageArchive()
        .file("p/problem.yaml", "name: P\n")
        .test("p/data/secret/1", "1\n", "2\n");
  }

  private void assertRefused(byte[] archive, String why) throws IOException {
    assertThat(imports.refusal(archive)).hasSize(1).first().asString().contains(why);
    assertThat(imports.files()).isZero();
  }

  /** A tar archive, entry by entry. */
  private interface Tar {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Tar entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes);
        var tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      put(tar, "p/problem.yaml", "name: P\n");
      put(tar, "p/data/secret/1.in", "1\n");
      put(tar, "p/data/secret/1.ans", "2\n");
      entries.write(tar);
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] contents = text.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(contents.length);
    tar.putArchiveEntry(entry);
    tar.write(contents);
    tar.closeArchiveEntry();
  }

  private static void special(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    var entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void aGoodOneIsTakenWhole() throws Exception {
    assertThat(imports.of(good().zip()).lines()).isEmpty();
    assertThat(imports.of(good().tarGz()).lines()).isEmpty();
    assertThat(imports.files()).isEqualTo(2); // the test's input and answer, nothing else
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "p/../../evil",
        "/etc/evil",
        "p/data\\secret\\2.in",
        "p/a\nb",
        "p/a\u0000b",
        "p/a\u001b[31m",
        "p/\u0085x"
      })
  void namesThatAreNoPlainPaths(String name) throws Exception {
    assertRefused(good().file(name, "x").zip(), "the name");
  }

  @Test
  void namesThatAreNoPlainPathsInTar() throws Exception {
    for (String name : new String[] {"../evil", "/etc/evil", "p/a\nb", "p/../../x"}) {
      assertRefused(tar(tar -> put(tar, name, "x")), "the name");
    }
  }

  @Test
  void veryLongAndVeryDeepNames() throws Exception {
    assertRefused(good().file("p/" + "x".repeat(2000), "x").zip(), "1000 characters");
    assertRefused(good().file("p/" + "x/".repeat(50) + "y", "x").zip(), "40 components");
    assertRefused(tar(tar -> put(tar, "p/" + "x".repeat(2000), "x")), "1000 characters");
  }

  @Test
  void whatToolsLeaveBehindIsIgnored() throws Exception {
    var archive =
        good()
            .file("__MACOSX/p/._problem.yaml", "x")
            .file("p/.DS_Store", "x")
            .file("p/.git/config", "x")
            .file("p/data/secret/-note.in", "x")
            .file("p/data/secret/.2.in", "x")
            .file("p/.timelimit", "3\n");
    var result = imports.of(archive);
    assertThat(result.lines()).isEmpty();
    assertThat(result.definition().tests().tests()).hasSize(1);
    assertThat(result.definition().limits().time()).hasValue(java.time.Duration.ofSeconds(3));
  }

  @Test
  void theRootMayBeThePackageItself() throws Exception {
    var archive = new PackageArchive().file("problem.yaml", "name: P\n");
    assertThat(imports.of(archive.test("data/secret/1", "1", "2")).definition().names())
        .containsValue("P");
  }

  @Test
  void linksInsideThePackageAreFollowed() throws Exception {
    for (boolean zip : new boolean[] {true, false}) {
      PackageArchive archive =
          good()
              .link("p/data/secret/2.in", "1.in")
              .link("p/data/secret/2.ans", "../secret/./1.ans")
              .link("p/data/secret/3.in", "2.in")
              .link("p/data/secret/3.ans", "../again/1.ans")
              .link("p/data/again", "secret")
              .link("p/data/sample", "again");
      var definition = imports.of(zip ? archive.zip() : archive.tarGz()).definition();
      assertThat(definition.tests().tests().map(ProblemTest::path))
          .containsExactly("sample/1", "sample/2", "sample/3", "secret/1", "secret/2", "secret/3");
      assertThat(definition.tests().tests().map(ProblemTest::input).distinct()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../etc/passwd", "../../../etc/passwd", "a/../../../x"})
  void linksOutOfThePackage(String target) throws Exception {
    assertRefused(good().link("p/link", target).zip(), "link");
    assertRefused(good().link("p/link", target).tarGz(), "link");
  }

  @Test
  void linksToNothingAndInCircles() throws Exception {
    assertRefused(good().link("p/a", "nothing").zip(), "links to nothing");
    assertRefused(good().link("p/a", "problem.yaml/x").zip(), "links to nothing");
    assertRefused(good().link("p/a", "b").link("p/b", "a").zip(), "in a circle");
    assertRefused(good().link("p/a", "a").zip(), "in a circle");
    assertRefused(good().link("p/data/up", "..").zip(), "contains the link");
    assertRefused(good().link("p/data/up", "../../p").zip(), "contains the link");
    assertRefused(good().link("p/data/up", "../..").zip(), "contains the link");
    assertRefused(
        good()
            .file("p/x/f", "")
            .file("p/y/f", "")
            .link("p/x/y", "../y")
            .link("p/y/x", "../x")
            .zip(),
        "contains the link");
    assertRefused(good().link("p/a", "").zip(), "outside");
    assertRefused(good().link("p/a", "x".repeat(5000)).zip(), "too long");
  }

  /** Each folder holds two links to the next: unfolded they would be 2^30 files. */
  @Test
  void linksThatMultiply() throws Exception {
    PackageArchive archive = good().file("p/d30/f", "x");
    for (int i = 0; i < 30; i++) {
      archive.link("p/d%d/a".formatted(i), "../d" + (i + 1));
      archive.link("p/d%d/b".formatted(i), "../d" + (i + 1));
    }
    assertRefused(archive.zip(), "more than 2000 entries");
  }

  /** Each folder has a link to the next. */
  @Test
  void linksThatNest() throws Exception {
    PackageArchive archive = good().file("p/d500/f", "x");
    for (int i = 0; i < 500; i++) {
      archive.link("p/d%d/a".formatted(i), "../d" + (i + 1));
    }
    assertRefused(archive.zip(), "more than 40 deep");
  }

  @Test
  void whatLiesBelowALink() throws Exception {
    assertRefused(
        good().link("p/a", "data").file("p/a/x", "1").zip(),
        "is a link that other entries lie below");
  }

  @Test
  void hardLinks() throws Exception {
    byte[] inside =
        tar(tar -> {
          special(tar, "p/data/secret/2.in", TarConstants.LF_LINK, "p/data/secret/1.in");
          special(tar, "p/data/secret/2.ans", TarConstants.LF_LINK, "p/data/secret/1.ans");
        });
    assertThat(imports.of(inside).definition().tests().tests()).hasSize(2);
    imports = new TestImports(folder.resolve("other"));
    byte[] outside =
        tar(tar -> special(tar, "p/data/secret/2.in", TarConstants.LF_LINK, "/etc/passwd"));
    assertThat(imports.refusal(outside)).first().asString().contains("hard link");
    byte[] nothing = tar(tar -> special(tar, "p/x", TarConstants.LF_LINK, "p/later"));
    assertThat(imports.refusal(nothing)).first().asString().contains("nothing before it");
    byte[] itself = tar(tar -> special(tar, "p/x", TarConstants.LF_LINK, "p/x"));
    assertThat(imports.refusal(itself)).first().asString().contains("nothing before it");
  }

  @Test
  void devicesAndPipes() throws Exception {
    for (byte type :
        new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, 'Z'}) {
      assertRefused(tar(tar -> special(tar, "p/x", type, "")), "is a device");
    }
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      var entry = new ZipArchiveEntry("p/device");
      entry.setUnixMode(0020666);
      zip.putArchiveEntry(entry);
      zip.closeArchiveEntry();
    }
    assertRefused(bytes.toByteArray(), "is a device");
  }

  @Test
  void sparseFiles() throws Exception {
    assertRefused(tar(tar -> special(tar, "p/x", TarConstants.LF_GNUTYPE_SPARSE, "")), "sparse");
  }

  @Test
  void theSameNameTwice() throws Exception {
    assertRefused(good().file("p/problem.yaml", "name: Q\n").zip(), "more than once");
    assertRefused(good().file("p/./problem.yaml", "name: Q\n").zip(), "more than once");
    assertRefused(tar(tar -> put(tar, "p/problem.yaml", "")), "more than once");
    assertRefused(good().file("p/problem.yaml/x", "").zip(), "as a folder and as a file");
    assertRefused(good().file("p/Problem.YAML/x", "").zip(), "by case alone");
    assertThat(imports.of(good().file("p/PROBLEM.yaml", "").zip()).lines())
        .containsExactly("warning: p/problem.yaml: differs from p/PROBLEM.yaml by case alone");
  }

  @Test
  void tooManyEntries() throws Exception {
    PackageArchive archive = good();
    for (int i = 0; i < 2001; i++) {
      archive.file("p/attachments/" + i, "");
    }
    assertRefused(archive.zip(), "more than 2000 entries");
    assertRefused(archive.tarGz(), "more than 2000 entries");
  }

  @Test
  void tooMuchInAll() throws Exception {
    byte[] zeros = new byte[11 << 20];
    var archive = good().file("p/attachments/1", zeros).file("p/attachments/2", zeros);
    assertRefused(archive.zip(), "more than 20971520 bytes together");
    assertRefused(archive.tarGz(), "more than 20971520 bytes together");
  }

  /** What an entry says of its size is not believed. */
  @Test
  void aZipEntryThatLiesAboutItsSize() throws Exception {
    byte[] archive = good().file("p/attachments/1", new byte[30 << 20]).zip();
    // Uncompressed sizes in the central directory become 1.
    for (int i = 0; i < archive.length - 46; i++) {
      if (archive[i] == 'P'
          && archive[i + 1] == 'K'
          && archive[i + 2] == 1
          && archive[i + 3] == 2) {
        archive[i + 24] = 1;
        Arrays.fill(archive, i + 25, i + 28, (byte) 0);
      }
    }
    assertThat(imports.refusal(archive)).hasSize(1);
    assertThat(imports.files()).isZero();
  }

  @Test
  void packedMuchTooWell() throws Exception {
    imports = new TestImports(folder, 2000, 2L << 30);
    byte[] zeros = new byte[300 << 20];
    assertRefused(good().file("p/attachments/zeros", zeros).zip(), "more than 500 times");
  }

  @Test
  void encryptedEntries() throws Exception {
    byte[] archive = good().zip();
    for (int i = 0; i < archive.length - 10; i++) {
      if (archive[i] == 'P'
          && archive[i + 1] == 'K'
          && archive[i + 2] == 1
          && archive[i + 3] == 2) {
        archive[i + 8] |= 1;
      }
    }
    assertRefused(archive, "is encrypted");
  }

  @Test
  void longNamesOfTarThatNeverEnd() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes);
        var tar = new TarArchiveOutputStream(gzip)) {
      var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
      entry.setSize(10 << 20);
      tar.putArchiveEntry(entry);
      tar.write(new byte[10 << 20]);
      tar.closeArchiveEntry();
      put(tar, "p/problem.yaml", "");
    }
    assertRefused(bytes.toByteArray(), "too long");
  }

  @Test
  void everythingCutOff() throws Exception {
    byte[] zip = good().zip();
    byte[] tar = good().tarGz();
    for (int length = 0; length < zip.length; length += 7) {
      assertThat(imports.refusal(Arrays.copyOf(zip, length))).hasSize(1);
    }
    for (int length = 0; length < tar.length - 9; length += 7) {
      assertThat(imports.refusal(Arrays.copyOf(tar, length))).isNotEmpty();
    }
    assertThat(imports.files()).isZero();
  }

  /** Whatever is changed, it is taken or refused, and never anything else. */
  @Test
  void anyByteChanged() throws Exception {
    var random = new java.util.Random(5);
    for (byte[] archive : new byte[][] {good().zip(), good().tarGz()}) {
      for (int round = 0; round < 400; round++) {
        byte[] changed = archive.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        try {
          imports.of(changed);
        } catch (dev.glovebox.problem.PackageRefused refused) {
          assertThat(refused.findings()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void archivesOfManyWriters() throws Exception {
    // Written to a stream: sizes follow the data, and zip64 throughout.
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream((OutputStream) bytes)) {
      zip.setUseZip64(Zip64Mode.Always);
      zip.setComment("made by hand, PK");
      for (String name :
          new String[] {"p/problem.yaml", "p/data/secret/1.in", "p/data/secret/1.ans"}) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(
            name.endsWith("yaml") ? "name: P".getBytes(StandardCharsets.UTF_8) : new byte[] {49});
        zip.closeArchiveEntry();
      }
      zip.putArchiveEntry(new ZipArchiveEntry("p/empty/"));
      zip.closeArchiveEntry();
    }
    assertThat(imports.of(bytes.toByteArray()).lines()).isEmpty();

    String name = "p/data/secret/" + "long".repeat(60);
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
      byte[] archive =
          tar(tar -> {
            tar.setLongFileMode(mode);
            put(tar, name + ".in", "3");
            put(tar, name + ".ans", "4");
          });
      assertThat(imports.of(archive).definition().tests().tests()).hasSize(2);
    }
  }

  @Test
  void theContentsArriveAsTheyAre() throws Exception {
    byte[] binary = new byte[100_000];
    new java.util.Random(1).nextBytes(binary);
    var definition =
        imports
            .of(good().file("p/data/secret/2.in", binary).file("p/data/secret/2.ans", ""))
            .definition();
    var test = definition.tests().tests().toList().getLast();
    try (InputStream in = imports.blobs().open(test.input().orElseThrow())) {
      assertThat(in.readAllBytes()).isEqualTo(binary);
    }
  }
}
