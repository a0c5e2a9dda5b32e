/** Tests of the measuring itself. */
@NullMarked
package dev.glovebox.cli.bench;

import org.jspecify.annotations.NullMarked;
