package dev.glovebox.ci.format;

import java.util.Map;
import java.util.Set;

/** What becomes of each key of a job. */
final class JobKeys {

  private static final Set<String> READ =
      Set.of(
          "script",
          "before_script",
          "after_script",
          "image",
          "services",
          "stage",
          "variables",
          "rules",
          "only",
          "except",
          "when",
          "start_in",
          "allow_failure",
          "needs",
          "dependencies",
          "artifacts",
          "cache",
          "retry",
          "timeout",
          "parallel",
          "extends",
          "inherit",
          "interruptible",
          "resource_group",
          "tags",
          "coverage",
          "environment");

  private static final Map<String, String> WARNED =
      Map.of(
          "type", "type is an old name of stage: write stage",
          "hooks", "scripts before the source is fetched are not run",
          "release", "no release is made: call the API of your forge in the script",
          "pages", "nothing is published: keep the files as artifacts",
          "publish", "nothing is published: keep the files as artifacts",
          "dast_configuration", "this has no effect here",
          "manual_confirmation", "no confirmation is asked for");

  private static final Map<String, String> REFUSED =
      Map.of(
          "trigger", "other pipelines are not started: start a run through the API in the script",
          "run", "GitLab steps are not supported: write script",
          "secrets", "vaults are not reached: make a secret of the project and use its variable",
          "identity", "identities of clouds are not given out: use a secret of the project",
          "id_tokens", "no tokens are issued: use a secret of the project",
          "inputs", "inputs are not supported: write variables");

  private JobKeys() {}

  /** Tells what is refused, warned of or not known. Whether the job can be read further. */
  static boolean check(Place job) {
    boolean readable = true;
    for (Map.Entry<String, Place> entry : job.fields().entrySet()) {
      String key = entry.getKey();
      Place place = entry.getValue();
      if (READ.contains(key) || place.isNull()) {
        continue;
      }
      if (WARNED.containsKey(key)) {
        place.warn("ignored_key", "%s: %s".formatted(key, WARNED.get(key)));
      } else if (REFUSED.containsKey(key)) {
        place.refuse("unsupported_key", "%s: %s".formatted(key, REFUSED.get(key)));
        readable = readable && !key.equals("trigger") && !key.equals("run");
      } else {
        place.refuse("unknown_key", "a job does not know the key \"%s\": remove it".formatted(key));
      }
    }
    return readable;
  }
}
