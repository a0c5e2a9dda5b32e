/**
 * Judges submissions: compiles once, runs every test in the same sandbox, compares, and says what
 * came of it.
 *
 * <p>Knows nothing of Docker, HTTP or tables. Entry type: {@link dev.glovebox.judge.JudgeHandler},
 * which the worker finds as the handler of the kind {@code judge}. The rules for people are in
 * {@code docs/judging.md}.
 */
@NullMarked
package dev.glovebox.judge;

import org.jspecify.annotations.NullMarked;
