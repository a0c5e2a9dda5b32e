package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Caches of projects. Whose a cache is comes from the run of the attempt, not from who asks: what a
 * trusted run finds was saved by a trusted run; others find that and, before it, what runs of their
 * own ref have saved, and whatever they save only those see. Thread-safe.
 */
public final class Caches {

  /** Longest key, in characters. */
  public static final int LONGEST_KEY = 512;

  /** Most caches of a project. */
  static final int MOST = 1000;

  private static final String COLUMNS =
      "c.id, c.key, c.trusted, c.ref, c.version, c.job_id, c.format, c.files, c.sha256, c.size, c.hits, c.created_at, c.used_at";

  private static final String FIND =
      """
      select %s from ci_attempt a
      join ci_run r on r.id = a.run_id
      join ci_cache c on c.project_id = r.project_id
      where a.id = :attempt and c.key = any (:keys)
        and (c.trusted or not r.trusted and c.ref = r.ref)
      order by array_position(:keys, c.key), c.trusted
      """
          .formatted(COLUMNS);

  private static final String SAVE =
      """
      insert into ci_cache as c (id, tenant_id, project_id, trusted, ref, key, job_id, format, files, sha256, size)
      select :id, r.tenant_id, r.project_id, r.trusted, case when r.trusted then '' else r.ref end, :key, a.job_id,
        :format, :files, :sha256, :size
      from ci_attempt a join ci_run r on r.id = a.run_id
      where a.id = :attempt and a.finished_at is null
      on conflict (project_id, trusted, ref, key) do update set version = c.version + 1, job_id = excluded.job_id,
        format = excluded.format, files = excluded.files, sha256 = excluded.sha256, size = excluded.size,
        created_at = now(), used_at = now()
      returning %s
      """
          .formatted(COLUMNS);

  private final Blobs blobs;
  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final CacheProperties properties;

  Caches(
      Blobs blobs, JdbcClient jdbc, TransactionOperations transaction, CacheProperties properties) {
    this.blobs = blobs;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.properties = properties;
  }

  /** Most bytes of one cache. */
  public long largest() {
    return properties.largest().toBytes();
  }

  /**
   * The first that is there, which counts as used.
   *
   * @param keys in the order of preference
   */
  public Optional<Cache> find(UUID attempt, List<String> keys) throws IOException {
    List<Cache> candidates =
        jdbc.sql(FIND)
            .param("attempt", attempt)
            .param("keys", keys.toArray(String[]::new))
            .query((row, _) -> cache(row))
            .list();
    for (Cache candidate : candidates) {
      if (isThere(candidate)) {
        jdbc.sql("update ci_cache set used_at = now(), hits = hits + 1 where id = :id")
            .param("id", candidate.id())
            .update();
        return Optional.of(candidate);
      }
      forget(candidate);
    }
    return Optional.empty();
  }

