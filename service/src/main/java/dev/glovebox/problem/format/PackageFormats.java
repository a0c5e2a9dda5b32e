package dev.glovebox.problem.format;

import dev.glovebox.problem.PackageRefused;
import dev.glovebox.problem.ProblemDefinition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All importers: finds the one for a package and checks what it read. */
public final class PackageFormats {

  private PackageFormats() {}

  /**
   * Reads a package.
   *
   * @throws PackageRefused with everything found, when there is an error among it
   */
  public static ProblemDefinition read(ImportContext context) throws IOException, PackageRefused {
    ProblemDefinition definition = importer(context);
    long tests = definition.tests().tests().count();
    if (tests == 0) {
      context.findings().error("", "the package has no tests");
    }
    if (tests > context.tests()) {
      context
          .findings()
          .error(
              "",
              "the package has %d tests, at most %d are taken".formatted(tests, context.tests()));
    }
    context.findings().check();
    return definition;
  }

  private static ProblemDefinition importer(ImportContext context)
      throws IOException, PackageRefused {
    if (context.tree().file("problem.yaml").isPresent()
        || context.tree().file("domjudge-problem.ini").isPresent()) {
      return new KattisLegacyImporter(context).read();
    }
    if (context.tree().file(PolygonImporter.XML).isPresent()) {
      Optional<ProblemDefinition> definition = new PolygonImporter(context).read();
      if (definition.isEmpty()) {
        context.findings().check();
      }
      return definition.orElseThrow();
    }
    throw context
        .findings()
        .refuse(
            "",
            "no format is known that has none of %s in the archive or in its only folder"
                .formatted(
                    String.join(
                        ", ",
                        List.of("problem.yaml", "domjudge-problem.ini", PolygonImporter.XML))));
  }
}
