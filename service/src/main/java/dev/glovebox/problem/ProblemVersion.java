package dev.glovebox.problem;

/**
 * An immutable version of a problem.
 *
 * @param problem id that its owner gave it: {@code [a-z0-9][a-z0-9._-]*}, at most 100 characters
 * @param version SHA-256 of the definition, 64 lower-case hexadecimal digits: the same package
 *     always gets the same
 */
public record ProblemVersion(String problem, String version, ProblemDefinition definition) {}
