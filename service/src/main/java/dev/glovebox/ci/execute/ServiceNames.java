package dev.glovebox.ci.execute;

import dev.glovebox.ci.plan.ServicePlan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Host names of a service: those of the plan, then those made of its image's name as GitLab makes
 * them, without registry's port, tag and digest: {@code acme/db:17} is {@code acme__db} and {@code
 * acme-db}.
 */
record ServiceNames(List<String> all) {

  /**
   * @param image its name, variables expanded
   */
  static ServiceNames of(ServicePlan service, String image) {
    String plain =
        image.replaceFirst("@.*$", "").replaceFirst(":[^/]*$", "").replaceAll(":\\d+/", "/");
    Set<String> names = new LinkedHashSet<>(service.aliases());
    names.add(plain.replace("/", "__"));
    names.add(plain.replace('/', '-'));
    return new ServiceNames(List.copyOf(names));
  }

  /** What it is called in the log. */
  String first() {
    return all.getFirst();
  }
}
