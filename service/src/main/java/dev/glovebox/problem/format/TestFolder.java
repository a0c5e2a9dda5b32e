package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is directly in a folder of test data: tests by the base names of their files, and groups.
 *
 * @param members in the order of their names
 */
record TestFolder(List<Member> members) {

  /** A test or a group. */
  sealed interface Member {
    String name();
  }

  /** A folder that is no test's. */
  record Group(String name, String folder) implements Member {}

  /**
   * The files of a test.
   *
   * @param base path without extension
   */
  record Case(String name, String base, PackageTree tree) implements Member {
    Optional<TreeFile> file(String extension) {
      return tree.file(base + extension);
    }

    boolean hasFolder(String extension) {
      return tree.isFolder(base + extension);
    }
  }

  /**
   * Reads a folder; a test is whatever has a file with one of the extensions.
   *
   * @param marks such as {@code .in}
   */
  static TestFolder read(PackageTree tree, String folder, List<String> marks) {
    var members = new TreeMap<String, Member>();
    var groups = new ArrayList<String>();
    for (String name : tree.names(folder)) {
      String path = PackageTree.join(folder, name);
      if (tree.isFolder(path)) {
        groups.add(name);
        continue;
      }
      for (String mark : marks) {
        if (name.endsWith(mark) && name.length() > mark.length()) {
          String base = name.substring(0, name.length() - mark.length());
          members.putIfAbsent(base, new Case(base, PackageTree.join(folder, base), tree));
        }
      }
    }
    for (String name : groups) {
      boolean ofTest =
          name.endsWith(".files")
              && members.get(name.substring(0, name.length() - 6)) instanceof Case;
      if (!ofTest) {
        // A group beside a test of its name comes after it.
        String key = members.containsKey(name) ? name + "/" : name;
        members.put(key, new Group(name, PackageTree.join(folder, name)));
      }
    }
    return new TestFolder(List.copyOf(members.values()));
  }
}
