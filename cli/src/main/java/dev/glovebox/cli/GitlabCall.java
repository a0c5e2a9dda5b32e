package dev.glovebox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One call of GitLab's runner: what its environment tells, and how it is answered. Variables of the
 * job have the prefix {@code CUSTOM_ENV_}; all others are the runner's, which no job can set.
 */
record GitlabCall(Map<String, String> environment) {

  private static final String PREFIX = "CUSTOM_ENV_";
  private static final String USUAL_BUILD_FAILURE = "1";
  private static final String USUAL_SYSTEM_FAILURE = "2";

  GitlabCall {
    environment = Map.copyOf(environment);
  }

  static GitlabCall now() {
    return new GitlabCall(System.getenv());
  }

  /** A variable of the job, or empty where it has none or no text. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(PREFIX + name)).filter(text -> !text.isEmpty());
  }

  /** What a call ends with when the job's own script has failed. */
  int buildFailure() {
    return Integer.parseInt(
        environment.getOrDefault("BUILD_FAILURE_EXIT_CODE", USUAL_BUILD_FAILURE));
  }

  /** What a call ends with when the failure is not the job's. */
  int systemFailure() {
    return Integer.parseInt(
        environment.getOrDefault("SYSTEM_FAILURE_EXIT_CODE", USUAL_SYSTEM_FAILURE));
  }

  /** Tells the exit code of the job's script where the runner wants to know it. */
  void tellExitCode(int code) {
    String file = environment.get("BUILD_EXIT_CODE_FILE");
    if (file != null) {
      write(Path.of(file), Integer.toString(code));
    }
  }

  /** The job as GitLab gave it to the runner; empty where an old runner does not tell. */
  JsonNode response() {
    String file = environment.get("JOB_RESPONSE_FILE");
    if (file == null) {
      return JsonMapper.shared().createObjectNode();
    }
    try {
      return JsonMapper.shared().readTree(Path.of(file));
    } catch (JacksonException e) {
      throw new Failure(ExitStatus.INTERNAL_ERROR, "JOB_RESPONSE_FILE can't be read.", e);
    }
  }

  /**
   * What later calls need to know.
   *
   * @param job of the service
   * @param helper whether it has an image for helpers
   */
  record Prepared(String job, boolean helper) {}

  /** Notes it for later calls. */
  void remember(Prepared prepared) {
    write(note(), prepared.job() + "\n" + prepared.helper());
  }

  /** What an earlier call has noted. */
  Optional<Prepared> prepared() {
    if (!Files.exists(note())) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(note());
      return Optional.of(new Prepared(lines.getFirst(), Boolean.parseBoolean(lines.getLast())));
    } catch (IOException e) {
      throw new Failure(ExitStatus.INTERNAL_ERROR, note() + " can't be read.", e);
    }
  }

  /** Beside the response, in the folder that the runner keeps for the time of a job. */
  private Path note() {
    String response = environment.get("JOB_RESPONSE_FILE");
    return (response == null
            ? Path.of("").toAbsolutePath()
            : Path.of(response).toAbsolutePath().resolveSibling(""))
        .resolve("glovebox-job");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure(ExitStatus.INTERNAL_ERROR, file + " can't be written.", e);
    }
  }
}
