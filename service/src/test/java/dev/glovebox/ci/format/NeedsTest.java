package dev.glovebox.ci.format;

import static dev.glovebox.ci.format.Pipelines.created;
import static dev.glovebox.ci.format.Pipelines.job;
import static dev.glovebox.ci.format.Pipelines.plan;
import static dev.glovebox.ci.format.Pipelines.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.RunPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which jobs wait for which, and which rules come with it. */
class NeedsTest {

  private static final String MATRIX =
      """
      build:
        stage: build
        script: x
        parallel:
          matrix:
            - PROVIDER: [aws, gcp]
              STACK: [web, db]
      """;

  private static List<String> needs(RunPlan plan, String name) {
    return job(plan, name).needs().orElseThrow().stream().map(JobPlan.Need::job).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$[[ matrix.PROVIDER ]]    | build: [aws, db]",
        "$[[matrix.PROVIDER]]      | build: [aws, db]",
        "$[[   matrix.PROVIDER  ]] | build: [aws, db]",
        "gcp                       | build: [gcp, db]",
      })
  void aMatrixNeedsTheJobsOfItsOwnValues(String provider, String needed) {
    RunPlan plan =
        created(
            MATRIX
                + """
                test:
                  script: y
                  parallel: {matrix: [{PROVIDER: [aws], MY-AXIS: [one]}]}
                  needs:
                    - job: build
                      parallel:
                        matrix: [{PROVIDER: "%s", STACK: db}]
                """
                    .formatted(provider));
    assertThat(needs(plan, "test: [aws, one]")).containsExactly(needed);
  }

  @Test
  void aChoiceOfNoJobIsAnErrorUnlessOptional() {
    String test =
        """
        test:
          script: y
          needs:
            - job: build
              optional: %s
              parallel: {matrix: [{PROVIDER: azure}]}
        """;
    assertThat(needs(created(MATRIX + test.formatted("true")), "test")).isEmpty();
    assertThat(refused(plan(MATRIX + test.formatted("false"))))
        .containsExactly("unknown_job /test/needs/0 11:7");
  }

  @Test
  void referencesInNeedsAreOneListWithThem() {
    RunPlan plan =
        created(
            """
            a: {stage: build, script: x}
            b: {stage: build, script: x}
            .shared: {needs: [b]}
            test: {script: y, needs: [a, !reference [.shared, needs]]}
            """);
    assertThat(needs(plan, "test")).containsExactly("a", "b");
  }

  @Test
  void dependenciesAreEarlierOrNeeded() {
    String file =
        """
        one: {stage: build, script: x}
        two: {stage: test, script: x}
        three: {stage: test, script: x, %s}
        """;
    assertThat(refused(plan(file.formatted("dependencies: [two]"))))
        .containsExactly("dependency_not_earlier /three/dependencies/0 3:48");
    assertThat(refused(plan(file.formatted("needs: [], dependencies: [one]"))))
        .containsExactly("dependency_not_needed /three/dependencies/0 3:59");
    assertThat(refused(plan(file.formatted("dependencies: [four]"))))
        .containsExactly("unknown_job /three/dependencies/0 3:48");
    assertThat(job(created(file.formatted("dependencies: [one]")), "three").dependencies())
        .hasValue(List.of("one"));
  }

  @Test
  void rulesWithoutARuleAreRefused() {
    assertThat(refused(plan("a: {script: x, rules: []}")))
        .containsExactly("empty_rules /a/rules 1:16");
    assertThat(refused(plan("workflow: {rules: []}\na: {script: x}")))
        .containsExactly("empty_rules /workflow/rules 1:12");
  }

  @Test
  void moreThan500JobsAreRefusedAndAreNotLookedAtWithoutEnd() {
    String job = "j%d: {script: x, parallel: 200%s}\n";
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      file.append(job.formatted(i, ""));
    }
    assertThat(refused(plan(file.toString()))).containsExactly("too_many_jobs /j2 3:1");
    StringBuilder never = new StringBuilder("a: {script: x}\n");
    for (int i = 0; i < 60; i++) {
      never.append(job.formatted(i, ", rules: [{when: never}]"));
    }
    assertThat(refused(plan(never.toString()))).containsExactly("too_many_jobs /j49 51:1");
  }

  @Test
  void anIncludeOfItselfIsRefusedAndAnIncludeWithRulesIsTakenWhereTheyHold() {
    var main = RunContext.pushTo("main", "acme/app");
    assertThat(
            refused(
                plan(
                    "include: a.yml\nj: {script: x}",
                    main,
                    Map.of("a.yml", "include: b.yml", "b.yml", "include: a.yml"))))
        .containsExactly("include_cycle /include 1:1");
    String rules =
        """
        include:
          - {local: a.yml, rules: [{if: $CI_COMMIT_BRANCH == "main"}]}
          - {local: b.yml, rules: [{if: $CI_COMMIT_TAG}]}
        """;
    var files = Map.of("a.yml", "a: {script: x}", "b.yml", "b: {script: x}");
    assertThat(created(plan(rules, main, files)).jobs().stream().map(JobPlan::name))
        .containsExactly("a");
  }

  @Test
  void inputsAreRefusedByName() {
    var files = Map.of("t.yml", "spec: {}\n---\na: {script: 'echo $[[ inputs.x ]]'}");
    assertThat(refused(plan("include: t.yml", RunContext.pushTo("main", "acme/app"), files)))
        .containsExactly("unsupported_key  3:1");
  }

  @Test
  void whatManyJobsHaveFromOnePlaceIsToldOnceAndByName() {
    Planned planned =
        plan(
            """
            .base:
              script: x
              needs:
                - project: acme/other
                  job: build
                  ref: main
                  artifacts: true
            a: {extends: .base}
            b: {extends: .base}
            """);
    assertThat(refused(planned)).containsExactly("unsupported_key /a/needs/0/project 4:7");
    assertThat(((Planned.Refused) planned).errors().getFirst().message())
        .startsWith("needs: project is not supported");
  }
}
