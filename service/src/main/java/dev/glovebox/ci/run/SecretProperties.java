package dev.glovebox.ci.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Secrets of projects.
 *
 * @param keyFile holds the key that they are encrypted with, 32 bytes, the same for all processes
 *     of the service; none = {@code secrets.key} under {@code glovebox.home}. It is made when it is
 *     needed first.
 */
@ConfigurationProperties("glovebox.ci.secrets")
record SecretProperties(@Nullable Path keyFile) {}
