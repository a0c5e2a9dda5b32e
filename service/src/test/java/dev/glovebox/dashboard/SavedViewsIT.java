package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.Person;
import dev.glovebox.account.Role;
import dev.glovebox.dashboard.SavedViews.Came;
import dev.glovebox.dashboard.SavedViews.Listing;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whose views are whose. */
class SavedViewsIT {

  private static final TestDatabase DATABASE = PostgresServer.freshDatabase();
  private final SavedViews views = new SavedViews(DATABASE.jdbc());
  private final UUID tenant = DATABASE.tenant();

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void aPrivateViewIsNobodyElses() {
    Person ann = person(tenant);
    Person ben = person(tenant);
    UUID id = save(ann, "mine", false);
    assertThat(seen(ben)).isEmpty();
    assertThat(views.rename(ben, id, "taken over", true).came()).isEqualTo(Came.NOT_THERE);
    assertThat(views.delete(ben, id, true)).isEmpty();
    assertThat(seen(ann)).containsExactly("mine");
  }

  @Test
  void aSharedOneIsOfItsTenantAlone() {
    Person ann = person(tenant);
    UUID id = save(ann, "ours", true);
    Person stranger = person(DATABASE.tenant());
    assertThat(seen(person(tenant))).containsExactly("ours");
    assertThat(seen(stranger)).isEmpty();
    assertThat(views.delete(stranger, id, true)).isEmpty();
    assertThat(views.delete(person(tenant), id, false)).isEmpty();
    assertThat(views.delete(person(tenant), id, true).orElseThrow().shared()).isTrue();
  }

  @Test
  void aSharedOneIsRenamedByWhoMayShare() {
    Person ann = person(tenant);
    UUID shared = save(ann, "ours", true);
    assertThat(views.rename(ann, shared, "not any more", false))
        .isEqualTo(new SavedViews.Renamed(Came.NOT_THERE, false));
    assertThat(views.rename(ann, shared, "still ours", true))
        .isEqualTo(new SavedViews.Renamed(Came.DONE, true));
    UUID own = save(ann, "mine", false);
    assertThat(views.rename(ann, own, "still mine", false))
        .isEqualTo(new SavedViews.Renamed(Came.DONE, false));
    assertThat(views.rename(ann, own, "still ours", false).came()).isEqualTo(Came.TAKEN);
    assertThat(seen(ann)).containsExactly("still mine", "still ours");
  }

  @Test
  void aTenantSharesNoMoreThanIsShown() {
    Person ann = person(tenant);
    Person ben = person(tenant);
    for (int i = 0; i < SavedViews.MOST_SHARED; i++) {
      save(i < SavedViews.MOST ? ann : ben, "v" + i, true);
    }
    Person cleo = person(tenant);
    assertThat(views.save(cleo, Listing.RUNS, "more", "", true)).isEqualTo(Came.SHARED_FULL);
    assertThat(views.save(cleo, Listing.RUNS, "more", "", false)).isEqualTo(Came.DONE);
    assertThat(seen(cleo)).hasSize(SavedViews.MOST_SHARED + 1);
    assertThat(views.save(ann, Listing.RUNS, "more", "", false)).isEqualTo(Came.FULL);
    assertThat(views.save(person(DATABASE.tenant()), Listing.RUNS, "more", "", true))
        .isEqualTo(Came.DONE);
  }

  private UUID save(Person person, String name, boolean shared) {
    assertThat(views.save(person, Listing.RUNS, name, "", shared)).isEqualTo(Came.DONE);
    return views.of(person, Optional.empty()).stream()
        .filter(view -> view.own() && view.name().equals(name))
        .findAny()
        .orElseThrow()
        .id();
  }

  private List<String> seen(Person person) {
    return views.of(person, Optional.of(Listing.RUNS)).stream().map(SavedViews.View::name).toList();
  }

  private static Person person(UUID tenant) {
    UUID account = UUID.randomUUID();
    DATABASE
        .jdbc()
        .sql(
            "insert into account (id, tenant_id, name, password_hash, role) values (:id, :tenant, :name, 'none', 'operator')")
        .param("id", account)
        .param("tenant", tenant)
        .param("name", account.toString())
        .update();
    return new Person(account, tenant, "somebody", Role.OPERATOR);
  }
}
