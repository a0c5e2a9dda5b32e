package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.blob.NamedBlobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Archives that runs begin with. */
class UploadApiTest extends ApiTest {

  private static final String RUN =
      "{\"project\":\"p\",\"source\":%s,\"jobs\":[{\"name\":\"a\",\"image\":\"i\",\"steps\":[{\"run\":[\"true\"]}]}]}";

  @Autowired JdbcTemplate jdbc;
  @Autowired List<NamedBlobs> features;

  @Test
  void theContentTellsTheFormat() throws IOException {
    assertThat(format(tar())).isEqualTo("tar");
    assertThat(format(new byte[1024])).isEqualTo("tar");
    assertThat(format(gzip(tar()))).isEqualTo("tar.gz");
    assertThat(format(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 1, 0, 0}))
        .isEqualTo("tar.zst");
    assertThat(format(zip())).isEqualTo("zip");
  }

  private String format(byte[] archive) {
    HttpResponse<String> created = upload(archive);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return json(created).path("format").asString();
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    byte[] broken = tar();
    broken[0] ^= 1;
    for (byte[] body :
        List.of(new byte[0], "hello".getBytes(StandardCharsets.UTF_8), new byte[511], broken)) {
      HttpResponse<String> refused = upload(body);
      assertThat(refused.statusCode()).isEqualTo(415);
      assertThat(json(refused).path("type").asString()).isEqualTo("/problems/not-an-archive");
    }
    assertThat(jdbc.queryForList("select 1 from ci_upload where tenant_id = ?", tenant)).isEmpty();
  }

  @Test
  void anUploadIsItsTenantsAndCanBeDeleted() throws IOException {
    JsonNode upload = json(upload(zip()));
    String path = "/api/v1/uploads/" + upload.path("id").asString();
    assertThat(json(get(path))).isEqualTo(upload);
    String mine = key;
    key = keys.key(keys.tenant(), dev.glovebox.account.Scope.ADMIN);
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(404);
    assertThat(post("/api/v1/runs", run(upload)).body()).contains("not-found");
    key = mine;
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void aRunNamesItsSourceForAsLongAsItMayNeedIt() throws IOException {
    byte[] archive = gzip(zip());
    JsonNode upload = json(upload(archive));
    String sha256 = upload.path("sha256").asString();
    HttpResponse<String> created = post("/api/v1/runs", run(upload));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    send(request("/api/v1/uploads/" + upload.path("id").asString()).DELETE());
    assertThat(named()).contains(sha256);

    String id = json(created).path("id").asString();
    post("/api/v1/runs/" + id + "/cancel", "");
    assertThat(named()).contains(sha256);
    jdbc.update(
        "update ci_run set finished_at = now() - interval '31 days' where id = ?::uuid", id);
    assertThat(named()).doesNotContain(sha256);
  }

  @Test
  void whatHasExpiredIsNotThere() throws IOException {
    JsonNode upload = json(upload(zip()));
    jdbc.update(
        "update ci_upload set expires_at = now() where id = ?::uuid", upload.path("id").asString());
    assertThat(get("/api/v1/uploads/" + upload.path("id").asString()).statusCode()).isEqualTo(404);
    HttpResponse<String> refused = post("/api/v1/runs", run(upload));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/errors/0/field").asString()).isEqualTo("source.upload");
  }

  @Test
  void sizesAreBoundedForOneAndForAll() {
    byte[] head = {0x1f, (byte) 0x8b};
    HttpResponse<String> tooLarge =
        send(
            request("/api/v1/uploads")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArrays(List.of(head, new byte[(2 << 20) - 1])))));
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    Random random = new Random(7);
    int taken = 0;
    HttpResponse<String> last;
    do {
      byte[] body = new byte[2 << 20];
      random.nextBytes(body);
      System.arraycopy(head, 0, body, 0, head.length);
      last = upload(body);
      taken++;
    } while (last.statusCode() == 201 && taken < 10);
    assertThat(taken).isEqualTo(3);
    assertThat(last.statusCode()).isEqualTo(507);
    assertThat(json(last).path("type").asString()).isEqualTo("/problems/store-full");
  }

  @Test
  void whatIsWrongWithASourceIsTold() {
    for (String source :
        List.of(
            "{}",
            "{\"upload\":\"up_1\"}",
            "{\"upload\":7}",
            "{\"upload\":\"00000000-0000-4000-8000-000000000000\"}",
            "{\"strip\":21,\"upload\":\"x\"}",
            "\"x\"")) {
      HttpResponse<String> refused = post("/api/v1/runs", RUN.formatted(source));
      assertThat(refused.statusCode()).as(source).isEqualTo(400);
      assertThat(json(refused).at("/errors/0/field").asString()).startsWith("source");
    }
  }

  private Set<String> named() {
    var all = new HashSet<String>();
    features.forEach(feature -> all.addAll(feature.named()));
    return all;
  }

  private static String run(JsonNode upload) {
    return RUN.formatted("{\"upload\":\"%s\",\"strip\":1}".formatted(upload.path("id").asString()));
  }

  private HttpResponse<String> upload(byte[] archive) {
    return send(request("/api/v1/uploads").POST(BodyPublishers.ofByteArray(archive)));
  }

  private static byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      var entry = new TarArchiveEntry("a.txt");
      entry.setSize(2);
      tar.putArchiveEntry(entry);
      tar.write(new byte[] {'h', 'i'});
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a.txt"));
      zip.write(new byte[] {'h', 'i'});
    }
    return bytes.toByteArray();
  }
}
