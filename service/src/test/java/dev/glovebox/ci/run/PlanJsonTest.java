package dev.glovebox.ci.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans that are stored are read by later versions. */
final class PlanJsonTest {

  @Test
  void aPlanFromBeforeThereWereOpenJobsIsNotOpen() {
    JobPlan plan = Plans.job("a", "test");
    String json = PlanJson.write(plan);
    String older = json.replaceFirst(",\"open\":null", "");
    assertThat(older).isNotEqualTo(json);
    assertThat(PlanJson.read(older, JobPlan.class)).isEqualTo(plan);
  }

  @Test
  void anOpenPlanComesBackAsItWas() {
    JobPlan plan =
        Plans.open(Plans.job("a", "test"), new JobPlan.Open(Optional.of(ImageRef.of("helper"))));
    assertThat(PlanJson.read(PlanJson.write(plan), JobPlan.class)).isEqualTo(plan);
  }
}
