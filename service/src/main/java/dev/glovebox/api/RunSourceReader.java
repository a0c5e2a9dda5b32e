package dev.glovebox.api;

import dev.glovebox.ci.execute.AttemptOrder.Source.Git.Submodules;
import dev.glovebox.ci.run.RunSource;
import dev.glovebox.ci.store.StoreRefused;
import dev.glovebox.ci.store.Upload;
import dev.glovebox.ci.store.Uploads;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.springframework.stereotype.Component;

/** Reads where the files of a run come from. */
@Component
@RunsIn(Role.API)
class RunSourceReader {

  private static final int MOST_STRIPPED = 20;
  private static final int MOST_FILES = 1_000;
  private static final int MOST_INLINE = 1 << 20;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_URL = 2_000;
  private static final int DEPTH = 20;
  private static final int DEEPEST = 1_000_000;
  private static final int EXECUTABLE = 0100755;
  private static final String REF = "[A-Za-z0-9_][^\\p{Cntrl} ~^:?*\\[\\\\]{0,254}";
  private static final String SHA = "[0-9a-f]{40}|[0-9a-f]{64}";

  private final Uploads uploads;

  RunSourceReader(Uploads uploads) {
    this.uploads = uploads;
  }

  /**
   * The field {@code source}; none where it isn't there.
   *
   * @param ref of the run, which is that of a repository that names none
   * @param sha of the run, likewise
   * @throws RequestRefused when files are given and the store does not take them
   */
  RunSource read(UUID tenant, Fields body, String ref, String sha) {
    Optional<Fields> given = body.object("source");
    if (given.isEmpty()) {
      return new RunSource.None();
    }
    Fields source = given.get();
    List<String> kinds = List.of("upload", "files", "git").stream().filter(source::has).toList();
    if (kinds.size() != 1) {
      source.fault("upload", "required", "or files or git is needed, and one of them only.");
      return new RunSource.None();
    }
    return switch (kinds.getFirst()) {
      case "upload" -> upload(tenant, source);
      case "files" -> inline(tenant, source);
      default -> git(source, ref, sha);
    };
  }

  private RunSource upload(UUID tenant, Fields source) {
    Optional<String> id = source.text("upload", 100);
    int strip = source.integer("strip", 0, MOST_STRIPPED).orElse(0L).intValue();
    source.end();
    Optional<Upload> upload =
        id.flatMap(RunSourceReader::uuid).flatMap(known -> uploads.find(tenant, known));
    if (id.isPresent() && upload.isEmpty()) {
      source.fault("upload", "not-found", "is no upload of yours, or it has expired.");
    }
    return upload.map(found -> archive(found, strip)).orElseGet(RunSource.None::new);
  }

  private static RunSource archive(Upload upload, int strip) {
    return new RunSource.Archive(
        upload.format().code(), strip, upload.blob().sha256(), upload.blob().size());
  }

  private static Optional<UUID> uuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private record InlineFile(String name, byte[] content, boolean executable) {}

  /** Files in the request itself become an upload like any other. */
  private RunSource inline(UUID tenant, Fields source) {
    List<InlineFile> files = inlineFiles(source);
    source.end();
    if (files.stream().mapToLong(file -> file.content().length).sum() > MOST_INLINE) {
      source.fault(
          "files",
          "too-long",
          "may have at most %d bytes in all; upload an archive.".formatted(MOST_INLINE));
    }
    if (!source.faults().isEmpty() || files.isEmpty()) {
      return new RunSource.None();
    }
    try {
      return archive(uploads.put(tenant, new ByteArrayInputStream(tar(files))), 0);
    } catch (StoreRefused e) {
      throw UploadController.refusal(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<InlineFile> inlineFiles(Fields source) {
    List<InlineFile> files = new ArrayList<>();
    FileNames names = new FileNames();
    for (Fields file : source.objects("files", MOST_FILES).orElse(List.of())) {
      Optional<String> name = file.text("name", LONGEST_NAME);
      if (!file.has("name")) {
        file.fault("name", "required", "is needed.");
      }
      name.flatMap(names::refuse)
          .ifPresent(refusal -> file.fault("name", refusal.rule(), refusal.why()));
      if (!file.has("content") && !file.has("contentBase64")) {
        file.fault("content", "required", "or " + file.at("contentBase64") + " is needed.");
      }
      Optional<byte[]> content = file.bytes("content", "contentBase64");
      boolean executable = file.flag("executable").orElse(false);
      file.end();
      if (name.isPresent() && content.isPresent()) {
        files.add(new InlineFile(name.get(), content.get(), executable));
      }
    }
    return files;
  }

  private static byte[] tar(List<InlineFile> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (InlineFile file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(file.name());
        entry.setSize(file.content().length);
        if (file.executable()) {
          entry.setMode(EXECUTABLE);
        }
        tar.putArchiveEntry(entry);
        tar.write(file.content());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static RunSource git(Fields source, String ref, String sha) {
    Optional<Fields> given = source.object("git");
    source.end();
    if (given.isEmpty()) {
      return new RunSource.None();
    }
    Fields git = given.get();
    String url = RunReader.required(git, "url", LONGEST_URL);
    wrong(url).ifPresent(why -> git.fault("url", "not-allowed", why));
    String wantedRef = git.text("ref", LONGEST_NAME).orElse(ref);
    if (!wantedRef.isEmpty() && (!wantedRef.matches(REF) || wantedRef.contains(".."))) {
      git.fault("ref", "malformed", "is no name of a branch or tag.");
    }
    String wantedSha = git.text("sha", LONGEST_NAME).orElse(sha);
    if (!wantedSha.isEmpty() && !wantedSha.matches(SHA)) {
      git.fault("sha", "malformed", "must be the whole hash of a commit, in lower case.");
    }
    int depth = git.integer("depth", 0, DEEPEST).orElse((long) DEPTH).intValue();
    Submodules submodules =
        git.word(
                "submodules",
                Arrays.stream(Submodules.values())
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                    .toList())
            .map(word -> Submodules.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Submodules.NONE);
    Optional<String> secret = git.text("secret", LONGEST_NAME);
    git.end();
    return new RunSource.Git(
        url,
        wantedRef,
        Optional.of(wantedSha).filter(hash -> !hash.isEmpty()),
        depth,
        submodules,
        secret);
  }

  /** What is wrong with the address of a repository. */
  private static Optional<String> wrong(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme());
      if (!scheme.equals("https") && !scheme.equals("http")) {
        return Optional.of("must begin with https:// or http://.");
      }
      if (uri.getRawUserInfo() != null) {
        return Optional.of("may not have a user: put the credential into a secret, and name that.");
      }
      return uri.getHost() == null || uri.getRawFragment() != null
          ? Optional.of("has no host, or a fragment.")
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.of("is no URL: " + e.getReason() + ".");
    }
  }
}
