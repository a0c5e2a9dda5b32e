package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.Scope;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What jobs left: lists, folders, single files; hostile archives too. */
class ArtifactApiTest extends ApiTest {

  private static final String RUN =
      "{\"project\":\"p\",\"jobs\":[{\"name\":\"a\",\"image\":\"i\",\"steps\":[{\"run\":[\"true\"]}]}]}";

  @Autowired Artifacts artifacts;
  @Autowired JdbcTemplate jdbc;
  private UUID job;
  private UUID attempt;

  @BeforeEach
  void aJob() {
    JsonNode run = json(post("/api/v1/runs", RUN));
    job = UUID.fromString(run.at("/jobs/0/id").asString());
    attempt = UUID.fromString(run.at("/jobs/0/attempt").asString());
  }

  @Test
  void whatAnAttemptLeftIsListedPinnedAndDeleted() throws Exception {
    keep(Artifact.Kind.JUNIT, "target/r.xml", "<testsuite/>".getBytes(StandardCharsets.UTF_8));
    UUID archive = keep(Artifact.Kind.ARCHIVE, "out", zip(Map.of("a.txt", "hi")));
    JsonNode list = json(get("/api/v1/jobs/" + job + "/artifacts")).path("artifacts");
    assertThat(list.size()).isEqualTo(2);
    assertThat(list.at("/0/kind").asString()).isEqualTo("archive");
    assertThat(list.at("/0/expiresAt").isMissingNode()).isFalse();
    assertThat(list.at("/1/name").asString()).isEqualTo("target/r.xml");
    assertThat(json(get(path(archive, "")))).isEqualTo(list.get(0));

    JsonNode pinned = json(post(path(archive, "/keep"), ""));
    assertThat(pinned.has("expiresAt")).isFalse();
    jdbc.update(
        "update ci_artifact set expires_at = now() where attempt_id = ? and expires_at is not null",
        attempt);
    assertThat(json(get("/api/v1/jobs/" + job + "/artifacts")).path("artifacts").size()).isOne();

    String mine = key;
    key = keys.key(keys.tenant(), Scope.ADMIN);
    for (String part : List.of("", "/content", "/entries", "/file?path=a.txt")) {
      assertThat(get(path(archive, part)).statusCode()).as(part).isEqualTo(404);
    }
    assertThat(send(request(path(archive, "")).DELETE()).statusCode()).isEqualTo(404);
    key = mine;
    assertThat(send(request(path(archive, "")).DELETE()).statusCode()).isEqualTo(204);
    assertThat(get(path(archive, "")).statusCode()).isEqualTo(404);
  }

  @Test
  void foldersAreShownPageByPage() throws Exception {
    var files = new LinkedHashMap<String, String>();
    files.put("dist/", "");
    for (int i = 9; i >= 0; i--) {
      files.put("dist/js/" + i + ".js", "x".repeat(i));
    }
    files.put("dist/js.txt", "not in the folder");
    files.put("readme", "r");
    UUID archive = keep(Artifact.Kind.ARCHIVE, "out", zip(files));
    JsonNode top = json(get(path(archive, "/entries")));
    assertThat(names(top)).containsExactly("dist", "readme");
    assertThat(top.at("/entries/0/kind").asString()).isEqualTo("folder");
    assertThat(top.at("/entries/0/files").asInt()).isEqualTo(11);
    assertThat(top.at("/entries/0/size").asInt()).isEqualTo(45 + 17);
    assertThat(names(json(get(path(archive, "/entries?folder=dist/")))))
        .containsExactly("js.txt", "js");

    List<String> seen = new ArrayList<>();
    String cursor = "";
    JsonNode page;
    do {
      page = json(get(path(archive, "/entries?folder=dist/js&limit=4" + cursor)));
      assertThat(page.path("entries").size()).isLessThanOrEqualTo(4);
      seen.addAll(names(page));
      cursor = "&cursor=" + page.path("next").asString("");
    } while (page.has("next"));
    assertThat(seen)
        .containsExactly(
            "0.js", "1.js", "2.js", "3.js", "4.js", "5.js", "6.js", "7.js", "8.js", "9.js");
    assertThat(get(path(archive, "/entries?limit=1001")).statusCode()).isEqualTo(400);
  }

