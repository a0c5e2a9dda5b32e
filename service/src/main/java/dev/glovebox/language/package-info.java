/**
 * The language catalogue, read from {@code images/}: what a language is called, how it is compiled
 * and run, whether its image is there.
 *
 * <p>Table: {@code language_image}, by which workers tell processes without an engine what they can
 * run. Entry type: {@link dev.glovebox.language.Languages}.
 */
@NullMarked
package dev.glovebox.language;

import org.jspecify.annotations.NullMarked;
