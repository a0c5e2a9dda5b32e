package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.plan.CachePlan;
import dev.glovebox.ci.plan.ImageRef;
import dev.glovebox.ci.plan.JobPlan.AllowFailure;
import dev.glovebox.ci.plan.JobPlan.RetryPlan;
import dev.glovebox.ci.plan.JobPlan.When;
import dev.glovebox.ci.plan.Reports;
import dev.glovebox.ci.plan.ServicePlan;
import dev.glovebox.ci.plan.Variable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job as written, with defaults applied, before rules are looked at and copies are made.
 *
 * @param inherits names of the variables of the file that it inherits; empty optional: all
 * @param needs empty optional: not given
 * @param dependencies with their places; empty optional: not given
 */
record JobDefinition(
    String name,
    Place place,
    String stage,
    Optional<ImageRef> image,
    List<String> lines,
    List<String> afterScript,
    Optional<Set<String>> inherits,
    List<Variable> variables,
    List<ServicePlan> services,
    List<CachePlan> caches,
    Optional<ArtifactPlan> artifacts,
    Reports reports,
    Optional<List<NeedWanted>> needs,
    Optional<List<Place>> dependencies,
    Optional<When> when,
    Duration startIn,
    Optional<AllowFailure> allowFailure,
    RetryPlan retry,
    Duration timeout,
    Optional<Parallel> parallel,
    List<Place> tags,
    Optional<List<Rule>> rules,
    Optional<OnlyExcept> only,
    Optional<OnlyExcept> except,
    Optional<String> resourceGroup,
    boolean interruptible,
    Optional<String> coverage,
    Optional<String> environment) {}
