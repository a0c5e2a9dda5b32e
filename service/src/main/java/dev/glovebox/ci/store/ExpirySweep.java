package dev.glovebox.ci.store;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes what has expired, and caches that nobody uses. Several processes may do so at once. */
@Component
@RunsIn(Role.API)
class ExpirySweep {

  private static final int AT_ONCE = 1000;

  private static final String UPLOADS =
      """
      delete from ci_upload where id in (
        select id from ci_upload where expires_at <= now() order by expires_at limit :most for update skip locked)
      """;

  private static final String ARTIFACTS =
      """
      delete from ci_artifact where id in (
        select id from ci_artifact where expires_at <= now() order by expires_at limit :most for update skip locked)
      """;

  private static final Logger log = LoggerFactory.getLogger(ExpirySweep.class);

  private final JdbcClient jdbc;
  private final Caches caches;

  ExpirySweep(JdbcClient jdbc, Caches caches) {
    this.jdbc = jdbc;
    this.caches = caches;
  }

  @Scheduled(
      initialDelayString = "${glovebox.ci.store.expiry:5m}",
      fixedDelayString = "${glovebox.ci.store.expiry:5m}")
  void sweep() {
    int uploads = sweep(UPLOADS);
    int artifacts = sweep(ARTIFACTS);
    int unused = caches.deleteUnused();
    if (uploads + artifacts + unused > 0) {
      log.info(
          "Deleted {} uploads and {} artifacts that have expired, {} caches that nobody uses",
          uploads,
          artifacts,
          unused);
    }
  }

  private int sweep(String statement) {
    int all = 0;
    int some;
    do {
      some = jdbc.sql(statement).param("most", AT_ONCE).update();
      all += some;
    } while (some == AT_ONCE);
    return all;
  }
}
