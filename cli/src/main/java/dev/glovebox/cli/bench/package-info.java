/**
 * Measures a running service against bare execution of the same commands in the same files, in the
 * same run.
 *
 * <p>Entry type: {@link dev.glovebox.cli.bench.BenchCommand}; each {@link
 * dev.glovebox.cli.bench.Scenario} measures one thing.
 */
@NullMarked
package dev.glovebox.cli.bench;

import org.jspecify.annotations.NullMarked;
