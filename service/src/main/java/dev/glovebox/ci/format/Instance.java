package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of the jobs that a definition makes.
 *
 * @param name of the job
 * @param matrix values that make it differ, empty unless of a matrix
 * @param index from 1
 */
record Instance(
    JobDefinition definition, String name, Map<String, String> matrix, int index, int total) {

  /** All jobs of a definition, whether in the run or not. */
  static List<Instance> of(JobDefinition job) {
    List<Instance> instances = new ArrayList<>();
    switch (job.parallel().orElse(null)) {
      case null -> instances.add(new Instance(job, job.name(), Map.of(), 1, 1));
      case Parallel.Copies(int count) -> {
        for (int i = 1; i <= count; i++) {
          String name = "%s %d/%d".formatted(job.name(), i, count);
          instances.add(new Instance(job, name, Map.of(), i, count));
        }
      }
      case Parallel.Matrix(List<Map<String, String>> all) -> {
        for (Map<String, String> one : all) {
          String name = "%s: [%s]".formatted(job.name(), String.join(", ", one.values()));
          instances.add(new Instance(job, name, one, instances.size() + 1, all.size()));
        }
      }
    }
    return instances;
  }

  /** Variables of the file as this job sees them, before rules add theirs. */
  List<Variable> variables(List<Variable> globals) {
    List<Variable> variables = new ArrayList<>();
    globals.stream()
        .filter(v -> definition.inherits().map(names -> names.contains(v.key())).orElse(true))
        .forEach(variables::add);
    variables.addAll(definition.variables());
    matrix.forEach((key, value) -> {
      if (VariablesReader.isName(key)) {
        variables.add(Variable.of(key, value));
      }
    });
    return variables;
  }
}
