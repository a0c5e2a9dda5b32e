package dev.glovebox.problem.archive;

import dev.glovebox.platform.LogEscapes;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.Finding.Severity;
import dev.glovebox.problem.PackageRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what there is to say of one package, so that it is told all at once. */
public final class Findings {

  private static final int MOST = 500;
  private static final int LONGEST = 500;

  private final List<Finding> list = new ArrayList<>();
  private int leftOut;
  private boolean refused;

  /** Something that its authors should know. */
  public void warn(String file, String message) {
    add(Severity.WARNING, file, Optional.empty(), message);
  }

  /** Something that its authors should know, at a line from 1. */
  public void warn(String file, int line, String message) {
    add(Severity.WARNING, file, Optional.of(line), message);
  }

  /** A reason to refuse the package; reading goes on to the next one. */
  public void error(String file, String message) {
    add(Severity.ERROR, file, Optional.empty(), message);
  }

  /** A reason to refuse the package, at a line from 1. */
  public void error(String file, int line, String message) {
    add(Severity.ERROR, file, Optional.of(line), message);
  }

  /** A reason to refuse the package that ends reading. */
  public PackageRefused refuse(String file, String message) {
    error(file, message);
    return new PackageRefused(all());
  }

  /**
   * Ends reading when there was a reason to.
   *
   * @throws PackageRefused with everything found
   */
  public void check() throws PackageRefused {
    if (refused) {
      throw new PackageRefused(all());
    }
  }

  /** Everything, in the order in which it was found. */
  public List<Finding> all() {
    var all = new ArrayList<>(list);
    if (leftOut > 0) {
      all.add(
          new Finding(
              Severity.WARNING, "", Optional.empty(), "%d further findings".formatted(leftOut)));
    }
    return List.copyOf(all);
  }

  private void add(Severity severity, String file, Optional<Integer> line, String message) {
    // The first error is never left out, however many warnings there were.
    if (list.size() < MOST || (severity == Severity.ERROR && !refused)) {
      list.add(new Finding(severity, shown(file), line, shown(message)));
    } else {
      leftOut++;
    }
    refused |= severity == Severity.ERROR;
  }

  /** Names come from the package: one line, nothing that a terminal or a database minds. */
  private static String shown(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    var shown = new StringBuilder(LogEscapes.escape(cut));
    for (int i = 0; i < shown.length(); i++) {
      if (Character.isSurrogate(shown.charAt(i))) {
        boolean pair =
            Character.isHighSurrogate(shown.charAt(i))
                && i + 1 < shown.length()
                && Character.isLowSurrogate(shown.charAt(i + 1));
        if (pair) {
          i++;
        } else {
          shown.setCharAt(i, '\ufffd');
        }
      }
    }
    return shown.toString();
  }
}
