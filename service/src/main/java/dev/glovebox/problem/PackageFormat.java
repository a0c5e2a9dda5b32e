package dev.glovebox.problem;

/** The formats a problem package can have. */
public enum PackageFormat {
  /** Kattis problem package format, legacy, as the problem tools read it. */
  KATTIS_LEGACY,
  /** The ICPC subset of the legacy format, with DOMjudge's extras. */
  ICPC_LEGACY,
  /** Problem package format 2023-07-draft and 2023-07. */
  KATTIS_2023_07,
  /** Problem package format 2025-09. */
  KATTIS_2025_09,
  /** A full package of Polygon's. */
  POLYGON,
  /** Glovebox's own: pairs of {@code .in} and {@code .ans}, and a {@code glovebox.yaml}. */
  NATIVE
}
