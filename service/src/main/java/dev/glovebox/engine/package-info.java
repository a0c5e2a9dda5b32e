/**
 * Joins the service to its Docker engine: settings, the pool of sandboxes as a bean, its metrics,
 * the sweep that removes what a crash left behind, and which languages are kept warm.
 *
 * <p>Knows {@code sandbox.docker}'s face and nothing of docker-java. Owns no tables. Entry class:
 * {@link dev.glovebox.engine.EngineConfiguration}.
 */
@NullMarked
package dev.glovebox.engine;

import org.jspecify.annotations.NullMarked;
