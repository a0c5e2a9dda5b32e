/**
 * Reports of tests that jobs left: read, counted, compared. Entry type: {@link
 * dev.glovebox.ci.report.TestReports}.
 */
@NullMarked
package dev.glovebox.ci.report;

import org.jspecify.annotations.NullMarked;
