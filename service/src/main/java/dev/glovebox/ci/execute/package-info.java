/**
 * Executes one attempt of one job in containers of its own. Entry type: {@link
 * dev.glovebox.ci.execute.JobExecutor}. Knows nothing of the database.
 */
@NullMarked
package dev.glovebox.ci.execute;

import org.jspecify.annotations.NullMarked;
