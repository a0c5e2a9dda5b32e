package dev.glovebox.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What git knows of a project that a run is made for: fields of the request for a run. */
record GitContext(Git git) {

  private static final String USUAL_BRANCH = "main";
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_MESSAGE = 65_536;
  private static final int MOST_CHANGES = 100_000;

  /** The branch that is checked out; where none is, the default one. */
  String branch() {
    return git.line("symbolic-ref", "--short", "-q", "HEAD").orElseGet(this::defaultBranch);
  }

  /** The default branch of where the project came from. */
  private String defaultBranch() {
    return git.line("symbolic-ref", "--short", "-q", "refs/remotes/origin/HEAD")
        .map(name -> name.replaceFirst("^origin/", ""))
        .orElse(USUAL_BRANCH);
  }

  /** Adds what is known of the commit that is checked out; nothing where there is none. */
  void describe(ObjectNode request, ObjectNode context) {
    context.put("defaultBranch", defaultBranch());
    Optional<String> sha = git.line("rev-parse", "--verify", "-q", "HEAD^{commit}");
    if (sha.isEmpty()) {
      return;
    }
    request.put("sha", sha.get());
    git.ask("log", "-1", "--format=%B")
        .ifPresent(text -> context.put("message", cut(text.strip(), LONGEST_MESSAGE)));
    git.line("log", "-1", "--format=%an <%ae>")
        .ifPresent(text -> context.put("author", cut(text, LONGEST_NAME)));
    git.line("log", "-1", "--format=%cI").ifPresent(text -> context.put("timestamp", text));
    base()
        .ifPresent(base -> {
          context.put("before", base);
          changes(base)
              .ifPresent(paths -> {
                ArrayNode changed = context.putArray("changedFiles");
                paths.forEach(changed::add);
              });
        });
  }

  /** What a push would be compared with: where the branch left the default one, or one back. */
  private Optional<String> base() {
    Optional<String> head = git.line("rev-parse", "HEAD");
    return git.line("merge-base", "HEAD", "refs/remotes/origin/" + defaultBranch())
        .filter(left -> !head.equals(Optional.of(left)))
        .or(() -> git.line("rev-parse", "--verify", "-q", "HEAD~1^{commit}"));
  }

  /** Files that differ from a commit, committed or not; all of them are packed as they are. */
  private Optional<List<String>> changes(String base) {
    return git.paths("diff", "--name-only", "-z", "--no-renames", "--relative", base)
        .map(differing ->
            Stream.concat(
                    differing.stream(),
                    git.paths("ls-files", "-z", "--others", "--exclude-standard").stream()
                        .flatMap(List::stream))
                .distinct()
                .toList())
        .filter(paths -> paths.size() <= MOST_CHANGES);
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
