package dev.glovebox.dashboard;

import dev.glovebox.account.Person;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Names that people give to lists: for themselves, or for everybody of their tenant. */
class SavedViews {

  /** So many of one person. */
  static final int MOST = 50;

  /** So many are shared with a tenant. */
  static final int MOST_SHARED = 100;

  private static final String SEEN =
      """
      select v.id, v.list, v.name, v.query, v.tenant_id is not null as shared, v.account_id = :account as own, a.name as maker
      from saved_view v join account a on a.id = v.account_id
      where (v.account_id = :account or v.tenant_id = :tenant) and (:list::text is null or v.list = :list)
      order by own desc, v.list, v.name, v.id limit :limit
      """;

  private static final String LOCK = "select id from account where id = :account for no key update";

  private static final String COUNT = "select count(*) from saved_view where account_id = :account";

  private static final String SAVE =
      """
      insert into saved_view (account_id, tenant_id, list, name, query)
      values (:account, :tenant, :list, :name, :query) on conflict do nothing
      """;

  private static final String LOCK_TENANT =
      "select id from tenant where id = :tenant for no key update";

  private static final String COUNT_SHARED =
      "select count(*) from saved_view where tenant_id = :tenant";

  private static final String RENAME =
      """
      update saved_view set name = :name where id = :id and account_id = :account and (tenant_id is null or :sharer)
      returning tenant_id is not null as shared
      """;

  private static final String DELETE =
      """
      delete from saved_view where id = :id and (account_id = :account or (:sharer and tenant_id = :tenant))
      returning name, tenant_id is not null as shared
      """;

  private final JdbcClient jdbc;

  SavedViews(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A page that has views. */
  enum Listing {
    SUBMISSIONS,
    RUNS,
    PROBLEMS;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Listing of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A view.
   *
   * @param name made legible
   * @param url its address, encoded
   * @param shared whether everybody of the tenant sees it
   * @param own whether the one who asks has made it
   * @param maker name of who has
   */
  record View(
      UUID id, Listing list, String name, String url, boolean shared, boolean own, String maker) {}

  /** What came of saving or renaming. */
  enum Came {
    DONE,
    /** The name is in use. */
    TAKEN,
    /** There are as many as there may be. */
    FULL,
    /** The tenant shares as many as it may. */
    SHARED_FULL,
    /** There is no such view, or it is somebody else's. */
    NOT_THERE
  }

  /** What is offered on a list: the person's own first. */
  List<View> of(Person person, Optional<Listing> list) {
    return jdbc.sql(SEEN)
        .param("account", person.account())
        .param("tenant", person.tenant())
        .param("list", list.map(Listing::code).orElse(null))
        .param("limit", MOST + MOST_SHARED)
        .query((row, _) -> {
          Listing of = Listing.of(row.getString("list"));
          String query = row.getString("query");
          return new View(
              row.getObject("id", UUID.class),
              of,
              Legible.of(row.getString("name")),
              DashboardDoor.PATH + "/" + of.code() + (query.isEmpty() ? "" : "?" + query),
              row.getBoolean("shared"),
              row.getBoolean("own"),
              row.getString("maker"));
        })
        .list();
  }

  /**
   * Keeps one. The account's row is locked meanwhile, and the tenant's of a shared one: nobody gets
   * more than {@link #MOST} or {@link #MOST_SHARED} by asking twice at once.
   *
   * @param query parameters of the page, encoded
   */
  @Transactional
  public Came save(Person person, Listing list, String name, String query, boolean shared) {
    UUID account = jdbc.sql(LOCK).param("account", person.account()).query(UUID.class).single();
    if (jdbc.sql(COUNT).param("account", account).query(Integer.class).single() >= MOST) {
      return Came.FULL;
    }
    if (shared && sharesAllItMay(person.tenant())) {
      return Came.SHARED_FULL;
    }
    int saved =
        jdbc.sql(SAVE)
            .param("account", account)
            .param("tenant", shared ? person.tenant() : null)
            .param("list", list.code())
            .param("name", name)
            .param("query", query)
            .update();
    return saved == 0 ? Came.TAKEN : Came.DONE;
  }

  private boolean sharesAllItMay(UUID tenant) {
    UUID locked = jdbc.sql(LOCK_TENANT).param("tenant", tenant).query(UUID.class).single();
    return jdbc.sql(COUNT_SHARED).param("tenant", locked).query(Integer.class).single()
        >= MOST_SHARED;
  }

  /**
   * What came of renaming.
   *
   * @param shared whether others see it under its new name
   */
  record Renamed(Came came, boolean shared) {}

  /**
   * Gives an own one another name.
   *
   * @param sharer whether it may be a shared one
   */
  Renamed rename(Person person, UUID id, String name, boolean sharer) {
    try {
      return jdbc.sql(RENAME)
          .param("id", id)
          .param("account", person.account())
          .param("name", name)
          .param("sharer", sharer)
          .query((row, _) -> new Renamed(Came.DONE, row.getBoolean("shared")))
          .optional()
          .orElse(new Renamed(Came.NOT_THERE, false));
    } catch (DuplicateKeyException _) {
      return new Renamed(Came.TAKEN, false);
    }
  }

  /**
   * What was deleted.
   *
   * @param shared whether others saw it
   */
  record Deleted(String name, boolean shared) {}

  /**
   * Deletes an own one.
   *
   * @param sharer whether shared ones of the tenant may be deleted too
   */
  Optional<Deleted> delete(Person person, UUID id, boolean sharer) {
    return jdbc.sql(DELETE)
        .param("id", id)
        .param("account", person.account())
        .param("tenant", person.tenant())
        .param("sharer", sharer)
        .query((row, _) -> new Deleted(row.getString("name"), row.getBoolean("shared")))
        .optional();
  }
}
