package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Node;
import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lays each job over those it extends; the later of several over the earlier. */
final class Extends {

  private static final int DEEPEST = 11;

  private final Fields root;
  private final Problems problems;
  private final Map<String, Fields> done = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  private Extends(Fields root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  static Fields resolve(Fields root, Problems problems) {
    var resolution = new Extends(root, problems);
    Map<String, Field> resolved = new LinkedHashMap<>();
    root.fields()
        .forEach((name, field) ->
            resolved.put(
                name,
                field.value() instanceof Fields job
                    ? new Field(field.key(), resolution.job(name, job))
                    : field));
    return Fields.of(resolved, root.mark());
  }

  private Fields job(String name, Fields job) {
    Field extended = job.fields().get("extends");
    if (extended == null) {
      return job;
    }
    Fields known = done.get(name);
    if (known != null) {
      return known;
    }
    Place place =
        Place.top(root, problems)
            .field(name)
            .flatMap(found -> found.given("extends"))
            .orElseThrow(() -> new IllegalStateException("the job is not in the document"));
    open.add(name);
    Fields below = Fields.of(new LinkedHashMap<>(), job.mark());
    for (Place base : place.oneOrMore()) {
      Optional<Fields> resolved = base.text().flatMap(text -> base(base, text));
      if (resolved.isPresent()) {
        below = Merging.over(below, resolved.get());
      }
    }
    open.remove(name);
    Map<String, Field> own = new LinkedHashMap<>(job.fields());
    own.remove("extends");
    Fields result = Merging.over(below, Fields.of(own, job.mark()));
    done.put(name, result);
    return result;
  }

  private Optional<Fields> base(Place place, String name) {
    Node base = root.value(name);
    if (!(base instanceof Fields fields)) {
      place.refuse("unknown_job", "extends names \"%s\", which is no job here".formatted(name));
      return Optional.empty();
    }
    if (open.contains(name)) {
      place.refuse("extends_cycle", "%s extends itself".formatted(name));
      return Optional.empty();
    }
    if (open.size() >= DEEPEST) {
      place.refuse("extends_too_deep", "jobs extend each other more than 11 deep");
      return Optional.empty();
    }
    return Optional.of(job(name, fields));
  }
}
