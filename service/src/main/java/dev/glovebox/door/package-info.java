/**
 * Front doors: other services' interfaces in front of this one. Each lives under a path of its own,
 * and where it is so configured at the root of a port of its own too, so that clients written for
 * the original need only another base URL.
 *
 * <p>Has no tables and knows no door by name: a door is a bean of type {@link
 * dev.glovebox.door.Door}. Requests are handled as if they had come to the door's path, whichever
 * way they came.
 */
@NullMarked
package dev.glovebox.door;

import org.jspecify.annotations.NullMarked;
