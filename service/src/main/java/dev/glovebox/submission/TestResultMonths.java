package dev.glovebox.submission;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the coming monthly partitions of the results of tests, ahead of time. */
public final class TestResultMonths {

  private static final int MONTHS_AHEAD = 2;

  private final JdbcClient jdbc;

  public TestResultMonths(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Makes what is missing. Any process may do so at any time; one at a time does.
   *
   * @return how many partitions were made
   */
  public int prepare() {
    return jdbc.sql("select prepare_test_result_months(:ahead)")
        .param("ahead", MONTHS_AHEAD)
        .query(Integer.class)
        .single();
  }
}
