package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.KeyQuota;
import dev.glovebox.account.Quotas;
import dev.glovebox.account.Refusals;
import dev.glovebox.account.TenantQuota;
import java.util.List;
import java.util.Optional;

/** Quotas in answers. In all of them 0 = no limit of its own. */
final class QuotaBodies {

  private QuotaBodies() {}

  /** Of a tenant; what is left out in an override is as in the configuration. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record LimitsBody(
      int weight,
      Optional<Integer> requestsPerSecond,
      Optional<Integer> requestBurst,
      Optional<Integer> submissionsPerMinute,
      Optional<Integer> maxQueued,
      Optional<Integer> maxRunning) {

    static LimitsBody of(TenantQuota quota) {
      return new LimitsBody(
          quota.weight(),
          quota.requestsPerSecond(),
          quota.requestBurst(),
          quota.submissionsPerMinute(),
          quota.maxQueued(),
          quota.maxRunning());
    }

    static LimitsBody effective(TenantQuota quota, QuotaDefaults usual) {
      return new LimitsBody(
          quota.weight(),
          quota.requestsPerSecond().or(() -> Optional.of(usual.requestsPerSecond())),
          quota.requestBurst().or(() -> Optional.of(usual.requestBurst())),
          quota.submissionsPerMinute().or(() -> Optional.of(usual.submissionsPerMinute())),
          quota.maxQueued().or(() -> Optional.of(usual.maxQueued())),
          quota.maxRunning().or(() -> Optional.of(usual.maxRunning())));
    }
  }

  record UsageBody(long queued, long running) {}

  record RefusedBody(long requests, long submissions, long queue) {}

  /**
   * @param refusedLastDay how often the tenant was answered with 429
   */
  record QuotaBody(
      String tenant,
      int version,
      LimitsBody overrides,
      LimitsBody effective,
      UsageBody usage,
      RefusedBody refusedLastDay) {

    static QuotaBody of(Quotas.Listed listed, QuotaDefaults usual) {
      return new QuotaBody(
          listed.tenant(),
          listed.version(),
          LimitsBody.of(listed.quota()),
          LimitsBody.effective(listed.quota(), usual),
          new UsageBody(listed.queued(), listed.running()),
          new RefusedBody(
              listed.times(Refusals.Kind.REQUESTS),
              listed.times(Refusals.Kind.SUBMISSIONS),
              listed.times(Refusals.Kind.QUEUE)));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record QuotaPage(List<QuotaBody> quotas, Optional<String> next) {
    /**
     * @param found one more than the page has, where there are more
     */
    static QuotaPage of(List<Quotas.Listed> found, int size, QuotaDefaults usual) {
      return new QuotaPage(
          found.stream().limit(size).map(one -> QuotaBody.of(one, usual)).toList(),
          found.size() > size
              ? Optional.of(Cursors.writeName(found.get(size - 1).tenant()))
              : Optional.empty());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record KeyLimitsBody(Optional<Integer> requestsPerSecond, Optional<Integer> requestsPerMinute) {}

  record KeyQuotaBody(int version, KeyLimitsBody overrides, KeyLimitsBody effective) {
    static KeyQuotaBody of(Quotas.VersionedKey key, QuotaDefaults usual) {
      KeyQuota quota = key.quota();
      return new KeyQuotaBody(
          key.version(),
          new KeyLimitsBody(quota.requestsPerSecond(), quota.requestsPerMinute()),
          new KeyLimitsBody(
              quota.requestsPerSecond().or(() -> Optional.of(usual.keyPerSecond())),
              quota.requestsPerMinute().or(() -> Optional.of(usual.keyPerMinute()))));
    }
  }
}
