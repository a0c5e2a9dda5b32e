/**
 * Reads pipelines in a defined subset of GitLab CI YAML into a {@link
 * dev.glovebox.ci.plan.RunPlan}. What is not supported is refused or warned of with its position,
 * never left out in silence. Entry type: {@link dev.glovebox.ci.format.PipelinePlanner}.
 */
@NullMarked
package dev.glovebox.ci.format;

import org.jspecify.annotations.NullMarked;
