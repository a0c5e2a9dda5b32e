package dev.glovebox.ci.execute;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.ContainerOrder;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobContainer.Ended;
import dev.glovebox.sandbox.job.JobEngine;
import dev.glovebox.sandbox.job.JobSpace;
import dev.glovebox.sandbox.job.SpaceNetwork;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches a repository in a space of its own, which is gone before the job's begins: what fetches
 * reaches the repository's host and nothing else, the job reaches what its own policy says, and
 * what the fetching knew stays there.
 */
final class GitFetch {

  private static final List<String> COMMAND = List.of("/opt/glovebox/bin/workspace", "git");
  private static final String WORKSPACE = "/workspace";

  /** Nobody: a repository's content is as hostile as a job. */
  private static final String USER = "65534:65534";

  private static final Duration MOST_TIME = Duration.ofMinutes(10);
  private static final int MILLI_CPUS = 1_000;
  private static final long MEMORY = 1L << 30;
  private static final int PROCESSES = 128;

  /** What the helper exits with when the repository does not answer. */
  private static final int UNAVAILABLE = 69;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JobEngine engine;
  private final ExecutorProperties properties;

  GitFetch(JobEngine engine, ExecutorProperties properties) {
    this.engine = engine;
    this.properties = properties;
  }

  /**
   * Fetches; repeats itself when the repository does not answer.
   *
   * @param archive gets the working tree and {@code .git}, as tar.zst
   */
  Outcome into(
      Spool archive,
      AttemptOrder.Source.Git source,
      AttemptOrder order,
      AttemptRecord record,
      Cancellation cancellation) {
    WayOut wayOut = new WayOut();
    try (Section section = Section.start(record, Phase.SOURCE, "fetch");
        JobSpace space =
            engine.open(
                order.attempt(), order.job().workspace().megabytes(), SpaceNetwork.PROXIED)) {
      var host = new NetworkPolicy.Allowlist(List.of(address(URI.create(source.url()))));
      if (!wayOut.open(space, host, properties.privateHosts())) {
        return Failures.engine(
            new SandboxException(SandboxException.Kind.ENGINE, "the proxy did not start"));
      }
      Outcome outcome = run(space, section, archive, source, order, record, cancellation);
      wayOut.denied().forEach(denied -> tell(record, denied));
      return outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Canceled();
    }
  }

  private Outcome run(
      JobSpace space,
      Section section,
      Spool archive,
      AttemptOrder.Source.Git source,
      AttemptOrder order,
      AttemptRecord record,
      Cancellation cancellation) {
    JobContainer container = space.container(container(space, order));
    try (Ending ending = new Ending(container, properties.grace())) {
      cancellation.onRise(() -> ending.rise(cancellation.mode()));
      ending.after(MOST_TIME, Ending.Cause.STEP_TIME);
      Ended ended =
          container.run(
              request(source),
              (error, bytes, offset, length) -> {
                if (error) {
                  record.output(Origin.GLOVEBOX, bytes, offset, length);
                } else {
                  archive.write(bytes, offset, length);
                }
              },
              ending::started);
      section.end(ended.exitCode());
      return switch (ending.cause()) {
        case CANCELED -> new Outcome.Canceled();
        case STEP_TIME, JOB_TIME, DISK, UNMEASURED ->
            Failures.timeout("prepare_timeout", "Fetching the repository", MOST_TIME);
        case null -> outcome(ended, archive);
      };
    }
  }

  private static Outcome outcome(Ended ended, Spool archive) {
    if (ended.exitCode() == UNAVAILABLE) {
      return Failures.of(
          FailureClass.POLICY,
          "source_unavailable",
          "The repository could not be fetched; the log has what git said.");
    }
    if (ended.exitCode() != 0) {
      return Failures.step("fetch", ended);
    }
    return archive.isTooLarge()
        ? Failures.of(
            FailureClass.LIMIT, "disk_limit", "The repository does not fit into the workspace.")
        : new Outcome.Success();
  }

  private static ContainerOrder container(JobSpace space, AttemptOrder order) {
    return new ContainerOrder(
        space.helperImage(),
        COMMAND,
        false,
        USER,
        Optional.of(WORKSPACE),
        WayOut.environment(List.of()),
        List.of(),
        MILLI_CPUS,
        MEMORY,
        PROCESSES,
        (long) order.job().workspace().megabytes() << 20);
  }

  /** The host with its port, as an allowlist has it. */
  private static String address(URI url) {
    int usual = "http".equals(url.getScheme()) ? 80 : 443;
    return url.getHost().toLowerCase(Locale.ROOT)
        + ":"
        + (url.getPort() < 0 ? usual : url.getPort());
  }

  private static byte[] request(AttemptOrder.Source.Git source) {
    return JSON.writeValueAsBytes(
        Map.of(
            "url", source.url(),
            "ref", source.ref(),
            "sha", source.sha().orElse(""),
            "depth", source.depth(),
            "submodules", source.submodules().name().toLowerCase(Locale.ROOT),
            "authorization", source.credential().map(GitFetch::basic).orElse("")));
  }

  /** A credential without a user is a token, with which the user's name does not matter. */
  private static String basic(String credential) {
    String pair = credential.contains(":") ? credential : "git:" + credential;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static void tell(AttemptRecord record, WayOut.Denied denied) {
    record.denied(denied.host(), denied.port());
    byte[] line =
        "Denied: %s:%d is not the repository's host, or its address is not public.\n"
            .formatted(denied.host(), denied.port())
            .getBytes(StandardCharsets.UTF_8);
    record.output(Origin.GLOVEBOX, line, 0, line.length);
  }

  /**
   * The source as variables of the job want it: {@code GIT_STRATEGY}, {@code GIT_DEPTH} and {@code
   * GIT_SUBMODULE_STRATEGY}, as on GitLab.
   */
  static AttemptOrder.Source asAsked(AttemptOrder.Source source, Map<String, String> variables) {
    String strategy = variables.getOrDefault("GIT_STRATEGY", "");
    if (strategy.equals("none") || strategy.equals("empty")) {
      return new AttemptOrder.Source.None();
    }
    if (!(source instanceof AttemptOrder.Source.Git git)) {
      return source;
    }
    String depth = variables.getOrDefault("GIT_DEPTH", "");
    return new AttemptOrder.Source.Git(
        git.url(),
        git.ref(),
        git.sha(),
        depth.matches("[0-9]{1,7}") ? Integer.parseInt(depth) : git.depth(),
        submodules(variables.getOrDefault("GIT_SUBMODULE_STRATEGY", "")).orElse(git.submodules()),
        git.credential());
  }

  private static Optional<AttemptOrder.Source.Git.Submodules> submodules(String word) {
    return Arrays.stream(AttemptOrder.Source.Git.Submodules.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
