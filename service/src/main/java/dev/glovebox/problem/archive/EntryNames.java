package dev.glovebox.problem.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names of archive entries as paths. */
final class EntryNames {

  private static final int LONGEST = 1000;

  /** Folders and files without which a package would be another one. */
  private static final Pattern NEEDED =
      Pattern.compile("(^|[/\\\\])(data|tests)[/\\\\]|\\.(in|ans|a|yaml|xml|ini)$");

  /** As systems with backslashes and drives read it: absolute, or with a component {@code ..}. */
  private static final Pattern PATH_ELSEWHERE =
      Pattern.compile("^[/\\\\]|^[A-Za-z]:|(^|[/\\\\])\\.\\.([/\\\\]|$)");

  private static final int DEEPEST = 40;

  private EntryNames() {}

  /**
   * The components of a name.
   *
   * @throws BadName when it is not a plain relative path
   */
  static List<String> components(String name) throws BadName {
    requireCharacters(name);
    if (name.startsWith("/")) {
      throw new BadName("the name is absolute");
    }
    var components = new ArrayList<String>();
    for (String component : name.split("/", -1)) {
      if (component.equals("..")) {
        throw new BadName("the name has the component ..");
      }
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    if (components.size() > DEEPEST) {
      throw new BadName("the name has more than %d components".formatted(DEEPEST));
    }
    return components;
  }

  /**
   * Whether a file can be done without: its name has a backslash, but leads nowhere else on any
   * system, and it is no test and says nothing of tests.
   */
  static boolean isOdd(String name) {
    return name.indexOf('\\') >= 0
        && !NEEDED.matcher(name).find()
        && !PATH_ELSEWHERE.matcher(name).find()
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** Characters that no name and no target of a link may have. */
  static void requireCharacters(String name) throws BadName {
    if (name.length() > LONGEST) {
      throw new BadName("the name has more than %d characters".formatted(LONGEST));
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c)) {
        throw new BadName("the name has a control character");
      }
      if (c == '\\') {
        throw new BadName("the name has a backslash");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < name.length()
                && Character.isLowSurrogate(name.charAt(i + 1));
        if (!pair) {
          throw new BadName("the name is not Unicode");
        }
        i++;
      }
    }
  }

  /** What file managers, editors and version control leave behind is no part of a package. */
  static boolean ignored(List<String> components) {
    for (int i = 0; i < components.size(); i++) {
      String component = components.get(i);
      boolean timeLimit = component.equals(".timelimit") && i == components.size() - 1 && i <= 1;
      if ((component.startsWith(".") && !timeLimit)
          || component.startsWith("-")
          || component.equals("__MACOSX")) {
        return true;
      }
    }
    return false;
  }

  /** A name that can't be one of a package's file. */
  static final class BadName extends Exception {
    BadName(String message) {
      super(message);
    }
  }
}
