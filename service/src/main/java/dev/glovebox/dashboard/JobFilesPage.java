package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.ci.execute.AttemptRecord;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.LogReader;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.ci.run.Signals;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.ArtifactFiles;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The bytes of CI jobs: logs in ranges for the page that shows them, and files to be saved. */
@Controller
@RunsIn(Role.API)
class JobFilesPage {

  private static final String LOG = PATH + "/jobs/{id}/log";
  private static final int MOST = 4 << 20;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final RunLists lists;
  private final Runs runs;
  private final LogReader logs;
  private final Artifacts artifacts;
  private final ArtifactFiles files;

  JobFilesPage(
      RunLists lists, Runs runs, LogReader logs, Artifacts artifacts, ArtifactFiles files) {
    this.lists = lists;
    this.runs = runs;
    this.logs = logs;
    this.artifacts = artifacts;
    this.files = files;
  }

  /**
   * A range of a log. Pieces one after the other, big-endian: length (int), origin (byte: 0 output,
   * 1 errors, 2 and 3 the service), microseconds since 1970 (long), bytes. Nothing when there is no
   * more for now; {@code X-Log-Complete} says whether there will be.
   *
   * @param limit most bytes, roughly
   * @param wait whether to wait some seconds for more
   */
  @GetMapping(LOG)
  void log(
      @PathVariable UUID id,
      @RequestParam int attempt,
      @RequestParam(defaultValue = "0") long offset,
      @RequestParam(defaultValue = "1048576") int limit,
      @RequestParam(defaultValue = "false") boolean wait,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    if (offset < 0 || limit < 1 || limit > MOST) {
      throw new Malformed("offset");
    }
    UUID tried = attempt(id, attempt, person);
    if (wait) {
      await(tried, offset);
    }
    // The state first: what comes to an end after this is asked for once more.
    LogReader.State state = logs.state(tried);
    response.setHeader("X-Log-Bytes", Long.toString(state.bytes()));
    response.setHeader("X-Log-Complete", Boolean.toString(state.state().ended()));
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    var out = new DataOutputStream(response.getOutputStream());
    long at = offset;
    List<LogReader.Piece> pieces = logs.read(tried, at);
    while (!pieces.isEmpty() && at - offset < limit) {
      for (LogReader.Piece piece : pieces) {
        out.writeInt(piece.bytes().length);
        out.writeByte(code(piece.origin()));
        out.writeLong(micros(piece.at()));
        out.write(piece.bytes());
        at = piece.start() + piece.bytes().length;
      }
      pieces = logs.read(tried, at);
    }
    out.flush();
  }

  /** All of a log, to be saved. */
  @GetMapping(LOG + ".txt")
  void raw(
      @PathVariable UUID id,
      @RequestParam int attempt,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response)
      throws IOException {
    UUID tried = attempt(id, attempt, person);
    save(response, "log.txt");
    OutputStream out = response.getOutputStream();
    long at = 0;
    for (var pieces = logs.read(tried, at); !pieces.isEmpty(); pieces = logs.read(tried, at)) {
      for (LogReader.Piece piece : pieces) {
        out.write(piece.bytes());
        at = piece.start() + piece.bytes().length;
      }
    }
  }

  /** Something that a job left, to be saved. */
  @GetMapping(PATH + "/jobs/{id}/artifacts/{artifact}")
  void artifact(
      @PathVariable UUID id,
      @PathVariable UUID artifact,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response)
      throws IOException {
    Artifact found =
        artifacts
            .find(owner(id, person), artifact)
            .filter(one -> one.job().equals(id))
            .orElseThrow(NotThere::new);
    boolean archive = found.kind() == Artifact.Kind.ARCHIVE;
    try (InputStream in = files.open(found, 0, found.blob().size())) {
      save(response, archive ? "artifact.zip" : "report.bin");
      in.transferTo(response.getOutputStream());
    } catch (NoSuchFileException gone) {
      throw new NotThere();
    }
  }

  private void await(UUID attempt, long offset) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    try (Signals.Signal signal = logs.signal(attempt)) {
      while (System.nanoTime() < end) {
        LogReader.State state = logs.state(attempt);
        if (state.state().ended() || state.bytes() > offset) {
          return;
        }
        signal.await(LogReader.SECOND_LOOK);
      }
    }
  }

  private UUID attempt(UUID job, int number, Person person) {
    owner(job, person);
    return runs.attempts(job).stream()
        .filter(one -> one.number() == number)
        .map(JobView.AttemptView::id)
        .findAny()
        .orElseThrow(NotThere::new);
  }

  private UUID owner(UUID job, Person person) {
    return lists.tenantOfJob(job, person.onlyTenant()).orElseThrow(NotThere::new);
  }

  private static void save(HttpServletResponse response, String name) {
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name).build().toString());
  }

  private static int code(AttemptRecord.Origin origin) {
    return switch (origin) {
      case OUT -> 0;
      case ERR -> 1;
      case GLOVEBOX -> 2;
      case SERVICE -> 3;
    };
  }

  private static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }
}
