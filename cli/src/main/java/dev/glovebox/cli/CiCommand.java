package dev.glovebox.cli;

import picocli.CommandLine.Command;

/** Pipelines. */
@Command(
    name = "ci",
    mixinStandardHelpOptions = true,
    subcommands = LintCommand.class,
    description = "Checks pipeline files.")
final class CiCommand {}
