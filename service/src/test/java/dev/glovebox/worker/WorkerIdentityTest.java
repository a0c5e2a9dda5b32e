package dev.glovebox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.queue.ProcessTag;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerIdentityTest {

  private static final ProcessTag TAG = new ProcessTag("abc");

  @Test
  void theWorkerForLongJobsBelongsToTheSameProcess() {
    WorkerIdentity worker = of("judge/1", "/data");
    assertThat(worker.id()).isEqualTo("judge/1#abc");
    assertThat(worker.forLongJobs().name()).isEqualTo("judge/1/long");
    assertThat(WorkerIdentity.own("judge/1/long")).isEqualTo("judge/1");
    assertThat(WorkerIdentity.together("judge/1")).containsExactly("judge/1", "judge/1/long");
    assertThat(of("", "/data").name()).endsWith(":/data");
  }

  @Test
  void noWorkerHasTheNameOfOneForLongJobs() {
    assertThatThrownBy(() -> of("judge/long", "/data"))
        .hasMessageContaining("glovebox.worker.name must not end with /long");
    assertThatThrownBy(() -> of("", "/var/lib/long"))
        .as("the name that comes of the directory")
        .hasMessageContaining("glovebox.worker.name")
        .hasMessageContaining(":/var/lib/long");
    assertThat(of("judge", "/var/lib/long").name()).isEqualTo("judge");
    assertThat(of("longest/longer", "/data").name()).isEqualTo("longest/longer");
  }

  private static WorkerIdentity of(String name, String home) {
    Duration second = Duration.ofSeconds(1);
    return WorkerIdentity.of(
        new WorkerSettings(1, 1, name, second, second, second, second), Path.of(home), TAG);
  }
}
