package dev.glovebox.cli;

import picocli.CommandLine.Command;

/** Pipelines. */
@Command(
    name = "ci",
    mixinStandardHelpOptions = true,
    subcommands = {LintCommand.class, CiRunCommand.class},
    description = "Checks and runs pipeline files.")
final class CiCommand {}
