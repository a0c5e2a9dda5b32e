package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.ArtifactFiles;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.BrokenZip;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What jobs left, over REST: lists, folders of archives, files one by one. */
@RestController
@RunsIn(Role.API)
class ArtifactController {

  private static final int LONGEST_PATH = 65_535;
  private static final int USUAL_PAGE = 200;
  private static final int LARGEST_PAGE = 1000;

  private final Runs runs;
  private final Artifacts artifacts;
  private final ArtifactFiles files;

  ArtifactController(Runs runs, Artifacts artifacts, ArtifactFiles files) {
    this.runs = runs;
    this.artifacts = artifacts;
    this.files = files;
  }

  @GetMapping("/api/v1/jobs/{id}/artifacts")
  ArtifactsBody list(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<Integer> number = parameters.integer("attempt", 1, 1000);
    parameters.end();
    faults.check();
    UUID attempt = JobController.attempt(runs, JobController.find(runs, caller, id), number);
    return new ArtifactsBody(artifacts.of(attempt).stream().map(ArtifactBody::of).toList());
  }

  @GetMapping("/api/v1/artifacts/{id}")
  ArtifactBody read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return ArtifactBody.of(find(caller, id));
  }

  /** Keeps it for ever. */
  @PostMapping("/api/v1/artifacts/{id}/keep")
  ArtifactBody keep(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    artifacts.pin(caller.tenant(), find(caller, id).id());
    return ArtifactBody.of(find(caller, id));
  }

  @DeleteMapping("/api/v1/artifacts/{id}")
  ResponseEntity<Void> delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    artifacts.delete(caller.tenant(), find(caller, id).id());
    return ResponseEntity.noContent().build();
  }

  /** All of it, as it is. */
  @GetMapping("/api/v1/artifacts/{id}/content")
  void content(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      HttpServletRequest http,
      HttpServletResponse response)
      throws IOException {
    var faults = new Faults();
    new Parameters(http, faults).end();
    faults.check();
    Artifact artifact = find(caller, id);
    boolean archive = artifact.kind() == Artifact.Kind.ARCHIVE;
    var download =
        new Download(
            artifact.name() + (archive ? ".zip" : ""),
            archive ? "application/zip" : MediaType.APPLICATION_OCTET_STREAM_VALUE,
            artifact.blob().sha256(),
            artifact.blob().size());
    download.send(http, response, (from, size) -> open(artifact, from, size));
  }

  private InputStream open(Artifact artifact, long from, long size) throws IOException {
    try {
      return files.open(artifact, from, size);
    } catch (NoSuchFileException e) {
      throw gone();
    }
  }

  /** What is directly in a folder of an archive. */
  @GetMapping("/api/v1/artifacts/{id}/entries")
  EntriesBody entries(
      @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    String folder = path(parameters, "folder").map(ArtifactController::folder).orElse("");
    Optional<String> after = path(parameters, "cursor");
    int most = parameters.integer("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    parameters.end();
    faults.check();
    Artifact archive = archive(caller, id);
    try {
      return EntriesBody.of(files.entries(archive, folder, after, most));
    } catch (BrokenZip e) {
      throw broken(e);
    } catch (NoSuchFileException e) {
      throw gone();
    }
  }

  private static String folder(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Optional<String> path(Parameters parameters, String name) {
    return parameters.value(
        name,
        "not-allowed",
        "a path in the archive",
        text -> text.length() > LONGEST_PATH ? Optional.empty() : Optional.of(text));
  }

  /** One file of an archive. */
  @GetMapping("/api/v1/artifacts/{id}/file")
  void file(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      HttpServletRequest http,
      HttpServletResponse response)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<String> path = path(parameters, "path");
    parameters.end();
    if (http.getParameter("path") == null) {
      faults.add("path", "required", "path is needed.");
    }
    faults.check();
    Artifact archive = archive(caller, id);
    try {
      ArtifactFiles.ZipFile file =
          files
              .file(archive, path.orElse(""))
              .orElseThrow(() ->
                  RequestRefused.of(
                      ProblemKind.NOT_FOUND, "There is no such file in the archive."));
      String tag = "%s-%x-%x".formatted(archive.blob().sha256(), file.crc(), file.size());
      new Download(path.orElse(""), MediaType.APPLICATION_OCTET_STREAM_VALUE, tag, file.size())
          .send(http, response, (from, _) -> from(file, from));
    } catch (BrokenZip e) {
      if (response.isCommitted()) {
        throw e;
      }
      response.reset();
      throw broken(e);
    } catch (NoSuchFileException e) {
      throw gone();
    }
  }

  private static InputStream from(ArtifactFiles.ZipFile file, long from) throws IOException {
    InputStream in = file.open();
    try {
      in.skipNBytes(from);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private Artifact archive(Caller caller, String id) {
    Artifact artifact = find(caller, id);
    if (artifact.kind() != Artifact.Kind.ARCHIVE) {
      throw RequestRefused.of(ProblemKind.NOT_FOUND, "This is a report, not an archive.");
    }
    return artifact;
  }

  private Artifact find(Caller caller, String id) {
    UUID artifact = SubmissionController.Ids.read(id).value();
    return artifacts
        .find(caller.tenant(), artifact)
        .orElseThrow(() ->
            RequestRefused.of(
                ProblemKind.NOT_FOUND, "There is no such artifact, or it has expired."));
  }

  private static RequestRefused broken(BrokenZip zip) {
    return RequestRefused.of(
        ProblemKind.BROKEN_ARCHIVE, "The archive can't be read: %s.".formatted(zip.getMessage()));
  }

  private static RequestRefused gone() {
    return RequestRefused.of(ProblemKind.NOT_FOUND, "The contents are not in the store any more.");
  }

  /** What one attempt left. */
  record ArtifactsBody(List<ArtifactBody> artifacts) {}

  /**
   * @param kind {@code archive}, or what report it is
   * @param size in bytes
   * @param expiresAt left out where it is kept for ever
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ArtifactBody(
      String id,
      String job,
      String attempt,
      String kind,
      String name,
      int files,
      long size,
      String sha256,
      Instant createdAt,
      Optional<Instant> expiresAt) {

    static ArtifactBody of(Artifact artifact) {
      return new ArtifactBody(
          artifact.id().toString(),
          artifact.job().toString(),
          artifact.attempt().toString(),
          artifact.kind().code(),
          artifact.name(),
          artifact.files(),
          artifact.blob().size(),
          artifact.blob().sha256(),
          artifact.createdAt(),
          artifact.expiresAt());
    }
  }

  /**
   * @param next the {@code cursor} of the next page; left out at the end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record EntriesBody(List<EntryBody> entries, Optional<String> next) {

    static EntriesBody of(ArtifactFiles.Page page) {
      return new EntriesBody(page.items().stream().map(EntryBody::of).toList(), page.next());
    }
  }

  /**
   * @param kind a file, a folder or a link
   * @param size unpacked, in bytes; of a folder: of all files in it
   * @param files how many are in a folder; otherwise 1
   */
  record EntryBody(String name, String kind, long size, long files) {

    static EntryBody of(ArtifactFiles.Item item) {
      return new EntryBody(
          item.name(), item.kind().name().toLowerCase(Locale.ROOT), item.size(), item.files());
    }
  }
}
