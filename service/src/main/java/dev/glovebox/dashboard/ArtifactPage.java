package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Person;
import dev.glovebox.ci.run.JobView;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.ArtifactFiles;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.BrokenZip;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/**
 * What is in something that a job left. Names and contents are hostile: a file is shown as text or
 * saved, and never anything that a browser would render or run.
 */
@Controller
@RunsIn(Role.API)
class ArtifactPage {

  /** Bytes of a file that are shown; saving gives all. */
  static final int MOST_SHOWN = 256 << 10;

  private static final String ONE = PATH + "/jobs/{id}/artifacts/{artifact}";
  private static final int LONGEST_PATH = 65_535;
  private static final int PAGE = 200;

  /** Whatever a browser takes it for, it does nothing. */
  private static final String NOTHING_ALLOWED = "default-src 'none'; sandbox";

  private final RunLists lists;
  private final Runs runs;
  private final Artifacts artifacts;
  private final ArtifactFiles files;

  ArtifactPage(RunLists lists, Runs runs, Artifacts artifacts, ArtifactFiles files) {
    this.lists = lists;
    this.runs = runs;
    this.artifacts = artifacts;
    this.files = files;
  }

  /**
   * Something in a folder.
   *
   * @param path for addresses
   * @param name made legible
   */
  record Row(String path, String name, ArtifactFiles.Kind kind, long size, long files) {}

  /** A folder on the way to where one is. */
  record Step(String path, String name) {}

  /**
   * A file as it is shown.
   *
   * @param text empty where it is none
   * @param cut whether more of it is there
   */
  record Content(String path, String name, long size, Optional<String> text, boolean cut) {}

  /** A folder of an archive. */
  @GetMapping(ONE + "/files")
  String folder(
      @PathVariable UUID id,
      @PathVariable UUID artifact,
      @RequestParam(defaultValue = "") String folder,
      @RequestParam Optional<String> after,
      @AuthenticationPrincipal Person person,
      Model model)
      throws IOException {
    Artifact archive = archive(id, artifact, person);
    String inside = path(folder);
    frame(id, archive, inside, person, model);
    model.addAttribute(
        "curl",
        Curl.get(rest(archive, "/entries") + (inside.isEmpty() ? "" : query("folder", inside))));
    try {
      ArtifactFiles.Page page = files.entries(archive, inside, after.map(ArtifactPage::path), PAGE);
      if (page.items().isEmpty() && !inside.isEmpty() && after.isEmpty()) {
        throw new NotThere();
      }
      model.addAttribute("rows", page.items().stream().map(item -> row(inside, item)).toList());
      page.next().ifPresent(next -> model.addAttribute("next", next));
    } catch (BrokenZip broken) {
      model.addAttribute("broken", Legible.of(String.valueOf(broken.getMessage())));
    } catch (NoSuchFileException _) {
      throw new NotThere();
    }
    return "dashboard/artifact";
  }

  /**
   * A file of an archive as text, or a report.
   *
   * @param path in the archive; absent for a report
   */
  @GetMapping(ONE + "/view")
  String view(
      @PathVariable UUID id,
      @PathVariable UUID artifact,
      @RequestParam Optional<String> path,
      @AuthenticationPrincipal Person person,
      Model model)
      throws IOException {
    Artifact found = find(id, artifact, person);
    String name = path.map(ArtifactPage::path).orElse(found.name());
    boolean archive = found.kind() == Artifact.Kind.ARCHIVE;
    frame(id, found, archive ? parent(name) : "", person, model);
    model.addAttribute(
        "curl",
        Curl.get(archive ? rest(found, "/file") + query("path", name) : rest(found, "/content")));
    try {
      model.addAttribute(
          "file",
          archive
              ? content(name, file(found, name))
              : content(name, found.blob().size(), files.open(found, 0, found.blob().size())));
    } catch (BrokenZip broken) {
      model.addAttribute("broken", Legible.of(String.valueOf(broken.getMessage())));
    } catch (NoSuchFileException _) {
      throw new NotThere();
    }
    return "dashboard/artifact";
  }

  /** One file of an archive, to be saved. */
  @GetMapping(ONE + "/file")
  void save(
      @PathVariable UUID id,
      @PathVariable UUID artifact,
      @RequestParam String path,
      @AuthenticationPrincipal Person person,
      HttpServletResponse response)
      throws IOException {
    ArtifactFiles.ZipFile file;
    try {
      file = file(archive(id, artifact, person), path(path));
    } catch (BrokenZip | NoSuchFileException _) {
      throw new NotThere();
    }
    send(plain(path), file, response);
  }

