/**
 * Runs of pipelines in the database: what was planned, which job comes next, what each attempt left
 * behind. Entry types: {@link dev.glovebox.ci.run.Runs} for those who ask, {@link
 * dev.glovebox.ci.run.CiHandler} for the worker. Tables: {@code ci_*}.
 */
@NullMarked
package dev.glovebox.ci.run;

import org.jspecify.annotations.NullMarked;
