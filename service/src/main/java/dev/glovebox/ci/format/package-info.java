/**
 * Reads pipelines: a defined subset of GitLab CI YAML, and native JSON documents, into a {@link
 * dev.glovebox.ci.plan.RunPlan}. What is not supported is refused or warned of with its position,
 * never left out in silence. Entry types: {@link dev.glovebox.ci.format.PipelinePlanner} and {@link
 * dev.glovebox.ci.format.NativePlanReader}.
 */
@NullMarked
package dev.glovebox.ci.format;

import org.jspecify.annotations.NullMarked;
