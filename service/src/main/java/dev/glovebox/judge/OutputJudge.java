package dev.glovebox.judge;

/** Says whether an output will do. Asked only when the program did all else that it should. */
@FunctionalInterface
interface OutputJudge {

  /**
   * @param output everything the program wrote to standard output
   * @throws JuryFault when a program of the jury's is broken
   */
  Judgement judge(StreamCapture output);
}
