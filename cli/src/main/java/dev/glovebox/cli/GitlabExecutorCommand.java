package dev.glovebox.cli;

import picocli.CommandLine.Command;

/** The driver for the custom executor of GitLab's runner. */
@Command(
    name = "gitlab-executor",
    mixinStandardHelpOptions = true,
    subcommands = {
      GitlabConfigCommand.class,
      GitlabPrepareCommand.class,
      GitlabRunCommand.class,
      GitlabCleanupCommand.class
    },
    description = {
      "Runs jobs of GitLab's runner in sandboxes; called by its custom executor.",
      "docs/gitlab.md tells how to set it up."
    })
final class GitlabExecutorCommand {}
