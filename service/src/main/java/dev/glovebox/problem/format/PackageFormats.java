package dev.glovebox.problem.format;

import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.PackageRefused;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemTest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All importers: finds the one for a package and checks what it read. */
public final class PackageFormats {

  private static final int LONGEST_NAME = 300;

  /** Characters: the arguments of a group are stored with each of its tests. */
  private static final long MOST_ARGUMENTS = 16L << 20;

  private PackageFormats() {}

  /**
   * Reads a package.
   *
   * @throws PackageRefused with everything found, when there is an error among it
   */
  public static ProblemDefinition read(ImportContext context) throws IOException, PackageRefused {
    ProblemDefinition definition = new UsualLimits(context).in(importer(context));
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
    long arguments = definition.tests().tests().mapToLong(PackageFormats::argumentLength).sum();
    if (arguments > MOST_ARGUMENTS) {
      context.findings().error("", "the arguments of all tests are too long");
    }
    definition
        .names()
        .forEach((language, name) -> {
          if (language.length() > LONGEST_NAME || name.length() > LONGEST_NAME) {
            context
                .findings()
                .error("", "a name has more than %d characters".formatted(LONGEST_NAME));
          }
        });
    context.findings().check();
    return definition;
  }

  private static long argumentLength(ProblemTest test) {
    return Stream.concat(test.arguments().stream(), test.checkerArguments().stream())
        .mapToLong(String::length)
        .sum();
  }

  private static ProblemDefinition importer(ImportContext context)
      throws IOException, PackageRefused {
    if (context.tree().file("problem.yaml").isPresent()
        || context.tree().file("domjudge-problem.ini").isPresent()) {
      return kattis(context);
    }
    if (context.tree().file(PolygonImporter.XML).isPresent()) {
      Optional<ProblemDefinition> definition = new PolygonImporter(context).read();
      if (definition.isEmpty()) {
        context.findings().check();
      }
      return definition.orElseThrow();
    }
    if (NativeImporter.fits(context.tree())) {
      return new NativeImporter(context).read();
    }
    throw context
        .findings()
        .refuse(
            "",
            "there is no %s, and no pair of .in and .ans, in the archive or in its only folder"
                .formatted(
                    String.join(
                        ", ", List.of("problem.yaml", PolygonImporter.XML, NativeImporter.YAML))));
  }

  private static ProblemDefinition kattis(ImportContext context)
      throws IOException, PackageRefused {
    Keys keys = context.yaml("problem.yaml");
    String version = keys.text("problem_format_version").orElse("legacy");
    return switch (version) {
      case "legacy" -> new KattisLegacyImporter(context).read(keys, PackageFormat.KATTIS_LEGACY);
      case "legacy-icpc" -> new KattisLegacyImporter(context).read(keys, PackageFormat.ICPC_LEGACY);
      case "2023-07", "2023-07-draft" ->
          KattisImporter.read(context, keys, PackageFormat.KATTIS_2023_07);
      case "2025-09", "2025-09-draft", "draft" ->
          KattisImporter.read(context, keys, PackageFormat.KATTIS_2025_09);
      default -> {
        keys.error("problem_format_version", "is unknown: " + version);
        context.findings().check();
        throw new IllegalStateException("an error was found");
      }
    };
  }
}
