package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.Expression;
import java.util.List;
import java.util.Optional;

/**
 * One of the older conditions {@code only} and {@code except}.
 *
 * @param place where it is written
 * @param refs kinds, names and patterns of refs; empty: not given
 * @param variables conditions
 * @param changes globs of changed files
 */
record OnlyExcept(
    Place place,
    Optional<List<Place>> refs,
    Optional<List<Expression>> variables,
    Optional<List<String>> changes) {}
