package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload goes to the disk, not into memory. */
@Tag("postgres")
final class LargePackageTest {

  private static final int HEAP_MEGABYTES = 192;
  private static final int TEST_MEGABYTES = 60;
  private static final int TESTS = 5;

  @TempDir private Path folder;

  @Test
  void aPackageLargerThanTheHeapIsImportedWhole() throws Exception {
    Path archive = archive();
    assertThat(Files.size(archive)).isGreaterThan((HEAP_MEGABYTES + 50L) << 20);
    try (TestDatabase database = PostgresServer.freshDatabase();
        GloveboxProcess service = start(database);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest put =
          HttpRequest.newBuilder(service.uri().resolve("/api/v1/problems/large"))
              .timeout(Duration.ofMinutes(10))
              .header("Authorization", "Bearer " + service.apiKey())
              .header("Content-Type", "application/zip")
              .PUT(BodyPublishers.ofFile(archive))
              .build();

      HttpResponse<String> answer = client.send(put, BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
    assertThat(stored()).isEqualTo(TESTS);
  }

  private GloveboxProcess start(TestDatabase database) throws IOException {
    return GloveboxProcess.startWithHeap(
        HEAP_MEGABYTES,
        folder.resolve("home"),
        "large-" + ProcessHandle.current().pid(),
        GloveboxProcess.database(database),
        "--glovebox.roles=api");
  }

  /** Tests of noise, which no packing makes smaller. */
  private Path archive() throws IOException {
    Path archive = folder.resolve("large.zip");
    Random noise = new Random(1);
    byte[] megabyte = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      entry(zip, "problem.yaml", "name: Large\n");
      for (int test = 1; test <= TESTS; test++) {
        zip.putNextEntry(new ZipEntry("data/secret/%d.in".formatted(test)));
        for (int i = 0; i < TEST_MEGABYTES; i++) {
          noise.nextBytes(megabyte);
          zip.write(megabyte);
        }
        zip.closeEntry();
        entry(zip, "data/secret/%d.ans".formatted(test), "0\n");
      }
    }
    return archive;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** How many contents of the size of a test are in the store. */
  private long stored() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/blobs"))) {
      List<Path> large =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toFile().length() == (long) TEST_MEGABYTES << 20)
              .toList();
      return large.size();
    }
  }
}
