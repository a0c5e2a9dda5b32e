package dev.glovebox.account;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

interface ApiKeyRows extends Repository<ApiKey, UUID> {
  /** The key of which one secret has this prefix: prefixes are random and never used again. */
  @Query("select k from ApiKey k where k.prefix = :prefix or k.formerPrefix = :prefix")
  Optional<ApiKey> findByAnyPrefix(@Param("prefix") String prefix);

  ApiKey save(ApiKey key);
}
