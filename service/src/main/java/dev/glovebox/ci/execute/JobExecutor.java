package dev.glovebox.ci.execute;

/** Executes attempts of jobs. */
public interface JobExecutor {

  /**
   * Executes one attempt to its end. When it returns, no container, volume or network of the
   * attempt is left.
   *
   * @param order what to do
   * @param record told what happens while it happens, by one thread at a time
   * @param cancellation asks for an early end
   * @return what came of it; failures of our own too, with the class {@link FailureClass#INFRA}
   */
  Outcome execute(AttemptOrder order, AttemptRecord record, Cancellation cancellation);
}
