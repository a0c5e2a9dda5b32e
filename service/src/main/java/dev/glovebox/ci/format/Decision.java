package dev.glovebox.ci.format;

/**
 * Why a job is in a run, or is not.
 *
 * @param job its name; that of a matrix' entry
 * @param included whether it is in the run
 * @param reason what decided
 * @param path JSON pointer of that, or of the job
 * @param file that it is written in
 * @param line from 1
 * @param column from 1
 */
public record Decision(
    String job, boolean included, Reason reason, String path, String file, int line, int column) {

  /** What decides. */
  public enum Reason {
    /** The first of its rules that holds. */
    RULE,
    /** It has rules, and none of them holds. */
    NO_RULE,
    /** Its {@code only}. */
    ONLY,
    /** Its {@code except}. */
    EXCEPT,
    /** It says nothing, and is in runs for branches and tags. */
    NO_CONDITION
  }

  static Decision of(String job, JobSelection.Verdict verdict) {
    var mark = verdict.place().mark();
    return new Decision(
        job,
        verdict.selected().isPresent(),
        verdict.reason(),
        verdict.place().path(),
        mark.file(),
        mark.line(),
        mark.column());
  }
}
