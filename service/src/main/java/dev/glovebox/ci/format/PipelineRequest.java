package dev.glovebox.ci.format;

/**
 * A pipeline file to be planned.
 *
 * @param file its name in the source, for positions
 * @param content its text
 * @param source the files around it
 * @param context what the run is made for
 * @param policy what the administrator allows
 */
public record PipelineRequest(
    String file, String content, SourceTree source, RunContext context, PlanningPolicy policy) {

  /** The usual name of a pipeline file. */
  public static final String USUAL_FILE = ".gitlab-ci.yml";
}
