package dev.glovebox.ci.plan;

/** In which state of its job something is done: a step run, files kept. */
public enum Condition {
  ON_SUCCESS,
  ON_FAILURE,
  ALWAYS
}
