/** CI: pipelines and jobs. */
@NullMarked
package dev.glovebox.ci;

import org.jspecify.annotations.NullMarked;