  @Test
  void aFileIsSentInPartsAndNeverShown() throws Exception {
    UUID archive =
        keep(Artifact.Kind.ARCHIVE, "out", zip(Map.of("a/<b>\n.html", "0123456789".repeat(9))));
    String file = path(archive, "/file?path=" + encoded("a/<b>\n.html"));
    HttpResponse<String> all = get(file);
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(all.body()).hasSize(90);
    assertThat(header(all, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(all, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(all.headers().allValues("Content-Security-Policy"))
        .containsExactly("sandbox; default-src 'none'");
    assertThat(header(all, "Content-Disposition"))
        .startsWith("attachment")
        .contains("_b__.html")
        .doesNotContain("<");
    HttpResponse<String> part = send(request(file).header("Range", "bytes=5-7"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("567");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 5-7/90");
    assertThat(send(request(file).header("Range", "bytes=-2")).body()).isEqualTo("89");
    assertThat(send(request(file).header("Range", "bytes=88-400")).body()).isEqualTo("89");
    HttpResponse<String> none = send(request(file).header("Range", "bytes=90-"));
    assertThat(none.statusCode()).isEqualTo(416);
    assertThat(header(none, "Content-Range")).isEqualTo("bytes */90");
    assertThat(send(request(file).header("Range", "bytes=0-1,4-5")).statusCode()).isEqualTo(200);
    String tag = header(all, "ETag");
    assertThat(send(request(file).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    assertThat(
            send(request(file).header("Range", "bytes=0-0").header("If-Range", "\"other\""))
                .statusCode())
        .isEqualTo(200);
    assertThat(get(path(archive, "/file?path=a")).statusCode()).isEqualTo(404);
    assertThat(get(path(archive, "/file")).statusCode()).isEqualTo(400);
  }

  @Test
  void anArchiveIsSentAsItIs() throws Exception {
    byte[] zip = zip(Map.of("a.txt", "hi"));
    UUID archive = keep(Artifact.Kind.ARCHIVE, "../o\"ut", zip);
    HttpResponse<byte[]> all =
        CLIENT.send(
            request(path(archive, "/content")).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(all.body()).isEqualTo(zip);
    assertThat(all.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("o_ut.zip")
        .doesNotContain("..");
    assertThat(send(request(path(archive, "/content")).header("Range", "bytes=0-1")).body())
        .isEqualTo("PK");
  }

  @Test
  void reportsAreNoArchives() throws Exception {
    UUID report = keep(Artifact.Kind.OTHER, "r.txt", "r".getBytes(StandardCharsets.UTF_8));
    assertThat(get(path(report, "/entries")).statusCode()).isEqualTo(404);
    assertThat(get(path(report, "/content")).body()).isEqualTo("r");
  }

  @Test
  void namesOfAnyKindAreOnlyText() throws Exception {
    var files = new LinkedHashMap<String, String>();
    files.put("../../etc/passwd", "up");
    files.put("/etc/shadow", "root");
    files.put("c:\\windows", "w");
    files.put("\u202egnp.exe", "rtl");
    UUID archive = keep(Artifact.Kind.ARCHIVE, "out", zip(files));
    assertThat(names(json(get(path(archive, "/entries")))))
        .containsExactlyInAnyOrder("..", "", "c:\\windows", "\u202egnp.exe");
    HttpResponse<String> up = get(path(archive, "/file?path=../../etc/passwd"));
    assertThat(up.body()).isEqualTo("up");
    assertThat(header(up, "Content-Disposition")).contains("passwd").doesNotContain("/");
    assertThat(
            header(
                get(path(archive, "/file?path=" + encoded("\u202egnp.exe"))),
                "Content-Disposition"))
        .doesNotContain("202e", "%E2%80%AE");
  }

  /** Each is a good archive of which one thing is changed; none may be an error of the service. */
  @Test
  void whatIsNotWhatItSaysIsRefused() throws Exception {
    byte[] good = zip(Map.of("a.txt", "content ".repeat(20)));
    int directory = at(good, 0x02014b50);
    int end = at(good, 0x06054b50);
    Map<String, byte[]> broken = new LinkedHashMap<>();
    broken.put("no zip", "no zip".getBytes(StandardCharsets.UTF_8));
    broken.put("empty", new byte[0]);
    broken.put("cut off", java.util.Arrays.copyOf(good, end));
    broken.put("directory elsewhere", with(good, end + 16, Integer.MAX_VALUE));
    broken.put("directory too large", with(good, end + 12, -2));
    broken.put("directory of something else", with(good, directory, 0));
    broken.put("zip64 without sizes", with(good, directory + 24, -1));
    for (Map.Entry<String, byte[]> one : broken.entrySet()) {
      UUID archive = keep(Artifact.Kind.ARCHIVE, "x" + one.getKey(), one.getValue());
      assertThat(get(path(archive, "/entries")).statusCode()).as(one.getKey()).isEqualTo(422);
      assertThat(get(path(archive, "/file?path=a.txt")).statusCode())
          .as(one.getKey())
          .isEqualTo(422);
    }
    Map<String, byte[]> brokenFile = new LinkedHashMap<>();
    brokenFile.put("header elsewhere", with(good, directory + 42, 5));
    brokenFile.put("header beyond the end", with(good, directory + 42, Integer.MAX_VALUE));
    brokenFile.put("larger than it is", with(good, directory + 24, 1 << 20));
    brokenFile.put("other bytes", with(good, directory + 16, 1));
    brokenFile.put("unknown method", with(good, directory + 10, 99));
    for (Map.Entry<String, byte[]> one : brokenFile.entrySet()) {
      UUID archive = keep(Artifact.Kind.ARCHIVE, "y" + one.getKey(), one.getValue());
      assertThat(get(path(archive, "/entries")).statusCode()).as(one.getKey()).isEqualTo(200);
      String answer;
      try {
        HttpResponse<String> refused = get(path(archive, "/file?path=a.txt"));
        answer = "status " + refused.statusCode();
      } catch (java.io.UncheckedIOException e) {
        answer = "cut off";
      }
      assertThat(answer).as(one.getKey()).isIn("status 422", "cut off");
    }
  }

  /** A file that unpacks to more than its directory says is cut there. */
  @Test
  void aFileIsNeverLongerThanItSays() throws Exception {
    byte[] good = zip(Map.of("a.txt", "0".repeat(100_000)));
    int directory = at(good, 0x02014b50);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update("0".repeat(10).getBytes(StandardCharsets.UTF_8));
    byte[] lying = with(with(good, directory + 24, 10), directory + 16, (int) crc.getValue());
    UUID archive = keep(Artifact.Kind.ARCHIVE, "out", lying);
    assertThat(get(path(archive, "/file?path=a.txt")).body()).isEqualTo("0".repeat(10));
  }

  @Test
  void sizesThatCannotBeAreAddedWithoutOverflow() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (String name : List.of("d/a", "d/b")) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(1);
        zip.closeArchiveEntry();
      }
    }
    byte[] lying = bytes.toByteArray();
    int first = at(lying, 0x02014b50);
    lying = with(lying, first + 24, -2);
    UUID archive = keep(Artifact.Kind.ARCHIVE, "out", lying);
    assertThat(json(get(path(archive, "/entries"))).at("/entries/0/size").asLong())
        .isEqualTo(0xfffffffeL + 1);
  }

  private UUID keep(Artifact.Kind kind, String name, byte[] bytes) throws Exception {
    return artifacts
        .keep(
            new Artifacts.Owner(tenant, job, attempt),
            kind,
            name,
            1,
            Optional.of(Duration.ofDays(7)),
            new ByteArrayInputStream(bytes))
        .id();
  }

  private static String path(UUID artifact, String rest) {
    return "/api/v1/artifacts/" + artifact + rest;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  private static List<String> names(JsonNode page) {
    return page.path("entries").valueStream().map(entry -> entry.path("name").asString()).toList();
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putArchiveEntry(entry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** As Unix systems write it: elsewhere a backslash is a slash. */
  private static ZipArchiveEntry entry(String name) {
    return new ZipArchiveEntry(name) {
      @Override
      public int getPlatform() {
        return PLATFORM_UNIX;
      }
    };
  }

  private static int at(byte[] bytes, int signature) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (buffer.getInt(at) != signature) {
      at++;
    }
    return at;
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return changed;
  }
}
