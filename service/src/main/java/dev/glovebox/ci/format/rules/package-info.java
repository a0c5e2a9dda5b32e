/**
 * The small languages inside a pipeline file: conditions, globs, regular expressions. Each is
 * evaluated in time linear in what it is given.
 */
@NullMarked
package dev.glovebox.ci.format.rules;

import org.jspecify.annotations.NullMarked;
