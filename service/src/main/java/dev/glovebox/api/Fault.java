package dev.glovebox.api;

/**
 * A rule that a request breaks.
 *
 * @param field where: a path such as {@code tests[3].input}, a query parameter, a header; empty =
 *     the body as a whole
 * @param rule stable short code
 * @param message one sentence for people
 */
record Fault(String field, String rule, String message) {}
