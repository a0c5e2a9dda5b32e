package dev.glovebox.ci.plan;

/**
 * The working directory of a job, its own, dropped at its end.
 *
 * @param megabytes most it can hold, in MiB
 * @param path absolute, where the containers see it
 */
public record Workspace(int megabytes, String path) {}
