package dev.glovebox.support;

import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Problems in memory, the newest last. */
public final class FakeProblems implements Problems {

  private record Stored(UUID tenant, ProblemVersion version) {}

  private final List<Stored> versions = new CopyOnWriteArrayList<>();

  /** Adds a version; its name is made of one digit. */
  public ProblemVersion add(UUID tenant, String id, char version, ProblemDefinition definition) {
    ProblemVersion added =
        new ProblemVersion(id, Character.toString(version).repeat(64), definition);
    versions.add(new Stored(tenant, added));
    return added;
  }

  @Override
  public Optional<ProblemVersion> find(UUID tenant, String problem, Optional<String> version) {
    return versions.stream()
        .filter(stored -> stored.tenant().equals(tenant))
        .map(Stored::version)
        .filter(found -> found.problem().equals(problem))
        .filter(found -> version.isEmpty() || version.get().equals(found.version()))
        .reduce((_, later) -> later);
  }
}
