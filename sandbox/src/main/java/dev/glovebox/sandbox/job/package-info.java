/**
 * Containers of CI jobs: the workspace, the network and the containers of one attempt. Entry type:
 * {@link dev.glovebox.sandbox.job.JobEngine}.
 */
@NullMarked
package dev.glovebox.sandbox.job;

import org.jspecify.annotations.NullMarked;
