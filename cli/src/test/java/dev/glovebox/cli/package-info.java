/** Tests of the command line, against a service that answers from a script. */
@NullMarked
package dev.glovebox.cli;

import org.jspecify.annotations.NullMarked;
