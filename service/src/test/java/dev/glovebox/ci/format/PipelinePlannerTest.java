package dev.glovebox.ci.format;

import static dev.glovebox.ci.format.Pipelines.created;
import static dev.glovebox.ci.format.Pipelines.job;
import static dev.glovebox.ci.format.Pipelines.plan;
import static dev.glovebox.ci.format.Pipelines.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.JobPlan.Need;
import dev.glovebox.ci.plan.JobPlan.When;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.Variable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelinePlannerTest {

  @Test
  void aJobHasWhatTheFileSays() {
    RunPlan plan =
        created(
            """
            stages: [compile, check]
            image: gcc:14
            variables: {VERSION: 1.10, NONE: ~}
            before_script: [echo before]
            it's a job:
              stage: check
              variables: {VERSION: "$CI_COMMIT_SHA"}
              script:
                - - make
                  - make test
                - make dist
              after_script: tidy
              timeout: 1h 30m
              retry: {max: 2, when: runner_system_failure}
              artifacts: {paths: [dist/], expire_in: 1 week, reports: {junit: r.xml}}
              cache: {key: {files: [a.lock], prefix: x}, paths: [.m2]}
              services: [{name: "postgres:17", alias: "db, sql"}]
            """);
    JobPlan job = job(plan, "it's a job");
    assertThat(plan.stages()).containsExactly("compile", "check");
    assertThat(job.image().name()).isEqualTo("gcc:14");
    assertThat(job.steps().getFirst().lines())
        .containsExactly("echo before", "make", "make test", "make dist");
    assertThat(job.afterScript()).containsExactly("tidy");
    assertThat(job.variables())
        .containsExactly(Variable.of("NONE", ""), Variable.of("VERSION", "$CI_COMMIT_SHA"));
    assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(90));
    assertThat(job.retry().on()).contains("infra");
    assertThat(job.artifacts().orElseThrow().expireIn()).contains(Duration.ofDays(7));
    assertThat(job.reports().junit()).containsExactly("r.xml");
    assertThat(job.caches().getFirst().files()).contains(List.of("a.lock"));
    assertThat(job.services().getFirst().aliases()).containsExactly("db", "sql");
    assertThat(job.workspace().path()).isEqualTo("/builds/acme/app");
  }

  @Test
  void aFloatKeepsItsText() {
    RunPlan plan = created("variables: {V: 1.10}\na: {script: x}\n");
    assertThat(plan.jobs().getFirst().variables()).containsExactly(Variable.of("V", "1.10"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          a: {script: [echo: x]} ¦ script_not_text /a/script/0 1:14
          a: {script: [true]} ¦ script_not_text /a/script/0 1:14
          a: {stage: nope, script: x} ¦ unknown_stage /a/stage 1:5
          a: {script: x, trigger: y} ¦ unsupported_key /a/trigger 1:16
          a: {script: x, colour: red} ¦ unknown_key /a/colour 1:16
          a: {script: x, needs: [b]} ¦ unknown_job /a/needs/0 1:24
          a: {script: x, needs: [a]} ¦ needs_itself /a/needs/0 1:24
          a: {script: x, extends: a} ¦ extends_cycle /a/extends 1:16
          a: {script: x, extends: b} ¦ unknown_job /a/extends 1:16
          a: {script: !reference [a, script]} ¦ reference_cycle /a/script 1:13
          a: {script: x, only: [main], rules: [{when: always}]} ¦ rules_and_only /a/only 1:16
          a: {script: x, rules: [{if: "$A = 1"}]} ¦ bad_expression /a/rules/0/if 1:25
          a: {script: x, retry: 3} ¦ wrong_type /a/retry 1:16
          a: {script: x, timeout: soon} ¦ bad_duration /a/timeout 1:16
          a: {script: x, image: "docker:27"} ¦ docker_not_available /a 1:1
          a: {image: x} ¦ missing_script /a 1:1
          include: {remote: "https://x"} ¦ include_unsupported /include/remote 1:11
          include: nope.yml ¦ include_not_found /include 1:1
          a: {script: x, cache: {key: a/b}} ¦ bad_cache_key /a/cache/key 1:24
          a: {script: x, parallel: 201} ¦ wrong_type /a/parallel 1:16
          a: [x] ¦ unknown_key /a 1:1
          {a: *x} ¦ malformed_yaml  1:5
          """)
  void isRefusedWithItsPlace(String yaml, String expected) {
    assertThat(refused(plan(yaml))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          [{if: "$GITLAB_CI == 'false'"}] ¦ ON_SUCCESS
          [{if: "$CI_COMMIT_TAG =~ /^v\\\\d+/"}] ¦ never
          [{if: "$CI_COMMIT_TAG !~ /^v\\\\d+/"}] ¦ ON_SUCCESS
          [{if: "$GITLAB_CI == 'true'"}, {when: manual}] ¦ MANUAL
          [{if: "$GITLAB_CI", when: never}, {when: on_success}] ¦ never
          [{exists: ["**/*.go"]}] ¦ ON_SUCCESS
          [{exists: [src/]}] ¦ ON_SUCCESS
          [{exists: [lib/]}] ¦ never
          [{changes: [src/*]}] ¦ ON_SUCCESS
          [{changes: [docs/*]}] ¦ never
          """)
  void rulesDecide(String rules, String expected) {
    RunContext push = RunContext.pushTo("main", "acme/app");
    var context =
        new RunContext(
            push.source(),
            push.ref(),
            "main",
            push.commit(),
            push.project(),
            Optional.empty(),
            Optional.of(Set.of("src/main.go")),
            List.of(),
            List.of(),
            new RunContext.Server("Glovebox", "http://localhost", false));
    Planned planned =
        plan(
            "a: {script: x, rules: " + rules + "}\nz: {script: x}\n",
            context,
            Map.of("src/main.go", ""));
    Optional<When> when =
        created(planned).jobs().stream()
            .filter(job -> job.name().equals("a"))
            .map(JobPlan::when)
            .findFirst();
    assertThat(when.map(Enum::name).orElse("never")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          only: [branches] ¦ true
          only: [tags] ¦ false
          only: [main] ¦ true
          only: [/^ma/] ¦ true
          only: [/^MA/i] ¦ true
          only: [pushes] ¦ true
          only: [schedules] ¦ false
          only: [main@acme/app] ¦ true
          only: [main@other/app] ¦ false
          except: [main] ¦ false
          except: [tags] ¦ true
          only: {refs: [main], variables: ["$NOPE"]} ¦ false
          only: {variables: ["$CI"]} ¦ true
          except: {refs: [tags], variables: ["$CI"]} ¦ false
          """)
  void onlyAndExceptDecide(String condition, boolean expected) {
    RunPlan plan = created("z: {script: x}\na: {script: x, " + condition + "}\n");
    assertThat(plan.jobs().stream().anyMatch(job -> job.name().equals("a"))).isEqualTo(expected);
  }

  @Test
  void workflowRulesMayLeaveOutTheRun() {
    assertThat(plan("workflow: {rules: [{if: $CI_COMMIT_TAG}]}\na: {script: x}\n"))
        .isInstanceOf(Planned.NotCreated.class);
  }

  @Test
  void aManualJobIsAllowedToFailUnlessARuleMakesItManual() {
    RunPlan plan =
        created("a: {script: x, when: manual}\nb: {script: x, rules: [{when: manual}]}\n");
    assertThat(job(plan, "a").allowFailure().any()).isTrue();
    assertThat(job(plan, "b").allowFailure().any()).isFalse();
  }

  @Test
  void aMatrixMakesJobsAndNeedsChooseAmongThem() {
    RunPlan plan =
        created(
            """
            a: {stage: build, script: x, parallel: {matrix: [{A: [x, y], B: z}, {A: w}]}}
            b: {script: x, needs: [{job: a, parallel: {matrix: [{A: y}]}}]}
            c: {script: x, needs: [a], parallel: 2}
            """);
    assertThat(plan.jobs().stream().map(JobPlan::name))
        .containsExactly("a: [x, z]", "a: [y, z]", "a: [w]", "b", "c 1/2", "c 2/2");
    assertThat(job(plan, "b").needs()).contains(List.of(new Need("a: [y, z]", true)));
    assertThat(job(plan, "c 2/2").needs().orElseThrow()).hasSize(3);
    assertThat(job(plan, "a: [y, z]").variables())
        .containsExactly(Variable.of("A", "y"), Variable.of("B", "z"));
  }

  @Test
  void includeExtendsReferenceAndDefaultWorkTogether() {
    Planned planned =
        plan(
            """
            include: [/ci/*.yml]
            default: {image: "busybox:1", tags: [linux]}
            .base: {script: [main]}
            a: {extends: [.lib, .base], before_script: [!reference [.lib, before_script], own]}
            b: {extends: .lib, inherit: {default: false}, image: "alpine:3"}
            """,
            RunContext.pushTo("main", "acme/app"),
            Map.of("ci/lib.yml", ".lib: {before_script: [lib], script: [lib], variables: {L: 1}}"));
    RunPlan plan = created(planned);
    assertThat(job(plan, "a").steps().getFirst().lines()).containsExactly("lib", "own", "main");
    assertThat(job(plan, "a").image().name()).isEqualTo("busybox:1");
    assertThat(job(plan, "a").labels()).containsExactly("linux");
    assertThat(job(plan, "a").variables()).containsExactly(Variable.of("L", "1"));
    assertThat(job(plan, "b").labels()).isEmpty();
  }

  @Test
  void circlesOfNeedsAreRefused() {
    assertThat(refused(plan("a: {script: x, needs: [b]}\nb: {script: x, needs: [a]}\n")))
        .containsExactly("needs_cycle /a/needs 1:16");
  }

  @Test
  void whatOnlyConcernsAPageIsWarnedOf() {
    Planned planned = plan("pages: {script: x, type: test, tags: one, release: {tag_name: x}}\n");
    assertThat(planned.warnings()).hasSize(4);
    assertThat(created(planned).jobs()).hasSize(1);
  }

  @Test
  void theExpandedTextPlansTheSame() {
    Planned first =
        plan(
            "a: {script: [\"x: \\\"y\\\"\", 'on']}\n.b: &b {only: [main]}\nc: {<<: *b, script: [z]}\n");
    String expanded = ((Planned.Created) first).expanded();
    assertThat(created(expanded)).isEqualTo(created(first));
  }

  @Test
  void hostileFilesAreRefusedWithoutHarm() {
    var aliases = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      aliases.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(",", Collections.nCopies(10, alias))));
    }
    var references = new StringBuilder(".r0: [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String reference = "!reference [.r%d]".formatted(i - 1);
      references.append(
          ".r%d: [%s]\n".formatted(i, String.join(",", Collections.nCopies(10, reference))));
    }
    references.append("a: {script: !reference [.r8]}\n");
    for (String hostile :
        List.of(
            aliases.toString(),
            references.toString(),
            "[".repeat(100_000),
            "a: ".repeat(50_000),
            "{a: ".repeat(10_000),
            "x".repeat(1_100_000),
            "a: &a [*a]\n",
            "\0",
            "a: !!java.lang.String x\n",
            "a: {script: x}\n---\nb: {script: x}\n---\nc: {script: x}\n",
            "",
            "- a\n",
            "? [a]\n: b\n",
            "<<: 3\n")) {
      assertThat(plan(hostile)).isInstanceOf(Planned.Refused.class);
    }
  }
}
