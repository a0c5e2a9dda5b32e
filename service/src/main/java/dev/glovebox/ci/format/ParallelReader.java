package dev.glovebox.ci.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code parallel}. */
final class ParallelReader {

  /** Most jobs made of one. */
  static final int MOST = 200;

  private ParallelReader() {}

  static Optional<Parallel> parallel(Place place) {
    if (!place.isFields()) {
      return place.whole(1, MOST).stream()
          .mapToObj(count -> (Parallel) new Parallel.Copies(count))
          .findFirst();
    }
    place.onlyKeys(Set.of("matrix"));
    Optional<Place> matrix = place.field("matrix");
    if (matrix.isEmpty()) {
      place.refuse("missing_key", "parallel is a number or a map with matrix");
      return Optional.empty();
    }
    List<Map<String, String>> instances = new ArrayList<>();
    for (Place item : matrix.get().items()) {
      instances.addAll(product(item));
      if (instances.size() > MOST) {
        matrix.get().refuse("matrix_too_large", "a matrix may make at most 200 jobs");
        return Optional.empty();
      }
    }
    if (instances.isEmpty()) {
      matrix.get().refuse("empty_matrix", "the matrix makes no job");
      return Optional.empty();
    }
    return Optional.of(new Parallel.Matrix(instances));
  }

  /** All combinations, the last key changing fastest; one more than allowed is enough to know. */
  private static List<Map<String, String>> product(Place item) {
    List<Map<String, String>> combinations = List.of(Map.of());
    Map<String, Place> axes = item.fields();
    if (axes.isEmpty()) {
      return List.of();
    }
    for (Map.Entry<String, Place> axis : axes.entrySet()) {
      if (!VariablesReader.isName(axis.getKey())) {
        axis.getValue()
            .warn(
                "not_for_shells",
                "\"%s\" is no name of a variable: scripts do not see it".formatted(axis.getKey()));
      }
      List<Map<String, String>> next = new ArrayList<>();
      for (Map<String, String> before : combinations) {
        for (String value : axis.getValue().oneOrMoreTexts()) {
          Map<String, String> one = new LinkedHashMap<>(before);
          one.put(axis.getKey(), value);
          if (next.size() <= MOST) {
            next.add(one);
          }
        }
      }
      combinations = next;
    }
    return combinations;
  }
}
