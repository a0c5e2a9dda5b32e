package dev.glovebox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells GitLab's runner where things are in the sandbox. Asks nobody. */
@Command(name = "config", mixinStandardHelpOptions = true, description = "The stage config.")
final class GitlabConfigCommand implements Callable<Integer> {

  /** The workspace, which all containers of a job share. */
  static final String BUILDS = "/builds";

  @Override
  public Integer call() {
    ObjectNode config = JsonMapper.shared().createObjectNode();
    config.put("builds_dir", BUILDS);
    config.put("cache_dir", BUILDS + "/.cache");
    config.put("builds_dir_is_shared", false);
    config.put("hostname", "glovebox");
    config.putObject("driver").put("name", "Glovebox").put("version", "1");
    System.out.println(config);
    return ExitStatus.ACCEPTED.code();
  }
}
