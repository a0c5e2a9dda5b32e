package dev.glovebox.api;

import dev.glovebox.account.Caller;
import dev.glovebox.ci.store.CiStoreProperties;
import dev.glovebox.ci.store.StoreRefused;
import dev.glovebox.ci.store.Upload;
import dev.glovebox.ci.store.Uploads;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Archives that runs begin with, over REST. */
@RestController
@RunsIn(Role.API)
@RequestMapping(path = "/api/v1/uploads", produces = MediaType.APPLICATION_JSON_VALUE)
class UploadController {

  /** Each writes to the disk while it arrives, before it counts for its tenant. */
  private static final int AT_ONCE = 16;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Uploads uploads;
  private final CiStoreProperties properties;
  private final Semaphore places = new Semaphore(AT_ONCE);

  UploadController(Uploads uploads, CiStoreProperties properties) {
    this.uploads = uploads;
    this.properties = properties;
  }

  /** Takes an archive of any supported format; its content tells which. */
  @PostMapping
  ResponseEntity<UploadBody> create(@AuthenticationPrincipal Caller caller, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    faults.check();
    if (!places.tryAcquire()) {
      throw RequestRefused.later(ProblemKind.BUSY, "Too many archives are arriving.", RETRY_AFTER);
    }
    try (InputStream body =
        LargeBody.of(
            http, "An archive", properties.maxUpload().toBytes(), properties.uploadTimeout())) {
      Upload upload = uploads.put(caller.tenant(), body);
      return ResponseEntity.created(URI.create("/api/v1/uploads/" + upload.id()))
          .body(UploadBody.of(upload));
    } catch (StoreRefused e) {
      throw refusal(e);
    } finally {
      places.release();
    }
  }

  static RequestRefused refusal(StoreRefused refused) {
    String detail = String.valueOf(refused.getMessage());
    return RequestRefused.of(
        switch (refused.reason()) {
          case NOT_AN_ARCHIVE -> ProblemKind.NOT_AN_ARCHIVE;
          case FULL -> ProblemKind.STORE_FULL;
          case OVER -> ProblemKind.ALREADY_DONE;
        },
        detail);
  }

  @GetMapping("/{id}")
  UploadBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return uploads
        .find(caller.tenant(), id(id))
        .map(UploadBody::of)
        .orElseThrow(UploadController::notFound);
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    if (!uploads.delete(caller.tenant(), id(id))) {
      throw notFound();
    }
    return ResponseEntity.noContent().build();
  }

  private static UUID id(String text) {
    return SubmissionController.Ids.read(text).value();
  }

  private static RequestRefused notFound() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such upload, or it has expired.");
  }

  /**
   * @param format {@code tar}, {@code tar.gz}, {@code tar.zst} or {@code zip}
   * @param size in bytes
   */
  record UploadBody(
      String id, String format, long size, String sha256, Instant createdAt, Instant expiresAt) {

    static UploadBody of(Upload upload) {
      return new UploadBody(
          upload.id().toString(),
          upload.format().code(),
          upload.blob().size(),
          upload.blob().sha256(),
          upload.createdAt(),
          upload.expiresAt());
    }
  }
}
