/**
 * The front door for clients of Judge0: its API, version 1.13.1, as a translation onto the
 * service's own.
 *
 * <p>Table: {@code judge0_submission}, which says by what token a client knows a submission and
 * what it asked for in words that only Judge0 has. Everything else is the submission's. Entry
 * types: {@link dev.glovebox.judge0.SubmissionsController} and {@link
 * dev.glovebox.judge0.InformationController}.
 */
@NullMarked
package dev.glovebox.judge0;

import org.jspecify.annotations.NullMarked;
