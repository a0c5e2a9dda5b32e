package dev.glovebox.api;

import dev.glovebox.ci.run.RunSource;
import dev.glovebox.ci.store.Upload;
import dev.glovebox.ci.store.Uploads;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads where the files of a run come from. */
@Component
class RunSourceReader {

  private static final int MOST_STRIPPED = 20;

  private final Uploads uploads;

  RunSourceReader(Uploads uploads) {
    this.uploads = uploads;
  }

  /** The field {@code source}; none where it isn't there. */
  RunSource read(UUID tenant, Fields body) {
    Optional<Fields> given = body.object("source");
    if (given.isEmpty()) {
      return new RunSource.None();
    }
    Fields source = given.get();
    Optional<String> id = source.text("upload", 100);
    int strip = source.integer("strip", 0, MOST_STRIPPED).orElse(0L).intValue();
    source.end();
    Optional<Upload> upload =
        id.flatMap(RunSourceReader::uuid).flatMap(known -> uploads.find(tenant, known));
    if (!source.has("upload")) {
      source.fault("upload", "required", "is needed.");
    } else if (id.isPresent() && upload.isEmpty()) {
      source.fault("upload", "not-found", "is no upload of yours, or it has expired.");
    }
    return upload
        .<RunSource>map(found ->
            new RunSource.Archive(
                found.format().code(), strip, found.blob().sha256(), found.blob().size()))
        .orElseGet(RunSource.None::new);
  }

  private static Optional<UUID> uuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
