package dev.glovebox.language;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the catalogue is and how often images are looked for.
 *
 * @param directory one folder per language, each with a {@code language.yaml}
 * @param states where the build of the images leaves {@code <id>.state} files; empty = not told
 *     apart why an image is missing
 * @param refreshMissing how often to look while an image is missing
 * @param refreshReady how often to look when all are there
 */
@ConfigurationProperties("glovebox.languages")
public record LanguageProperties(
    @DefaultValue("images") Path directory,
    @Nullable Path states,
    @DefaultValue("2s") Duration refreshMissing,
    @DefaultValue("30s") Duration refreshReady) {}
