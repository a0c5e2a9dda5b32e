/**
 * The application: {@link dev.glovebox.GloveboxApplication} starts it; each feature is a package of
 * its own below.
 */
@NullMarked
package dev.glovebox;

import org.jspecify.annotations.NullMarked;
