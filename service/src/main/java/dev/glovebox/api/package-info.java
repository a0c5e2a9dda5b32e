/**
 * REST, version 1: reads requests, tells all their faults at once, writes answers.
 *
 * <p>Has no tables and no logic of judging. Entry type: {@link
 * dev.glovebox.api.SubmissionController}. Its document is {@code openapi.yaml}, written by hand and
 * held to the code by tests; nothing else in the service may depend on this package.
 */
@NullMarked
package dev.glovebox.api;

import org.jspecify.annotations.NullMarked;
