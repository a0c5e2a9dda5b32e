package dev.glovebox.ci.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job that another one waits for, as written.
 *
 * @param place where
 * @param job name, of a parallel job without its number
 * @param artifacts whether its artifacts are downloaded
 * @param optional whether it may be missing
 * @param matrix values that choose among instances of a matrix; empty: all of them
 */
record NeedWanted(
    Place place,
    String job,
    boolean artifacts,
    boolean optional,
    Optional<List<Map<String, List<String>>>> matrix) {}
