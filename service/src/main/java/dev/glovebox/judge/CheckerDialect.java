package dev.glovebox.judge;

import dev.glovebox.problem.CheckerProtocol;

/** How a checker is asked, and what its answers mean. */
sealed interface CheckerDialect permits KattisDialect, TestlibDialect, CmsDialect {

  JuryCall call(CheckerQuestion question);

  /**
   * What a run of the checker says.
   *
   * @throws JuryFault when it breaks the protocol
   */
  CheckerAnswer read(CheckerQuestion question, JuryRun run);

  /**
   * @param scoring whether the problem has scores, so that a checker may give some
   */
  static CheckerDialect of(CheckerProtocol protocol, boolean scoring) {
    return switch (protocol) {
      case KATTIS -> new KattisDialect(scoring);
      case TESTLIB -> new TestlibDialect(scoring, false);
      case TESTLIB_APPES -> new TestlibDialect(scoring, true);
      case CMS -> new CmsDialect(scoring);
    };
  }
}