  /**
   * Sends a file. Its length goes first, so that one that turns out to be damaged does not look
   * whole.
   *
   * @throws NotThere when it can't be unpacked and nothing has been sent yet
   * @throws BrokenZip when something has been
   */
  static void send(String name, ArtifactFiles.ZipFile file, HttpServletResponse response)
      throws IOException {
    try (InputStream in = file.open()) {
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setContentLengthLong(file.size());
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Content-Security-Policy", NOTHING_ALLOWED);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment().filename(name).build().toString());
      in.transferTo(response.getOutputStream());
    } catch (BrokenZip broken) {
      if (response.isCommitted()) {
        throw broken; // breaks the connection off
      }
      response.reset(); // what was unpacked so far is no part of a page
      throw new NotThere();
    } catch (NoSuchFileException _) {
      throw new NotThere();
    }
  }

  private void frame(UUID id, Artifact artifact, String folder, Person person, Model model) {
    UUID tenant = owner(id, person);
    JobView job = runs.job(tenant, id).orElseThrow(NotThere::new);
    model.addAttribute("job", job.id());
    model.addAttribute("jobName", Legible.of(job.name()));
    model.addAttribute("artifact", artifact.id());
    model.addAttribute("archive", artifact.kind() == Artifact.Kind.ARCHIVE);
    model.addAttribute("name", Legible.of(artifact.name()));
    model.addAttribute("steps", steps(folder));
    model.addAttribute("folder", folder);
    model.addAttribute("most", MOST_SHOWN);
  }

  private static String rest(Artifact artifact, String what) {
    return "/api/v1/artifacts/" + artifact.id() + what;
  }

  /** The only parameter of an address, encoded. */
  static String query(String name, String value) {
    return "?" + name + "=" + UriUtils.encode(value, StandardCharsets.UTF_8);
  }

  private static List<Step> steps(String folder) {
    List<Step> steps = new ArrayList<>();
    for (int slash = 0; !folder.isEmpty() && slash >= 0; ) {
      int end = folder.indexOf('/', slash);
      String until = end < 0 ? folder : folder.substring(0, end);
      steps.add(new Step(until, Legible.of(until.substring(slash))));
      slash = end < 0 ? -1 : end + 1;
    }
    return steps;
  }

  private static Row row(String folder, ArtifactFiles.Item item) {
    String path = folder.isEmpty() ? item.name() : folder + "/" + item.name();
    return new Row(path, Legible.of(item.name()), item.kind(), item.size(), item.files());
  }

  private ArtifactFiles.ZipFile file(Artifact archive, String path) throws IOException {
    return files.file(archive, path).orElseThrow(NotThere::new);
  }

  private static Content content(String path, ArtifactFiles.ZipFile file) throws IOException {
    return content(path, file.size(), file.open());
  }

  /** Closes what is read. Of no more than is shown anything is unpacked. */
  private static Content content(String path, long size, InputStream opened) throws IOException {
    try (InputStream in = opened) {
      byte[] bytes = in.readNBytes(MOST_SHOWN + 1);
      boolean cut = bytes.length > MOST_SHOWN;
      boolean binary = false;
      for (byte one : bytes) {
        binary |= one == 0;
      }
      return new Content(
          path,
          Legible.of(path),
          size,
          binary ? Optional.empty() : Optional.of(Legible.of(bytes, MOST_SHOWN)),
          cut);
    }
  }

  private Artifact archive(UUID job, UUID artifact, Person person) {
    return Optional.of(find(job, artifact, person))
        .filter(one -> one.kind() == Artifact.Kind.ARCHIVE)
        .orElseThrow(NotThere::new);
  }

  private Artifact find(UUID job, UUID artifact, Person person) {
    return artifacts
        .find(owner(job, person), artifact)
        .filter(one -> one.job().equals(job))
        .orElseThrow(NotThere::new);
  }

  private UUID owner(UUID job, Person person) {
    return lists.tenantOfJob(job, person.onlyTenant()).orElseThrow(NotThere::new);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String path(String text) {
    if (text.length() > LONGEST_PATH || text.indexOf('\0') >= 0) {
      throw new Malformed("path");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The last part of a path, with nothing that a system or a shell takes otherwise. */
  private static String plain(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    String name = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", "_");
    return name.isEmpty() ? "file" : name.substring(Math.max(0, name.length() - 100));
  }
}
