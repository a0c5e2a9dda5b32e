package dev.glovebox.engine;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The Docker engine and the sandboxes on it.
 *
 * @param engine where the engine listens: {@code unix:///path} or {@code tcp://host:port}
 * @param seccompProfile the system calls a sandbox may make, in Docker's format
 * @param jobSeccompProfile the system calls a CI job may make, in Docker's format
 * @param cores cores that sandboxes are pinned to, one each; empty = all
 * @param memory what a sandbox may use when it starts; a submission with other limits costs one
 *     engine call
 * @param processes processes and threads a sandbox may have when it starts
 * @param firstUid first user id that programs get; workers that share an engine need ranges that
 *     don't overlap
 * @param boxSize size of {@code /box}
 * @param tmpSize size of {@code /tmp}
 * @param warm idle sandboxes of each ready language, at least
 * @param surge idle sandboxes of one language under load, at most; 0 = the number of cores plus one
 * @param idle idle sandboxes of all languages together, at most
 * @param reuses how often a sandbox may serve the same tenant, where reuse is allowed
 * @param starts sandboxes started at the same time
 * @param removals sandboxes removed at the same time
 * @param acquire how long to wait for a sandbox before the engine is suspected; it is tried out
 *     with a small container for as long
 * @param sweep how often to look for what a crash left behind
 */
@Validated
@ConfigurationProperties("glovebox.sandbox")
public record EngineProperties(
    @DefaultValue("unix:///var/run/docker.sock") @NotNull String engine,
    @DefaultValue("seccomp-profiles/program.json") @NotNull Path seccompProfile,
    @DefaultValue("seccomp-profiles/ci.json") @NotNull Path jobSeccompProfile,
    @DefaultValue({}) List<Integer> cores,
    @DefaultValue("512MB") @NotNull DataSize memory,
    @DefaultValue("64") @Min(2) int processes,
    @DefaultValue("200000") @Min(65537) int firstUid,
    @DefaultValue("256MB") @NotNull DataSize boxSize,
    @DefaultValue("64MB") @NotNull DataSize tmpSize,
    @DefaultValue("1") @Min(0) @Max(64) int warm,
    @DefaultValue("0") @Min(0) @Max(256) int surge,
    @DefaultValue("32") @Min(1) @Max(4096) int idle,
    @DefaultValue("1000") @Min(0) int reuses,
    @DefaultValue("3") @Min(1) @Max(64) int starts,
    @DefaultValue("2") @Min(1) @Max(64) int removals,
    @DefaultValue("30s") @NotNull Duration acquire,
    @DefaultValue("1m") @NotNull Duration sweep) {}
