package dev.glovebox.cli.bench;

import java.util.List;

/** One thing that is measured. */
interface Scenario {

  /** The name on the command line. */
  String name();

  /** What it is, in one line. */
  String title();

  /**
   * Measures.
   *
   * @throws dev.glovebox.cli.Failure when the service is not there or judges wrongly: a wrong
   *     verdict makes every time meaningless
   */
  List<Row> measure(Workbench bench);
}