  private boolean isThere(Cache cache) throws IOException {
    try (InputStream _ = blobs.open(cache.blob())) {
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** Its contents are lost: it is as if it had never been saved. */
  private void forget(Cache cache) {
    jdbc.sql("delete from ci_cache where id = :id and sha256 = :sha256")
        .param("id", cache.id())
        .param("sha256", cache.blob().sha256())
        .update();
  }

  /**
   * The contents.
   *
   * @throws NoSuchFileException when they were lost in the meantime
   */
  public InputStream open(Cache cache) throws IOException {
    return blobs.open(cache.blob());
  }

  /**
   * Saves all that is left in the stream as the newest version of a key. A job that is reading the
   * former version goes on doing so.
   *
   * @param key 1 to {@link #LONGEST_KEY} characters
   * @param files how many are in it
   * @param contents tar.zst or zip
   * @throws StoreRefused when it is too large or no archive, there is no room for it, or the
   *     attempt is at its end: a worker that was given up can't save
   */
  public Cache save(UUID attempt, String key, int files, InputStream contents)
      throws IOException, StoreRefused {
    var in = new BufferedInputStream(contents, ArchiveFormat.HEAD);
    String format = format(in);
    Blob blob;
    try {
      blob = blobs.put(new Bounded(in, largest()));
    } catch (TooLarge e) {
      throw new StoreRefused(
          StoreRefused.Reason.FULL, "A cache may have at most %d bytes.".formatted(largest()));
    }
    Optional<Cache> saved =
        transaction.execute(_ -> {
          lock(attempt);
          return insert(attempt, key, format, files, blob).filter(this::isKept);
        });
    return saved == null || saved.isEmpty() ? refuse(attempt) : saved.get();
  }

  private static String format(BufferedInputStream in) throws IOException, StoreRefused {
    in.mark(ArchiveFormat.HEAD);
    Optional<ArchiveFormat> format = ArchiveFormat.detect(in.readNBytes(ArchiveFormat.HEAD));
    in.reset();
    return format
        .filter(found -> found == ArchiveFormat.TAR_ZST || found == ArchiveFormat.ZIP)
        .map(ArchiveFormat::code)
        .orElseThrow(() ->
            new StoreRefused(
                StoreRefused.Reason.NOT_AN_ARCHIVE, "A cache is an archive: tar.zst or zip."));
  }

  /** One at a time for each tenant, or two could each find room where there is room for one. */
  private void lock(UUID attempt) {
    jdbc.sql(
            """
            select pg_advisory_xact_lock(hashtextextended('ci_cache ' || r.tenant_id, 0))
            from ci_attempt a join ci_run r on r.id = a.run_id where a.id = :attempt
            """)
        .param("attempt", attempt)
        .query((_, _) -> attempt)
        .list();
  }

  private Optional<Cache> insert(UUID attempt, String key, String format, int files, Blob blob) {
    return jdbc.sql(SAVE)
        .param("id", UUID.randomUUID())
        .param("attempt", attempt)
        .param("key", key)
        .param("format", format)
        .param("files", files)
        .param("sha256", blob.sha256())
        .param("size", blob.size())
        .query((row, _) -> cache(row))
        .optional();
  }

  /** Makes room; whether what was just saved is still there then. */
  private boolean isKept(Cache saved) {
    evict(
        "project_id = (select project_id from ci_cache where id = :saved)",
        saved,
        properties.project().toBytes(),
        MOST);
    evict(
        "tenant_id = (select tenant_id from ci_cache where id = :saved)",
        saved,
        properties.tenant().toBytes(),
        Integer.MAX_VALUE);
    return jdbc.sql("select count(*) from ci_cache where id = :id")
            .param("id", saved.id())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** What trusted runs saved goes last, whatever others save. */
  private void evict(String whose, Cache saved, long bytes, int most) {
    jdbc.sql(
            """
            delete from ci_cache where id in (
              select id from (
                select id, sum(size) over kept as bytes, row_number() over kept as place
                from ci_cache where %s
                window kept as (order by trusted desc, id = :saved desc, used_at desc, id rows unbounded preceding)) as ranked
              where bytes > :bytes or place > :most)
            """
                .formatted(whose))
        .param("saved", saved.id())
        .param("bytes", bytes)
        .param("most", most)
        .update();
  }

  private Cache refuse(UUID attempt) throws StoreRefused {
    boolean running =
        jdbc.sql("select count(*) from ci_attempt where id = :attempt and finished_at is null")
                .param("attempt", attempt)
                .query(Integer.class)
                .single()
            > 0;
    throw running
        ? new StoreRefused(
            StoreRefused.Reason.FULL, "There is no room for it beside the caches of trusted runs.")
        : new StoreRefused(StoreRefused.Reason.OVER, "The attempt is at its end already.");
  }

  /** A place in the list. */
  public record Cursor(Instant usedAt, UUID id) {}

  /** Caches of a project, the most recently used first. */
  public List<Cache> list(UUID tenant, String project, Optional<Cursor> after, int most) {
    return jdbc.sql(
            """
            select %s from ci_cache c join ci_project p on p.id = c.project_id
            where p.tenant_id = :tenant and p.name = :project
              and (cast(:used as timestamptz) is null or (c.used_at, c.id) < (cast(:used as timestamptz), cast(:id as uuid)))
            order by c.used_at desc, c.id desc limit :most
            """
                .formatted(COLUMNS))
        .param("tenant", tenant)
        .param("project", project)
        .param("used", after.map(cursor -> cursor.usedAt().atOffset(ZoneOffset.UTC)).orElse(null))
        .param("id", after.map(Cursor::id).orElse(null))
        .param("most", most)
        .query((row, _) -> cache(row))
        .list();
  }

  /** Deletes one; what its key was. */
  public Optional<String> delete(UUID tenant, UUID id) {
    return jdbc.sql("delete from ci_cache where tenant_id = :tenant and id = :id returning key")
        .param("tenant", tenant)
        .param("id", id)
        .query(String.class)
        .optional();
  }

  /** Deletes all of a project; how many there were. */
  public int deleteAll(UUID tenant, String project) {
    return jdbc.sql(
            """
            delete from ci_cache using ci_project p
            where p.id = ci_cache.project_id and p.tenant_id = :tenant and p.name = :project
            """)
        .param("tenant", tenant)
        .param("project", project)
        .update();
  }

  /** Deletes what no job has used for too long; how many there were. */
  int deleteUnused() {
    return jdbc.sql("delete from ci_cache where used_at < now() - make_interval(secs => :unused)")
        .param("unused", properties.unused().toSeconds())
        .update();
  }

  private static Cache cache(ResultSet row) throws SQLException {
    return new Cache(
        row.getObject("id", UUID.class),
        row.getString("key"),
        row.getBoolean("trusted"),
        row.getString("ref"),
        row.getLong("version"),
        Optional.ofNullable(row.getObject("job_id", UUID.class)),
        row.getString("format"),
        row.getInt("files"),
        new Blob(row.getString("sha256"), row.getLong("size")),
        row.getLong("hits"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("used_at", OffsetDateTime.class).toInstant());
  }

  /** More than a cache may have. */
  private static final class TooLarge extends IOException {}

  /** Ends with {@link TooLarge} once more has come than may. */
  private static final class Bounded extends FilterInputStream {

    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      take(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      take(Math.max(read, 0));
      return read;
    }

    private void take(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new TooLarge();
      }
    }
  }
}
