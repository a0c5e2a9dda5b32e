package dev.glovebox.ci.run;

import dev.glovebox.ci.format.CoverageFinder;
import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.plan.JobPlan;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The coverage that a job printed, found in the last MiBs of its log. */
final class LogCoverage {

  /** Of at most 64 KiB each. */
  private static final int CHUNKS = 64;

  private static final Logger log = LoggerFactory.getLogger(LogCoverage.class);

  private final JdbcClient jdbc;

  LogCoverage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<BigDecimal> of(UUID attempt, JobPlan plan) {
    return plan.coverage().flatMap(pattern -> find(attempt, pattern));
  }

  private Optional<BigDecimal> find(UUID attempt, String pattern) {
    try {
      var found = CoverageFinder.of(pattern).find(end(attempt));
      return found.isPresent() && Double.isFinite(found.getAsDouble())
          ? Optional.of(BigDecimal.valueOf(found.getAsDouble()))
          : Optional.empty();
    } catch (ExpressionSyntaxException e) {
      log.warn("A planned expression for coverage is none: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private String end(UUID attempt) {
    List<byte[]> chunks =
        jdbc.sql(
                """
                select data from ci_log_chunk where attempt_id = :attempt order by byte_start desc limit :chunks
                """)
            .param("attempt", attempt)
            .param("chunks", CHUNKS)
            .query((row, _) -> row.getBytes("data"))
            .list();
    var bytes = new ByteArrayOutputStream();
    chunks.reversed().forEach(bytes::writeBytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
