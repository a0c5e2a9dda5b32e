package dev.glovebox.problem.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.blob.BlobStage;
import dev.glovebox.blob.BlobsForTests;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.support.PackageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives from people who mean no good, and odd ones from people who do. */
class ArchiveReaderTest {

  private static final int FILE = 0100644;
  private static final ArchiveLimits LIMITS = new ArchiveLimits(200, 1L << 20, 100);

  @TempDir Path folder;
  private BlobStage stage;
  private Findings findings;

  @BeforeEach
  void open() throws IOException {
    stage = BlobsForTests.in(folder).stage();
    findings = new Findings();
  }

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  private PackageTree read(byte[] archive) throws IOException, PackageRefused {
    return read(archive, LIMITS);
  }

  private PackageTree read(byte[] archive, ArchiveLimits limits)
      throws IOException, PackageRefused {
    Path file = stage.scratchFile();
    Files.write(file, archive);
    findings = new Findings();
    return new ArchiveReader(limits).read(file, stage, findings);
  }

  private String text(PackageTree tree, String path) throws IOException {
    try (InputStream in = tree.open(tree.file(path).orElseThrow())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> paths(PackageTree tree) {
    return tree.below("").stream().map(TreeFile::path).toList();
  }

  /** The message of the only error. */
  private String refused(byte[] archive) throws IOException {
    return refused(archive, LIMITS);
  }

  private String refused(byte[] archive, ArchiveLimits limits) throws IOException {
    try {
      read(archive, limits);
    } catch (PackageRefused e) {
      return e.findings().stream()
          .filter(finding -> finding.severity() == Finding.Severity.ERROR)
          .map(Finding::message)
          .toList()
          .getLast();
    }
    throw new AssertionError("the archive was taken");
  }

  private static PackageArchive plain() {
    return new PackageArchive().file("a.txt", "a").file("d/b.txt", "b").program("d/run", "#!");
  }

  @Test
  void bothKindsGiveTheSameTree() throws Exception {
    for (byte[] archive : List.of(plain().zip(), plain().tarGz())) {
      PackageTree tree = read(archive);
      assertThat(paths(tree)).containsExactly("a.txt", "d/b.txt", "d/run");
      assertThat(text(tree, "d/b.txt")).isEqualTo("b");
      assertThat(tree.file("d/run").orElseThrow().executable()).isTrue();
      assertThat(tree.file("d/b.txt").orElseThrow().executable()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../x, component ..",
    "a/../../x, component ..",
    "a/.., component ..",
    "/etc/passwd, absolute",
    "//x, absolute",
    "a\\..\\x, backslash",
    "a\\.., backslash",
    "\\x, backslash",
    "a/b\u001b\\c, control character",
    "C:\\x, backslash"
  })
  void namesThatLeadOutAreRefused(String name, String message) throws Exception {
    assertThat(
            refused(HostileArchive.zip(zip -> HostileArchive.file(zip, name, FILE, new byte[1]))))
        .contains(message);
    assertThat(refused(HostileArchive.tar(tar -> HostileArchive.file(tar, name, "x"))))
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data\\1.in", "p/data/x\\y", "1\\2.ans", "p\\problem.yaml", "tests\\01"})
  void namesOfOtherSystemsAreRefusedWhereFilesAreNeeded(String name) throws Exception {
    // This writer says that the archive is of a system whose paths have backslashes.
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
    }
    assertThat(refused(bytes.toByteArray())).contains("backslash");
    assertThat(refused(HostileArchive.tar(tar -> HostileArchive.file(tar, name, "x"))))
        .contains("backslash");
  }

  @Test
  void oddNamesOfOtherFilesAreLeftOut() throws Exception {
    String odd = "submissions/accepted/it's\\odd.c";
    byte[] zip =
        HostileArchive.zip(each -> {
          HostileArchive.file(each, "a.txt", FILE, new byte[1]);
          HostileArchive.file(each, odd, FILE, new byte[1]);
        });
    byte[] tar =
        HostileArchive.tar(each -> {
          HostileArchive.file(each, "a.txt", "x");
          HostileArchive.file(each, odd, "x");
        });
    for (byte[] archive : List.of(zip, tar)) {
      assertThat(paths(read(archive))).containsExactly("a.txt");
      assertThat(findings.all())
          .singleElement()
          .satisfies(found ->
              assertThat(found.toString())
                  .startsWith("warning")
                  .contains("its name has a backslash")
                  .contains("odd.c"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "a\u001b[2Jb", "a\u007f", "a\u0085b", "\r"})
  void controlCharactersInNamesAreRefused(String name) throws Exception {
    assertThat(
            refused(HostileArchive.zip(zip -> HostileArchive.file(zip, name, FILE, new byte[1]))))
        .contains("control character");
    assertThat(findings.all().toString()).as("what is told is printable").matches("[^\\p{Cntrl}]*");
  }

  @Test
  void namesThatAreTooLongOrTooDeepAreRefused() throws Exception {
    assertThat(refused(new PackageArchive().file("x".repeat(1001), "").tarGz()))
        .contains("1000 characters");
    assertThat(refused(new PackageArchive().file("d/".repeat(50) + "x", "").zip()))
        .contains("40 components");
  }

  @Test
  void linksInsideAreFollowedAlsoInChains() throws Exception {
    var links =
        new PackageArchive()
            .link("one", "two")
            .link("two", "deep/three")
            .link("deep/three", "../data/real")
            .link("all", "deep/folder")
            .link("deep/folder", "../data")
            .link("through", "all/real")
            .file("data/real", "contents")
            .file("data/more/x", "x");
    for (byte[] archive : List.of(links.zip(), links.tarGz())) {
      PackageTree tree = read(archive);
      for (String path : List.of("one", "two", "deep/three", "through", "all/real")) {
        assertThat(text(tree, path)).as(path).isEqualTo("contents");
      }
      assertThat(text(tree, "deep/folder/more/x")).isEqualTo("x");
      assertThat(tree.names("all")).containsExactly("more", "real");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "l, ../x, outside",
    "l, /etc/passwd, outside",
    "d/l, ../../x, outside",
    "l, d/../../x, outside",
    "l, l, circle",
    "l, nothing, nothing",
    "l, d/real/below, nothing",
    "l, d/none/../real, nothing",
    "d/l, ., contains the link",
    "d/l, .., contains the link",
    "d/l, ../d, contains the link",
    "l, '', outside"
  })
  void linksThatLeadNowhereOrOutAreRefused(String name, String target, String message)
      throws Exception {
    var links = new PackageArchive().file("d/real", "r").file("top", "t").link(name, target);
    assertThat(refused(links.zip())).contains(message);
    assertThat(refused(links.tarGz())).contains(message);
  }

  @Test
  void circlesOfLinksAreRefused() throws Exception {
    assertThat(refused(new PackageArchive().link("a", "b").link("b", "c").link("c", "a").zip()))
        .contains("circle");
    assertThat(refused(new PackageArchive().link("a/x", "../b").link("b/y", "../a").tarGz()))
        .contains("contains the link");
  }

  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    var through = new PackageArchive().link("d", "e").file("e/x", "x").file("d/y", "y");
    assertThat(refused(through.zip())).contains("link that other entries lie below");
    assertThat(refused(through.tarGz())).contains("link that other entries lie below");
  }

  @Test
  void linksThatMultiplyFoldersAreBounded() throws Exception {
    var bomb = new PackageArchive();
    for (int file = 0; file < 10; file++) {
      bomb.file("l0/" + file, "");
    }
    for (int level = 1; level <= 12; level++) {
      for (int copy = 0; copy < 4; copy++) {
        bomb.link("l%d/%d".formatted(level, copy), "../l%d".formatted(level - 1));
      }
    }
    assertThat(refused(bomb.zip(), new ArchiveLimits(5000, 1L << 20, 100)))
        .contains("more than 5000 entries");
  }

  @Test
  void hardLinksAreSecondNames() throws Exception {
    byte[] archive =
        HostileArchive.tar(tar -> {
          HostileArchive.file(tar, "p/data/1.in", "contents");
          HostileArchive.hardLink(tar, "p/data/2.in", "p/data/1.in");
        });
    assertThat(text(read(archive), "data/2.in")).isEqualTo("contents");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, absolute",
    "../x, component ..",
    "later, nothing before it",
    "itself, nothing before it"
  })
  void hardLinksToAnythingElseAreRefused(String target, String message) throws Exception {
    byte[] archive =
        HostileArchive.tar(tar -> {
          HostileArchive.hardLink(tar, "itself", target);
          HostileArchive.file(tar, "later", "x");
        });
    assertThat(refused(archive)).contains(message);
  }

  @Test
  void devicesPipesAndSocketsAreRefused() throws Exception {
    for (byte type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
      assertThat(refused(HostileArchive.tar(tar -> HostileArchive.special(tar, "x", type, ""))))
          .contains("device");
    }
    for (int mode : new int[] {0020644, 0060644, 0010644, 0140644}) {
      assertThat(
              refused(HostileArchive.zip(zip -> HostileArchive.file(zip, "x", mode, new byte[0]))))
          .contains("device");
    }
  }

  @Test
  void sparseFilesAreRefused() throws Exception {
    byte[] old =
        HostileArchive.tar(
            tar -> HostileArchive.special(tar, "x", TarConstants.LF_GNUTYPE_SPARSE, ""));
    assertThat(refused(old)).contains("sparse");
    byte[] pax =
        HostileArchive.tar(tar -> {
          String header = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n24 GNU.sparse.name=name\n";
          HostileArchive.typed(
              tar,
              "pax",
              TarConstants.LF_PAX_EXTENDED_HEADER_LC,
              header + "32 GNU.sparse.realsize=99999999\n");
          HostileArchive.file(tar, "x", "1\n0\n1\n" + "\0".repeat(506));
        });
    assertThat(refused(pax)).contains("sparse");
  }

  @Test
  void whatIsThereTwiceIsRefused() throws Exception {
    var twice = new PackageArchive().file("x", "1").file("./x", "2");
    assertThat(refused(twice.zip())).contains("more than once");
    assertThat(refused(twice.tarGz())).contains("more than once");
    var both = new PackageArchive().file("x", "1").file("x/y", "2");
    assertThat(refused(both.zip())).contains("folder and as a file");
    assertThat(refused(both.tarGz())).contains("folder and as a file");
    assertThat(refused(new PackageArchive().file("x", "1").link("x", "y").file("y", "").zip()))
        .contains("more than once");
  }

  @Test
  void namesThatDifferByCaseAloneAreTold() throws Exception {
    PackageTree tree = read(new PackageArchive().file("X", "1").file("x", "2").zip());
    assertThat(paths(tree)).containsExactly("X", "x");
    assertThat(findings.all()).singleElement().matches(f -> f.message().contains("case alone"));
  }

  @Test
  void bombsAreRefusedByTheirTotal() throws Exception {
    assertThat(refused(HostileArchive.zeros("x", 2 << 20))).contains("1048576 bytes");
    byte[] archive =
        HostileArchive.tar(tar -> {
          var entry = new TarArchiveEntry("x", true);
          entry.setSize(2 << 20);
          tar.putArchiveEntry(entry);
          tar.write(new byte[2 << 20]);
          tar.closeArchiveEntry();
        });
    assertThat(refused(archive)).contains("1048576 bytes");
    var many = new PackageArchive();
    for (int file = 0; file < 20; file++) {
      many.file("f" + file, new byte[100_000]);
    }
    assertThat(refused(many.zip())).contains("1048576 bytes");
  }

  @Test
  void bombsAreRefusedByTheirRatio() throws Exception {
    byte[] bomb = HostileArchive.zeros("x", 257L << 20);
    assertThat(refused(bomb, new ArchiveLimits(10, 1L << 40, 100))).contains("100 times");
  }

  @Test
  void skippedFilesCountToo() throws Exception {
    byte[] archive =
        HostileArchive.tar(tar -> {
          var entry = new TarArchiveEntry(".hidden", true);
          entry.setSize(2 << 20);
          tar.putArchiveEntry(entry);
          tar.write(new byte[2 << 20]);
          tar.closeArchiveEntry();
        });
    assertThat(refused(archive)).contains("1048576 bytes");
  }

  @Test
  void tooManyEntriesAreRefused() throws Exception {
    var many = new PackageArchive();
    IntStream.range(0, 201).forEach(i -> many.file("f" + i, ""));
    assertThat(refused(many.zip())).contains("more than 200 entries");
    assertThat(refused(many.tarGz())).contains("more than 200 entries");
  }

  @Test
  void encryptedEntriesAreRefused() throws Exception {
    assertThat(refused(HostileArchive.encrypted(plain().zip()))).contains("encrypted");
  }

  @Test
  void contentsThatWereChangedAreRefused() throws Exception {
    byte[] stored =
        HostileArchive.zip(zip -> {
          zip.setMethod(ZipArchiveEntry.STORED);
          var entry = new ZipArchiveEntry("x");
          entry.setSize(4);
          var crc = new CRC32();
          crc.update("abcd".getBytes(StandardCharsets.US_ASCII));
          entry.setCrc(crc.getValue());
          zip.putArchiveEntry(entry);
          zip.write("abcd".getBytes(StandardCharsets.US_ASCII));
          zip.closeArchiveEntry();
        });
    assertThat(text(read(stored), "x")).isEqualTo("abcd");
    String bytes = new String(stored, StandardCharsets.ISO_8859_1);
    byte[] changed = bytes.replace("abcd", "abcX").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refused(changed)).contains("checksum");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws Exception {
    assertThat(refused(new byte[0])).contains("neither a zip nor a gzip");
    assertThat(refused("Rar!....".getBytes(StandardCharsets.US_ASCII))).contains("neither");
    assertThat(refused(new byte[] {'P', 'K', 3, 4})).contains("cut off");
    assertThat(refused(new byte[] {0x1f, (byte) 0x8b, 8, 0})).contains("gzip");
  }

  @Test
  void twoArchivesInOneAreRefused() throws Exception {
    byte[] one = plain().zip();
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    assertThat(refused(both)).contains("central directory");
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
  void longNamesAreRead(int mode) throws Exception {
    String name = "d/" + "ü".repeat(180) + "/" + "x".repeat(200);
    byte[] archive = HostileArchive.tar(mode, tar -> HostileArchive.file(tar, name, "long"));
    assertThat(text(read(archive), name.substring(2))).isEqualTo("long");
  }

  @Test
  void longHeadersAreBounded() throws Exception {
    byte[] archive =
        HostileArchive.tar(tar -> {
          var entry = new TarArchiveEntry("x", true);
          entry.addPaxHeader("comment", "x".repeat(3 << 20));
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        });
    assertThat(refused(archive, new ArchiveLimits(10, 1L << 30, 100_000))).contains("too long");
  }

  @Test
  void largeZipFormsAreRead() throws Exception {
    byte[] archive =
        HostileArchive.zip64(zip -> HostileArchive.file(zip, "x", FILE, new byte[] {'6', '4'}));
    assertThat(text(read(archive), "x")).isEqualTo("64");
  }

  @Test
  void storedAndDescribedEntriesAreRead() throws Exception {
    // Sizes are known only at the end, so that they stand behind the contents.
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("d/"));
      zip.putNextEntry(new ZipEntry("d/x"));
      zip.write('x');
    }
    assertThat(text(read(bytes.toByteArray()), "x")).isEqualTo("x");
  }

  @Test
  void leftoversOfOtherProgramsAreNoPartOfIt() throws Exception {
    PackageTree tree =
        read(
            plain()
                .file("__MACOSX/._a.txt", "x")
                .file("d/.DS_Store", "x")
                .file(".git/config", "x")
                .file(".timelimit", "3")
                .zip());
    assertThat(paths(tree)).containsExactly(".timelimit", "a.txt", "d/b.txt", "d/run");
  }

  @Test
  void oneTopFolderIsTakenOff() throws Exception {
    PackageTree tree =
        read(
            new PackageArchive()
                .file("sum/a", "")
                .file("sum/d/b", "")
                .file("__MACOSX/x", "")
                .zip());
    assertThat(paths(tree)).containsExactly("a", "d/b");
    assertThat(tree.topFolder()).contains("sum");
    assertThat(paths(read(new PackageArchive().file("one/a", "").file("two/b", "").zip())))
        .containsExactly("one/a", "two/b");
  }

  @Test
  void whateverIsBrokenIsRefusedOrReadButNothingElse() throws Exception {
    var random = new Random(7);
    var whole = plain().link("l", "d").file("more", "text ".repeat(500));
    for (byte[] archive : List.of(whole.zip(), whole.tarGz())) {
      for (int round = 0; round < 400; round++) {
        byte[] broken =
            round % 4 == 0
                ? Arrays.copyOf(archive, random.nextInt(archive.length))
                : archive.clone();
        for (int flip = 0; round % 4 != 0 && flip <= round % 3; flip++) {
          broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          read(broken);
        } catch (PackageRefused e) {
          assertThat(e.findings()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void nothingIsKeptOfWhatWasRefused() throws Exception {
    assertThatThrownBy(() -> read(new PackageArchive().file("a", "x").file("../b", "x").zip()))
        .isInstanceOf(PackageRefused.class);
    stage.close();
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    stage = BlobsForTests.in(folder).stage();
  }
}
