package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.store.Cache;
import dev.glovebox.ci.store.Caches;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Caches of projects over REST: only jobs write and read them. */
@RestController
@RunsIn(Role.API)
@RequestMapping(path = "/api/v1/caches", produces = MediaType.APPLICATION_JSON_VALUE)
class CacheController {

  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final int LONGEST_CURSOR = 100;

  private final Caches caches;
  private final AuditLog audit;
  private final TransactionTemplate transaction;

  CacheController(Caches caches, AuditLog audit, TransactionTemplate transaction) {
    this.caches = caches;
    this.audit = audit;
    this.transaction = transaction;
  }

  @GetMapping
  CachePageBody list(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    String project = ProjectParameter.read(parameters, faults);
    Optional<Caches.Cursor> cursor =
        parameters.value(
            "cursor",
            "not-allowed",
            "the next of an earlier page",
            text ->
                text.length() > LONGEST_CURSOR
                    ? Optional.empty()
                    : Cursors.read(text).map(at -> new Caches.Cursor(at.createdAt(), at.id())));
    int size = parameters.integer("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    parameters.end();
    faults.check();
    return CachePageBody.of(caches.list(caller.tenant(), project, cursor, size + 1), size);
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    UUID cache = SubmissionController.Ids.read(id).value();
    Optional<String> key = transaction.execute(_ -> delete(caller, cache));
    if (key == null || key.isEmpty()) {
      throw RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such cache, or it went.");
    }
    return ResponseEntity.noContent().build();
  }

  private Optional<String> delete(Caller caller, UUID cache) {
    Optional<String> key = caches.delete(caller.tenant(), cache);
    key.ifPresent(deleted -> written(caller, "deleted a cache", deleted));
    return key;
  }

  /** Deletes all of a project. */
  @DeleteMapping
  DeletedBody deleteAll(@AuthenticationPrincipal Caller caller, HttpServletRequest http) {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    String project = ProjectParameter.read(parameters, faults);
    parameters.end();
    faults.check();
    return new DeletedBody(
        Objects.requireNonNull(transaction.execute(_ -> deleteAll(caller, project))));
  }

  private int deleteAll(Caller caller, String project) {
    int deleted = caches.deleteAll(caller.tenant(), project);
    if (deleted > 0) {
      written(caller, "deleted all caches", project);
    }
    return deleted;
  }

  private void written(Caller caller, String action, String subject) {
    audit.write("key " + caller.name(), action, subject, "tenant " + caller.tenant());
  }

  /**
   * @param deleted how many there were
   */
  record DeletedBody(int deleted) {}

  /**
   * @param next the {@code cursor} of the next page; left out at the end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CachePageBody(List<CacheBody> caches, Optional<String> next) {

    /**
     * @param more one more than a page where there is a next one
     */
    static CachePageBody of(List<Cache> more, int size) {
      List<Cache> page = more.subList(0, Math.min(size, more.size()));
      return new CachePageBody(
          page.stream().map(CacheBody::of).toList(),
          more.size() > size
              ? Optional.of(Cursors.write(page.getLast().usedAt(), page.getLast().id()))
              : Optional.empty());
    }
  }

  /**
   * @param ref whose runs see it; left out where all of the project do
   * @param job that saved it; left out once its run is gone
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CacheBody(
      String id,
      String key,
      boolean trusted,
      Optional<String> ref,
      long version,
      Optional<String> job,
      int files,
      long size,
      String sha256,
      long hits,
      Instant createdAt,
      Instant usedAt) {

    static CacheBody of(Cache cache) {
      return new CacheBody(
          cache.id().toString(),
          cache.key(),
          cache.trusted(),
          cache.trusted() ? Optional.empty() : Optional.of(cache.ref()),
          cache.version(),
          cache.job().map(UUID::toString),
          cache.files(),
          cache.blob().size(),
          cache.blob().sha256(),
          cache.hits(),
          cache.createdAt(),
          cache.usedAt());
    }
  }
}
