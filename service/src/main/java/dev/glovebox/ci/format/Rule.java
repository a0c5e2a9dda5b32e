package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.Expression;
import dev.glovebox.ci.plan.JobPlan.AllowFailure;
import dev.glovebox.ci.plan.JobPlan.When;
import dev.glovebox.ci.plan.RunPlan.AutoCancel;
import dev.glovebox.ci.plan.Variable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One of the rules of a job or of the workflow.
 *
 * @param place where it is written
 * @param condition {@code if}
 * @param changes globs of changed files
 * @param exists globs of files
 * @param never whether it leaves the job out
 * @param when how the job starts; empty: as the job says
 * @param startIn for delayed jobs
 * @param allowFailure in place of the job's
 * @param variables besides the job's
 * @param needs in place of the job's
 * @param interruptible in place of the job's
 * @param autoCancel of the workflow, in place of its own
 */
record Rule(
    Place place,
    Optional<Expression> condition,
    Optional<List<String>> changes,
    Optional<List<String>> exists,
    boolean never,
    Optional<When> when,
    Optional<Duration> startIn,
    Optional<AllowFailure> allowFailure,
    List<Variable> variables,
    Optional<List<NeedWanted>> needs,
    Optional<Boolean> interruptible,
    Optional<AutoCancel> autoCancel) {}
