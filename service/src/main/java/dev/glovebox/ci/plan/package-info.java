/**
 * What is to be run, whatever format it came in: a {@link dev.glovebox.ci.plan.RunPlan} of jobs. It
 * is stored with the run as JSON and never changes.
 */
@NullMarked
package dev.glovebox.ci.plan;

import org.jspecify.annotations.NullMarked;
