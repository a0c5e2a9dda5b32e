/** What is deployed elsewhere than on one machine: the Helm chart and the Compose file. */
@NullMarked
package dev.glovebox.deploy;

import org.jspecify.annotations.NullMarked;
