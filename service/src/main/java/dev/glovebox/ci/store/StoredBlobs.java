package dev.glovebox.ci.store;

import dev.glovebox.blob.NamedBlobs;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The contents of uploads, artifacts, caches, and sources of runs whose jobs may be tried again.
 */
final class StoredBlobs implements NamedBlobs {

  private static final String NAMED =
      """
      select sha256 from ci_upload
      union select sha256 from ci_artifact
      union select sha256 from ci_cache
      union select source_sha256 from ci_run where source_sha256 is not null
        and (finished_at is null or finished_at > now() - make_interval(secs => :sources))
      """;

  private final JdbcClient jdbc;
  private final Duration sources;

  StoredBlobs(JdbcClient jdbc, Duration sources) {
    this.jdbc = jdbc;
    this.sources = sources;
  }

  @Override
  public Set<String> named() {
    return new HashSet<>(
        jdbc.sql(NAMED).param("sources", sources.toSeconds()).query(String.class).list());
  }
}
