package dev.glovebox.ci.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobLimits;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.ci.plan.Reports;
import dev.glovebox.ci.plan.Workspace;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.ContainerOrder;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobOutput;
import dev.glovebox.sandbox.job.JobSpace;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What comes of an attempt when the engine fails while it is being ended. */
class AttemptTest {

  private static final ImageRef IMAGE = ImageRef.of("alpine");
  private static final JobImage FACTS =
      new JobImage(
          "sha256:1",
          Optional.empty(),
          "linux/amd64",
          1,
          List.of(),
          List.of(),
          "",
          List.of(),
          false);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(1);

  private final ScriptedContainer container = new ScriptedContainer();

  @Test
  void aStepWhoseTimeIsOverHasFailedThoughTheEngineFailsMeanwhile() {
    Outcome outcome = attempt(NEVER, Optional.of(SOON)).execute();
    assertThat(reason(outcome)).isEqualTo("step_timeout");
  }

  @Test
  void soHasAJobWhoseTimeIsOver() {
    Outcome outcome = attempt(Duration.ofMillis(500), Optional.empty()).execute();
    assertThat(reason(outcome)).isEqualTo("job_timeout");
  }

  @Test
  void soHasAJobThatWroteTooMuch() {
    container.bytes = () -> Long.MAX_VALUE;
    Outcome outcome = attempt(NEVER, Optional.empty()).execute();
    assertThat(reason(outcome)).isEqualTo("disk_limit");
  }

  @Test
  void whatTheEngineBreaksOffByItselfIsTheEngines() {
    container.signalled.countDown();
    Attempt attempt = attempt(NEVER, Optional.empty());
    assertThatThrownBy(attempt::execute).isInstanceOf(SandboxException.class);
  }

  private static String reason(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failure.class);
    return ((Outcome.Failure) outcome).reason();
  }

  private Attempt attempt(Duration timeout, Optional<Duration> ofStep) {
    return new Attempt(
        new OneContainer(container),
        Map.of(IMAGE, FACTS),
        new AttemptOrder(
            UUID.randomUUID(),
            job(timeout, ofStep),
            List.of(),
            new AttemptOrder.Source.None(),
            new NoCaches(),
            List.of(),
            Optional.empty()),
        new Forgetful(),
        new NeverAsked(),
        new ExecutorProperties(Duration.ofSeconds(1), List.of(), Duration.ofMinutes(1)),
        System.nanoTime());
  }

  /** With an after-script: the engine fails in that, too. */
  private static JobPlan job(Duration timeout, Optional<Duration> ofStep) {
    return new JobPlan(
        "job",
        "build",
        IMAGE,
        List.of(
            new JobPlan.Step(
                "script",
                List.of("true"),
                Optional.empty(),
                ".",
                List.of(),
                ofStep,
                Condition.ON_SUCCESS,
                false)),
        List.of("true"),
        Duration.ofMinutes(5),
        List.of(),
        List.of(),
        List.of(),
        new Workspace(16, "/builds/p"),
        List.of(),
        Optional.empty(),
        Reports.NONE,
        Optional.empty(),
        Optional.empty(),
        JobPlan.When.ON_SUCCESS,
        Duration.ZERO,
        new JobPlan.AllowFailure(false, Set.of()),
        new JobPlan.RetryPlan(0, Set.of(), Set.of()),
        timeout,
        new JobLimits(1000, 1 << 26, 64, 1 << 26, 1000, 1 << 20),
        new NetworkPolicy.None(),
        Set.of(),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        1,
        Optional.empty());
  }

  private record NeverAsked() implements Cancellation {
    @Override
    public Mode mode() {
      return Mode.NONE;
    }

    @Override
    public void onRise(Runnable listener) {}
  }

  private record NoCaches() implements AttemptOrder.Caches {
    @Override
    public Optional<AttemptOrder.Download> find(String key, List<String> fallbacks) {
      return Optional.empty();
    }

    @Override
    public long largest() {
      return 0;
    }
  }

  private record OneContainer(JobContainer container) implements JobSpace {
    @Override
    public JobContainer container(ContainerOrder order) {
      return container;
    }

    @Override
    public String helperImage() {
      return "helper";
    }

    @Override
    public int help(List<String> command, InputStream input, JobOutput output, Duration most) {
      throw new SandboxException(SandboxException.Kind.LOST, "a command broke off");
    }

    @Override
    public void openWayOut(List<String> command, JobOutput output) {
      throw new SandboxException(SandboxException.Kind.LOST, "there is no way out");
    }

    @Override
    public void close() {}
  }

  private static final class Forgetful implements AttemptRecord {
    @Override
    public void started(Phase phase, String name) {}

    @Override
    public void ended(Phase phase, String name, int exitCode) {}

    @Override
    public void image(String name, String digest) {}

    @Override
    public void output(Origin origin, byte[] bytes, int offset, int length) {}

    @Override
    public void keep(Kept kind, String name, int files, InputStream content) {}

    @Override
    public void denied(String host, int port) {}
  }
}
