package dev.glovebox.submission;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Versions of problems that can't be judged, because a program of the jury's is broken: a checker
 * that crashes, hangs or breaks its protocol. Only that version is out of use. Thread-safe.
 */
public interface Quarantine {

  /**
   * @param reason one sentence: which program did what
   * @param evidence what it said, made safe; may be empty
   * @param since when it was put here
   */
  record Case(String reason, String evidence, Instant since) {}

  /** Why a version can't be judged; empty when it can. */
  Optional<Case> find(UUID tenant, String problem, String version);

  /** Takes a version out of use; one that is already keeps its first reason. */
  void put(UUID tenant, String problem, String version, String reason, String evidence);

  /**
   * Puts a version back into use.
   *
   * @return whether it was out of use
   */
  boolean release(UUID tenant, String problem, String version);
}
