package dev.glovebox.account;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface ApiKeyRows extends Repository<ApiKey, UUID> {
  Optional<ApiKey> findByPrefix(String prefix);

  Optional<ApiKey> findById(UUID id);

  ApiKey save(ApiKey key);
}
