package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.glovebox.account.Accounts;
import dev.glovebox.account.Actor;
import dev.glovebox.account.Identities;
import dev.glovebox.account.Identities.Admitted;
import dev.glovebox.account.Identities.Decision;
import dev.glovebox.account.Identities.Denial;
import dev.glovebox.account.Identities.Denied;
import dev.glovebox.account.Identities.Identity;
import dev.glovebox.account.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever is ordered at the same time, an administrator is left, and nobody waits in a circle. */
class LastAdministratorTest extends ApiTest {

  private static final String ISSUER = "https://last.example.org";

  /** A time by which the test knows whom it has put aside. */
  private static final String ASIDE = "'2001-01-02'";

  @Autowired Accounts accounts;
  @Autowired Identities identities;
  @Autowired JdbcTemplate jdbc;
  @Autowired TransactionTemplate transaction;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Administrator> made = new ArrayList<>();
  private Administrator ann;
  private Administrator ben;

  /** The only one of a tenant. */
  private record Administrator(UUID account, UUID tenant, String tenantName, String subject) {
    Actor actor() {
      return new Actor(subject, Optional.of(account));
    }
  }

  @BeforeEach
  void onlyTwo() {
    jdbc.update(
        "update account set disabled_at = %s where role = 'admin' and disabled_at is null"
            .formatted(ASIDE));
    ann = administrator("ann");
    ben = administrator("ben");
  }

  @AfterEach
  void theOthersAgain() {
    threads.close();
    for (Administrator one : made) {
      jdbc.update("delete from account where tenant_id = ?", one.tenant());
      jdbc.update("delete from tenant where id = ?", one.tenant());
    }
    jdbc.update("update account set disabled_at = null where disabled_at = " + ASIDE);
  }

  private Administrator administrator(String who) {
    var test = new Actor("test", Optional.empty());
    String name = who + "-" + UUID.randomUUID();
    UUID owner = accounts.makeTenant(name, test);
    UUID account = accounts.makeAccount(name, name, Role.ADMIN, test).id();
    accounts.link(account, ISSUER, name, test);
    var administrator = new Administrator(account, owner, name, name);
    made.add(administrator);
    return administrator;
  }

  /** How an administrator can be made none. */
  private enum Order {
    DISABLE_TENANT,
    DISABLE,
    DEMOTE,
    SIGN_IN
  }

  /** Whether it was done. */
  private boolean give(Order order, Administrator from, Administrator to) {
    try {
      switch (order) {
        case DISABLE_TENANT ->
            accounts.disableTenant(to.tenantName(), "test", from.tenant(), from.actor());
        case DISABLE -> accounts.disable(to.account(), true, "test", from.actor());
        case DEMOTE -> accounts.changeRole(to.account(), Role.MEMBER, from.actor());
        case SIGN_IN -> {
          return signIn(to, true) instanceof Admitted;
        }
      }
      return true;
    } catch (Accounts.Refused e) {
      assertThat(e).hasMessage("No administrator would be left.");
      return false;
    }
  }

  /** The provider says that somebody is a member. */
  private Decision signIn(Administrator who, boolean decisive) {
    Optional<Role> member = Optional.of(Role.MEMBER);
    return identities.admit(
        new Identity(ISSUER, who.subject(), "any", Optional.empty(), member, decisive),
        Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoOrdersAtOnceOneIsRefused(Order order) throws Exception {
    List<Boolean> done =
        atOnce(
            () -> give(Order.DISABLE_TENANT, ann, ben), () -> give(order, ben, ann), "select true");
    assertThat(done).containsExactlyInAnyOrder(true, false);
    assertThat(left()).isEqualTo(1);
  }

  /** Each would hold its own account and wait for the other's, were these locked to be counted. */
  @ParameterizedTest
  @EnumSource(names = {"DISABLE", "DEMOTE"})
  void aSignInThatDemotesAndAnOrderDoNotWaitForEachOther(Order order) throws Exception {
    administrator("carl");
    jdbc.update(
        "insert into account (id, tenant_id, name, password_hash, role)"
            + " values ('00000000-0000-0000-0000-000000000001', ?, ?, 'none', 'admin')",
        ann.tenant(),
        "first " + ann.subject());
    List<Boolean> done =
        atOnce(
            () -> give(Order.SIGN_IN, ann, ann),
            () -> give(order, ann, ben),
            "select id from account where id = '00000000-0000-0000-0000-000000000001' for update");
    assertThat(done).containsExactly(true, true);
    assertThat(left()).isEqualTo(2);
  }

  @Test
  void aSignInLocksTheAccountBeforeItsIdentityAsUnlinkingDoes() throws Exception {
    Future<Decision> signIn =
        transaction.execute(_ -> {
          jdbc.queryForList("select id from account where id = ? for update", ann.account());
          Future<Decision> begun = threads.submit(() -> signIn(ann, false));
          await("it waits for the account").until(() -> waiting() == 1);
          assertThat(
                  jdbc.queryForList(
                      "select subject from account_identity where account_id = ? for update nowait",
                      ann.account()))
              .hasSize(1);
          return begun;
        });
    assertThat(signIn.get()).isInstanceOf(Admitted.class);
  }

  @Test
  void theLastIsNotDemotedByItsProvider() {
    accounts.disable(ben.account(), true, "test", ann.actor());
    assertThat(signIn(ann, true)).isEqualTo(new Denied(Denial.LAST_ADMINISTRATOR));
    assertThatThrownBy(() -> accounts.changeRole(ann.account(), Role.MEMBER, ben.actor()))
        .hasMessage("No administrator would be left.");
  }

  /** Lets both come as far as they do while nobody can write to the audit log, and then go on. */
  private List<Boolean> atOnce(Callable<Boolean> one, Callable<Boolean> other, String lock)
      throws Exception {
    List<Future<Boolean>> both =
        transaction.execute(_ -> {
          jdbc.queryForList(lock);
          jdbc.queryForList(
              "select pg_advisory_xact_lock(hashtextextended('audit_entry', 0)) is null");
          List<Future<Boolean>> begun = Stream.of(one, other).map(threads::submit).toList();
          await("both wait").until(() -> waiting() == 2);
          return begun;
        });
    return List.of(both.get(0).get(), both.get(1).get());
  }

  private int waiting() {
    return jdbc.queryForObject(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        Integer.class);
  }

  private int left() {
    return jdbc.queryForObject(
        "select count(*) from account a join tenant t on t.id = a.tenant_id"
            + " where a.role = 'admin' and a.disabled_at is null and t.disabled_at is null",
        Integer.class);
  }
}
