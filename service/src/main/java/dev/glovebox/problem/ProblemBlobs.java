package dev.glovebox.problem;

import dev.glovebox.blob.NamedBlobs;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The contents of all versions of problems. */
@Component
class ProblemBlobs implements NamedBlobs {

  /** Whatever a definition has by this key is the name of contents. */
  private static final String NAMED =
      "select distinct jsonb_path_query(definition, '$.**.sha256') #>> '{}' from problem_version";

  private final JdbcClient jdbc;

  ProblemBlobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<String> named() {
    return new HashSet<>(jdbc.sql(NAMED).query(String.class).list());
  }
}
