package dev.glovebox.account;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who changed what, in a chain of hashes: a row that was changed or taken out later shows. Called
 * in the transaction of the change, so that both are there or neither.
 */
@Component
public class AuditLog {

  private static final String WRITE = "select write_audit(:actor, :action, :subject, :detail)";

  /** Texts of any length are found by their beginning, which is what the index has. */
  private static final Map<String, String> CONDITIONS =
      Map.of(
          "actor", "actor = :actor",
          "action", "action = :action",
          "subject", "left(subject, 200) = left(:subject, 200) and subject = :subject",
          "from", "at >= :from",
          "to", "at < :to");

  /** The first row that does not fit: to its own contents, or to the row before. */
  private static final String BROKEN =
      """
      select min(id) from (
        select e.*, lag(hash, 1, ''::bytea) over (order by id) as expected, row_number() over (order by id) as place
        from audit_entry e) as chained
      where previous <> expected or id <> place
        or hash <> audit_hash(previous, id, at, actor, action, subject, detail)
      """;

  private final JdbcClient jdbc;

  AuditLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What somebody did.
   *
   * @param id place in the chain, from 1
   * @param actor name of the account
   * @param action what was done, a few words
   * @param subject to whom or what
   * @param detail its reason or its parameters; may be empty
   */
  public record Entry(
      long id, Instant at, String actor, String action, String subject, String detail) {}

  /**
   * Which entries: all that have what is given.
   *
   * @param from done then or later
   * @param to done before
   */
  public record Filter(
      Optional<String> actor,
      Optional<String> action,
      Optional<String> subject,
      Optional<Instant> from,
      Optional<Instant> to) {

    static final Filter NONE =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private Map<String, Object> wanted() {
      Map<String, Object> wanted = new TreeMap<>();
      actor.ifPresent(text -> wanted.put("actor", text));
      action.ifPresent(text -> wanted.put("action", text));
      subject.ifPresent(text -> wanted.put("subject", text));
      from.ifPresent(time -> wanted.put("from", time.atOffset(ZoneOffset.UTC)));
      to.ifPresent(time -> wanted.put("to", time.atOffset(ZoneOffset.UTC)));
      return wanted;
    }
  }

  /** Writes down what is being done. */
  public void write(String actor, String action, String subject, String detail) {
    jdbc.sql(WRITE)
        .param("actor", actor)
        .param("action", action)
        .param("subject", subject)
        .param("detail", detail)
        .query((_, _) -> actor)
        .single();
  }

  /** The newest entries before this one; {@link Long#MAX_VALUE} for all. */
  public List<Entry> newest(long before, int most) {
    return entries(Filter.NONE, before, most);
  }

  /**
   * Entries, newest first.
   *
   * @param before only entries before this one; {@link Long#MAX_VALUE} for all
   */
  public List<Entry> entries(Filter filter, long before, int most) {
    Map<String, Object> wanted = filter.wanted();
    String conditions =
        wanted.keySet().stream()
            .map(name -> " and " + CONDITIONS.get(name))
            .collect(Collectors.joining());
    return jdbc.sql(
            "select id, at, actor, action, subject, detail from audit_entry where id < :before"
                + conditions
                + " order by id desc limit :limit")
        .params(wanted)
        .param("before", before)
        .param("limit", most)
        .query((row, _) ->
            new Entry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail")))
        .list();
  }

  /** The first entry that does not fit into the chain; empty when all do. Reads all of them. */
  public Optional<Long> broken() {
    return jdbc.sql(BROKEN)
        .query((row, _) -> Optional.ofNullable(row.getObject(1, Long.class)))
        .single();
  }
}
