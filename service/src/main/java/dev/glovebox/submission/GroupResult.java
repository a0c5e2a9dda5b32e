package dev.glovebox.submission;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What came of a group of tests.
 *
 * @param path of the group; the root's is empty
 * @param verdict of the whole group; {@link Verdict#SKIPPED} when none of its tests was run
 * @param score in problems that have one
 * @param message for people: why it was skipped, or what is odd about it; empty when there is
 *     nothing to add
 */
public record GroupResult(
    String path, Verdict verdict, Optional<BigDecimal> score, String message) {}
