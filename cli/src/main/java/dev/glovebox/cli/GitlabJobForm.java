package dev.glovebox.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The run that a job of GitLab becomes: one open job. */
final class GitlabJobForm {

  private static final int LONGEST_VALUE = 65_536;
  private static final int LONGEST_NAME = 255;

  /** Logins for registries, with which the service fetches the job's images. */
  private static final String LOGINS = "DOCKER_AUTH_CONFIG";

  /** So that the runner's own end of the time comes first. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final GitlabCall call;
  private final JsonNode response;
  private final ObjectNode run = JsonMapper.shared().createObjectNode();
  private final ObjectNode job;

  /**
   * @param usualImage where the job names none
   * @throws Failure when there is no image
   */
  GitlabJobForm(GitlabCall call, Optional<String> usualImage) {
    this.call = call;
    this.response = call.response();
    run.put("project", call.variable("CI_PROJECT_PATH").orElse("gitlab"));
    call.variable("CI_COMMIT_REF_NAME").ifPresent(ref -> run.put("ref", cut(ref)));
    call.variable("CI_COMMIT_SHA").ifPresent(sha -> run.put("sha", sha));
    // The secrets of a job are those that GitLab gives it.
    run.put("trusted", false);
    call.variable("CI_JOB_URL").ifPresent(url -> run.put("name", cut(url)));
    job = run.putArray("jobs").addObject();
    job.put("name", cut(call.variable("CI_JOB_NAME").orElse("job")));
    job.put("open", true);
    job.putObject("workspace").put("path", GitlabConfigCommand.BUILDS);
    image(usualImage);
    services();
    masked();
  }

  private static String cut(String text) {
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
  }

  private void image(Optional<String> usual) {
    String name =
        call.variable("CI_JOB_IMAGE")
            .or(() -> usual)
            .orElseThrow(() ->
                new Failure(
                    ExitStatus.NOT_ALLOWED,
                    "The job names no image, and this runner has no usual one."));
    JsonNode entrypoint = response.at("/image/entrypoint");
    JsonNode user = response.at("/image/executor_opts/docker/user");
    ObjectNode image = job.putObject("image").put("name", name);
    if (entrypoint.isArray()) {
      image.set("entrypoint", entrypoint);
    }
    if (user.isString() && !user.asString().isEmpty()) {
      image.put("user", user.asString());
    }
    String platform = response.at("/image/executor_opts/docker/platform").asString("");
    if (!platform.isEmpty()) {
      image.put("platform", platform);
    }
    String pull = response.at("/image/pull_policy/0").asString("");
    if (!pull.isEmpty()) {
      image.put("pull", pull.replace('-', '_'));
    }
  }

  private void services() {
    ArrayNode services = job.putArray("services");
    JsonNode given;
    try {
      given = JsonMapper.shared().readTree(call.variable("CI_JOB_SERVICES").orElse("[]"));
    } catch (JacksonException e) {
      throw new Failure(ExitStatus.INTERNAL_ERROR, "CI_JOB_SERVICES can't be read.", e);
    }
    for (JsonNode service : given) {
      ObjectNode asked = services.addObject().put("required", false);
      ObjectNode image = asked.putObject("image").put("name", service.path("name").asString(""));
      if (service.path("entrypoint").isArray()) {
        image.set("entrypoint", service.path("entrypoint"));
      }
      if (service.path("command").isArray()) {
        asked.set("command", service.path("command"));
      }
      ArrayNode aliases = asked.putArray("aliases");
      for (String alias : service.path("alias").asString("").split("[ ,]+", -1)) {
        if (!alias.isEmpty()) {
          aliases.add(alias);
        }
      }
    }
  }

  /**
   * What the service must know of: what it masks before it stores anything, and logins for
   * registries. The script brings all variables itself.
   */
  private void masked() {
    ArrayNode variables = job.putArray("variables");
    for (JsonNode variable : response.path("variables")) {
      String value = variable.path("value").asString("");
      String key = variable.path("key").asString("");
      if ((variable.path("masked").asBoolean(false) || key.equals(LOGINS))
          && key.matches("[A-Za-z_][A-Za-z0-9_]{0,254}")
          && !value.isEmpty()
          && value.length() <= LONGEST_VALUE) {
        mask(variables, key, value);
      }
    }
    String token = response.path("token").asString("");
    if (!token.isEmpty()) {
      mask(variables, "CI_JOB_TOKEN", token);
    }
  }

  private static void mask(ArrayNode variables, String key, String value) {
    variables.addObject().put("key", key).put("value", value).put("masked", true).put("raw", true);
  }

  /** Another image for the stages that are not the job's own script. */
  void helper(String image) {
    job.put("helperImage", image);
  }

  void memory(long bytes) {
    limits().put("memoryMb", bytes >> 20);
  }

  void milliCpus(int milliCpus) {
    limits().put("milliCpus", milliCpus);
  }

  /** As much of the log as the service keeps; the runner has a limit of its own. */
  void logBytes(long bytes) {
    limits().put("logBytes", bytes);
  }

  private ObjectNode limits() {
    return job.has("limits") ? (ObjectNode) job.path("limits") : job.putObject("limits");
  }

  /** The job's own time and a margin, but at most so long. */
  void timeout(Duration longest) {
    Duration asked =
        call.variable("CI_JOB_TIMEOUT")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)).plus(MARGIN))
            .orElse(longest);
    job.put("timeoutSeconds", (asked.compareTo(longest) < 0 ? asked : longest).toSeconds());
  }

  /**
   * @param allow hosts, where the mode is allowlist
   */
  void network(String mode, List<String> allow) {
    ObjectNode network = job.putObject("network").put("mode", mode);
    if (!allow.isEmpty()) {
      ArrayNode hosts = network.putArray("allow");
      allow.forEach(hosts::add);
    }
  }

  JsonNode json() {
    return run;
  }
}
