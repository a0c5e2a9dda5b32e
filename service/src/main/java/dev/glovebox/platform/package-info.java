/**
 * What every feature stands on: configuration, roles, the database and its embedded default, logs.
 *
 * <p>Knows no feature. Entry types: {@link dev.glovebox.platform.GloveboxProperties}, {@link
 * dev.glovebox.platform.RunsIn}, {@link dev.glovebox.platform.EmbeddedPostgres}.
 */
@NullMarked
package dev.glovebox.platform;

import org.jspecify.annotations.NullMarked;
