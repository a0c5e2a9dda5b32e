package dev.glovebox.problem;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Problems in PostgreSQL. Definitions are cached, since they never change; which is the newest is
 * always asked of the database.
 */
final class PostgresProblems implements Problems, ProblemStore {

  /** Of their stored text; as objects they take a few times as much. */
  private static final long MOST_CACHED_CHARACTERS = 32L << 20;

  private static final Duration CACHED = Duration.ofMinutes(10);

  private static final String NEWEST = "select newest from problem where tenant_id = ? and id = ?";

  private static final String DEFINITION =
      """
      select definition from problem_version where tenant_id = ? and problem_id = ? and version = ?
      """;

  private static final String INSERT_PROBLEM =
      """
      insert into problem (tenant_id, id, newest) values (:tenant, :problem, :version)
      on conflict (tenant_id, id) do update
      set newest = excluded.newest,
          updated_at = case when problem.newest = excluded.newest then problem.updated_at else clock_timestamp() end
      """;

  private static final String INSERT_VERSION =
      """
      insert into problem_version (tenant_id, problem_id, version, name, definition, report, created_at)
      values (:tenant, :problem, :version, :name, :definition::jsonb, :report::jsonb, clock_timestamp())
      on conflict do nothing
      """;

  private static final String CREATED_AT =
      """
      select created_at from problem_version where tenant_id = ? and problem_id = ? and version = ?
      """;

  private static final String LIST =
      """
      select p.id, p.newest, v.name, p.created_at, p.updated_at
      from problem p
      join problem_version v on v.tenant_id = p.tenant_id and v.problem_id = p.id and v.version = p.newest
      where p.tenant_id = :tenant and p.id > :after
      order by p.id limit :size
      """;

  private static final String VERSION =
      """
      select v.version, v.definition, v.report, v.created_at, v.version = p.newest as newest
      from problem p
      join problem_version v on v.tenant_id = p.tenant_id and v.problem_id = p.id
      where p.tenant_id = :tenant and p.id = :problem and v.version = coalesce(:version, p.newest)
      """;

  private static final String VERSIONS =
      """
      select v.version, v.created_at, v.version = p.newest as newest
      from problem p
      join problem_version v on v.tenant_id = p.tenant_id and v.problem_id = p.id
      where p.tenant_id = ? and p.id = ?
      order by v.created_at desc, v.version
      """;

  private static final String DERIVE =
      """
      insert into problem_time_limit (tenant_id, problem_id, version, limit_nanos)
      select tenant_id, problem_id, version, :limit from problem_version
      where tenant_id = :tenant and problem_id = :problem and version = :version
      on conflict (tenant_id, problem_id, version) do update
      set limit_nanos = excluded.limit_nanos, derived_at = now()
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Cache<Key, Sized> definitions =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CACHED_CHARACTERS)
          .weigher((Key _, Sized sized) -> sized.characters())
          .expireAfterAccess(CACHED)
          .build();

  PostgresProblems(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public Optional<ProblemVersion> find(UUID tenant, String problem, Optional<String> version) {
    Optional<String> wanted = version.isPresent() ? version : newest(tenant, problem);
    return wanted
        .flatMap(v -> definition(new Key(tenant, problem, v)))
        .map(found -> new ProblemVersion(problem, wanted.get(), found));
  }

  private Optional<String> newest(UUID tenant, String problem) {
    return jdbc.sql(NEWEST).params(tenant, problem).query(String.class).optional();
  }

  private Optional<ProblemDefinition> definition(Key key) {
    Sized cached = definitions.getIfPresent(key);
    if (cached != null) {
      return Optional.of(cached.definition());
    }
    Optional<Sized> read =
        jdbc.sql(DEFINITION)
            .params(key.tenant(), key.problem(), key.version())
            .query(String.class)
            .optional()
            .map(json -> new Sized(DefinitionJson.readDefinition(json), json.length()));
    read.ifPresent(sized -> definitions.put(key, sized));
    return read.map(Sized::definition);
  }

  @Override
  public Stored put(
      UUID tenant, String problem, ProblemDefinition definition, List<Finding> report) {
    String json = DefinitionJson.write(definition);
    String version = DefinitionJson.version(json);
    Stored stored =
        transaction.execute(_ -> {
          var values =
              Map.<String, Object>of(
                  "tenant", tenant,
                  "problem", problem,
                  "version", version,
                  "name", shownName(definition.names()),
                  "definition", json,
                  "report", DefinitionJson.write(report));
          jdbc.sql(INSERT_PROBLEM).params(values).update();
          boolean fresh = jdbc.sql(INSERT_VERSION).params(values).update() == 1;
          Instant createdAt =
              jdbc.sql(CREATED_AT)
                  .params(tenant, problem, version)
                  .query(OffsetDateTime.class)
                  .single()
                  .toInstant();
          return new Stored(new ProblemVersion(problem, version, definition), createdAt, fresh);
        });
    if (stored == null) {
      throw new IllegalStateException("the transaction gave nothing");
    }
    return stored;
  }

  /** English where there is one, as the first in order. */
  private static String shownName(Map<String, String> names) {
    String english = names.get("en");
    return english != null ? english : new TreeMap<>(names).firstEntry().getValue();
  }

  @Override
  public List<Row> list(UUID tenant, Optional<String> after, int size) {
    return jdbc.sql(LIST)
        .param("tenant", tenant)
        .param("after", after.orElse(""))
        .param("size", size)
        .query((row, _) ->
            new Row(
                row.getString("id"),
                row.getString("newest"),
                row.getString("name"),
                instant(row, "created_at"),
                instant(row, "updated_at")))
        .list();
  }

  @Override
  public Optional<Version> version(UUID tenant, String problem, Optional<String> version) {
    return jdbc.sql(VERSION)
        .param("tenant", tenant)
        .param("problem", problem)
        .param("version", version.orElse(null))
        .query((row, _) ->
            new Version(
                new ProblemVersion(
                    problem,
                    row.getString("version"),
                    DefinitionJson.readDefinition(row.getString("definition"))),
                DefinitionJson.readReport(row.getString("report")),
                instant(row, "created_at"),
                row.getBoolean("newest")))
        .optional();
  }

  @Override
  public List<VersionRow> versions(UUID tenant, String problem) {
    return jdbc.sql(VERSIONS)
        .params(tenant, problem)
        .query((row, _) ->
            new VersionRow(
                row.getString("version"), instant(row, "created_at"), row.getBoolean("newest")))
        .list();
  }

  @Override
  public Optional<Duration> timeLimit(UUID tenant, ProblemVersion version) {
    return version
        .definition()
        .limits()
        .time()
        .or(() ->
            jdbc.sql(
                    "select limit_nanos from problem_time_limit where tenant_id = ? and problem_id = ? and version = ?")
                .params(tenant, version.problem(), version.version())
                .query(Long.class)
                .optional()
                .map(Duration::ofNanos));
  }

  @Override
  public void deriveTimeLimit(UUID tenant, ProblemVersion version, Duration limit) {
    jdbc.sql(DERIVE)
        .param("tenant", tenant)
        .param("problem", version.problem())
        .param("version", version.version())
        .param("limit", limit.toNanos())
        .update();
  }

  @Override
  public boolean delete(UUID tenant, String problem) {
    return jdbc.sql("delete from problem where tenant_id = ? and id = ?")
            .params(tenant, problem)
            .update()
        == 1;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private record Key(UUID tenant, String problem, String version) {}

  private record Sized(ProblemDefinition definition, int characters) {}
}
