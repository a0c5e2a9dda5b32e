package dev.glovebox.ci.format;

import com.google.re2j.Pattern;
import dev.glovebox.ci.format.Decision.Reason;
import dev.glovebox.ci.format.RunContext.Ref;
import dev.glovebox.ci.format.rules.Expression;
import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.format.rules.Patterns;
import dev.glovebox.ci.plan.JobPlan.AllowFailure;
import dev.glovebox.ci.plan.JobPlan.When;
import dev.glovebox.ci.plan.Variable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides by {@code rules}, or by {@code only} and {@code except}, which jobs are in a run. */
final class JobSelection {

  private static final AllowFailure NONE_ALLOWED = new AllowFailure(false, Set.of());
  private static final AllowFailure ALL_ALLOWED = new AllowFailure(true, Set.of());

  private final RunContext context;
  private final RuleEvaluation evaluation;

  JobSelection(RunContext context, RuleEvaluation evaluation) {
    this.context = context;
    this.evaluation = evaluation;
  }

  /**
   * How a job that is in the run starts.
   *
   * @param rule that decided, or empty
   */
  record Selected(When when, Duration startIn, AllowFailure allowFailure, Optional<Rule> rule) {}

  /**
   * Whether a job is in the run.
   *
   * @param selected how it starts, or nothing if it is not
   * @param place of what decided
   */
  record Verdict(Optional<Selected> selected, Reason reason, Place place) {

    static Verdict out(Reason reason, Place place) {
      return new Verdict(Optional.empty(), reason, place);
    }
  }

  /** Whether a job is in the run, and what decided. */
  Verdict select(JobDefinition job, List<Variable> variables) {
    if (job.rules().isPresent()) {
      return evaluation
          .first(job.rules().get(), variables)
          .map(rule ->
              rule.never()
                  ? Verdict.out(Reason.RULE, rule.place())
                  : new Verdict(Optional.of(byRule(job, rule)), Reason.RULE, rule.place()))
          .orElseGet(() -> Verdict.out(Reason.NO_RULE, place(job, "rules")));
    }
    boolean only =
        job.only()
            .map(o -> isOnly(o, variables))
            .orElse(isRef("branches", job.place()) || isRef("tags", job.place()));
    Reason reason = job.only().isPresent() ? Reason.ONLY : Reason.NO_CONDITION;
    if (!only) {
      return Verdict.out(reason, place(job, "only"));
    }
    if (job.except().map(e -> isExcepted(e, variables)).orElse(false)) {
      return Verdict.out(Reason.EXCEPT, place(job, "except"));
    }
    Selected selected =
        new Selected(
            job.when().orElse(When.ON_SUCCESS), job.startIn(), ofJob(job), Optional.empty());
    return new Verdict(Optional.of(selected), reason, place(job, "only"));
  }

  private static Place place(JobDefinition job, String key) {
    return job.place().field(key).orElse(job.place());
  }

  private static Selected byRule(JobDefinition job, Rule rule) {
    When when = rule.when().or(job::when).orElse(When.ON_SUCCESS);
    AllowFailure allowed =
        rule.allowFailure()
            .orElseGet(() ->
                rule.when().isPresent() ? job.allowFailure().orElse(NONE_ALLOWED) : ofJob(job));
    Duration startIn = when == When.DELAYED ? rule.startIn().orElse(job.startIn()) : Duration.ZERO;
    return new Selected(when, startIn, allowed, Optional.of(rule));
  }

  /** A manual job that nobody plays does not hold up the run, unless the job says so. */
  private static AllowFailure ofJob(JobDefinition job) {
    boolean manual = job.when().filter(When.MANUAL::equals).isPresent();
    return job.allowFailure().orElse(manual ? ALL_ALLOWED : NONE_ALLOWED);
  }

  private boolean isOnly(OnlyExcept only, List<Variable> variables) {
    boolean refs =
        only.refs()
            .map(items -> items.stream().anyMatch(this::isRef))
            .orElse(isRef("branches", only.place()) || isRef("tags", only.place()));
    return refs
        && only.variables().map(c -> anyHolds(c, variables, only.place())).orElse(true)
        && only.changes().map(c -> evaluation.changed(c, variables, only.place())).orElse(true);
  }

  private boolean isExcepted(OnlyExcept except, List<Variable> variables) {
    return except.refs().map(items -> items.stream().anyMatch(this::isRef)).orElse(false)
        || except.variables().map(c -> anyHolds(c, variables, except.place())).orElse(false)
        || except
            .changes()
            .map(c -> evaluation.changed(c, variables, except.place()))
            .orElse(false);
  }

  private boolean anyHolds(List<Expression> conditions, List<Variable> variables, Place place) {
    return conditions.stream().anyMatch(c -> evaluation.holds(c, variables, place));
  }

  private boolean isRef(Place item) {
    return isRef(item.text().orElse(""), item);
  }

  private boolean isRef(String item, Place place) {
    int at = item.lastIndexOf('@');
    String wanted = item;
    // The name of a project, unless the @ belongs to a pattern.
    if (at > 0 && !item.endsWith("/")) {
      if (!item.substring(at + 1).equals(context.project().path())) {
        return false;
      }
      wanted = item.substring(0, at);
    }
    Ref ref = context.ref();
    String source = context.source().text().replaceFirst("_event$", "");
    boolean keyword =
        (wanted.equals("branches") && ref.kind() == Ref.Kind.BRANCH)
            || (wanted.equals("tags") && ref.kind() == Ref.Kind.TAG)
            || wanted.equals(source)
            || wanted.equals(plural(source));
    return keyword || (ref.kind() != Ref.Kind.MERGE_REQUEST && isNamed(wanted, ref, place));
  }

  private static boolean isNamed(String wanted, Ref ref, Place place) {
    try {
      Optional<Pattern> pattern = Patterns.ofLiteral(wanted);
      return pattern
          .map(found -> found.matcher(ref.name()).find())
          .orElse(wanted.equals(ref.name()));
    } catch (ExpressionSyntaxException e) {
      place.refuse("bad_pattern", e.getMessage());
      return false;
    }
  }

  private static String plural(String word) {
    return word.endsWith("sh") ? word + "es" : word + "s";
  }
}
