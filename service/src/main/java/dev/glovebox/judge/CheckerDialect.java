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
   * @param scores whether the problem has some, so that a checker may give them
   */
  static CheckerDialect of(CheckerProtocol protocol, CheckerScores scores) {
    return switch (protocol) {
      case KATTIS -> new KattisDialect(scores);
      case TESTLIB -> new TestlibDialect(scores.exist(), false);
      case TESTLIB_APPES -> new TestlibDialect(scores.exist(), true);
      case CMS -> new CmsDialect(scores.exist());
    };
  }
}
