package dev.glovebox.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures, lists and failures: what a server that behaves does not show. */
class S3BucketTest {

  private record Answer(int status, String body) {}

  @TempDir Path folder;
  private HttpServer server;
  private S3Bucket bucket;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    bucket =
        new S3Bucket(
            settings(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "bucket"));
  }

  @AfterEach
  void stop() {
    bucket.close();
    server.stop(0);
  }

  private static S3Settings settings(URI endpoint, String bucket) {
    return new S3Settings(
        endpoint,
        "us-east-1",
        bucket,
        "",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  }

  /** Examples of Amazon's "Signature Calculations for the Authorization Header". */
  @ParameterizedTest
  @CsvSource({
    "lifecycle=, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void signaturesAreThoseOfTheDocument(String query, String signature) {
    var settings = settings(URI.create("https://examplebucket.s3.amazonaws.com"), "examplebucket");
    assertThat(
            new S3Signature(settings)
                .headers(
                    "GET", "/", query, S3Signature.EMPTY, Instant.parse("2013-05-24T00:00:00Z"))
                .get("Authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature="
                + signature);
  }

  @Test
  void whatPassesIsTriedAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    answers.add(new Answer(503, "<Error><Code>SlowDown</Code></Error>"));
    answers.add(new Answer(500, ""));
    answers.add(new Answer(200, ""));
    bucket.put("k", file, "a".repeat(64));
    assertThat(asked).hasSize(3).allMatch("PUT /bucket/k abc"::equals);
    answers.clear();
    answers.add(new Answer(503, "still no"));
    assertThatThrownBy(() -> bucket.put("k", file, "a".repeat(64)))
        .hasMessageContaining("503")
        .hasMessageContaining("still no");
    assertThat(asked).hasSize(6);
  }

  @Test
  void aRefusalIsNot() {
    answers.add(new Answer(403, "<Error><Code>AccessDenied</Code></Error>"));
    assertThatThrownBy(() -> bucket.delete("k")).hasMessageContaining("AccessDenied");
    answers.clear();
    answers.add(new Answer(404, "<Error><Code>NoSuchBucket</Code></Error>"));
    assertThatThrownBy(() -> bucket.get("k", 0, -1))
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("NoSuchBucket");
    answers.clear();
    answers.add(new Answer(404, "<Error><Code>NoSuchKey</Code></Error>"));
    assertThatThrownBy(() -> bucket.get("k", 0, -1)).isInstanceOf(NoSuchFileException.class);
    assertThat(asked).hasSize(3);
  }

  @Test
  void aListGoesOnWhereItsPageEnded() throws IOException {
    answers.add(
        new Answer(
            200,
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name>
            <Contents><Key>a</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;x&quot;</ETag>
            <Size>7</Size><Owner><ID>Key</ID></Owner></Contents>
            <IsTruncated>true</IsTruncated><NextContinuationToken>a+b/c=*~</NextContinuationToken></ListBucketResult>
            """));
    S3Listing page = bucket.list("p/", Optional.empty());
    assertThat(page.items())
        .containsExactly(new S3Listing.Item("a", 7, Instant.parse("2026-01-02T03:04:05Z")));
    bucket.list("p/", page.next());
    assertThat(asked)
        .containsExactly(
            "GET /bucket?list-type=2&prefix=p%2F ",
            "GET /bucket?continuation-token=a%2Bb%2Fc%3D%2A~&list-type=2&prefix=p%2F ");
  }

  @ParameterizedTest
  @CsvSource({
    "not XML",
    "<ListBucketResult><Contents><Size>x</Size></Contents></ListBucketResult>",
    "<!DOCTYPE l [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><l><Contents><Key>&e;</Key></Contents></l>",
    "<ListBucketResult><Contents>"
  })
  void whatIsNoListIsAnError(String body) {
    assertThatThrownBy(
            () -> S3Listing.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://host, bucket, k",
    "http://host/path, bucket, k",
    "http://user@host, bucket, k",
    "http://host, Bucket/.., k",
    "http://host, bucket, ' '"
  })
  void whatCannotBeIsTold(URI endpoint, String name, String key) {
    assertThatThrownBy(() -> new S3Settings(endpoint, "r", name, "", key, "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glovebox.blobs.s3");
  }
}
