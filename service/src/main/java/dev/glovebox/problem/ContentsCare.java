package dev.glovebox.problem;

import dev.glovebox.blob.BlobSweep;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes the contents of problems that were deleted. Several processes may do so at once. */
@Component
@RunsIn(Role.API)
class ContentsCare {

  /** Whatever a definition has by this key is the name of contents. */
  private static final String NAMED =
      "select distinct jsonb_path_query(definition, '$.**.sha256') #>> '{}' from problem_version";

  private static final Logger log = LoggerFactory.getLogger(ContentsCare.class);

  private final BlobSweep contents;
  private final JdbcClient jdbc;

  ContentsCare(BlobSweep contents, JdbcClient jdbc) {
    this.contents = contents;
    this.jdbc = jdbc;
  }

  @Scheduled(
      initialDelayString = "${glovebox.blobs.sweep:6h}",
      fixedDelayString = "${glovebox.blobs.sweep:6h}")
  void sweep() {
    try {
      int removed = contents.sweep(this::named);
      if (removed > 0) {
        log.info("Removed {} contents that no problem names any more", removed);
      }
    } catch (IOException e) {
      log.warn("Contents that nobody names can't be removed, the next try is in a while", e);
    }
  }

  Set<String> named() {
    return new HashSet<>(jdbc.sql(NAMED).query(String.class).list());
  }
}
