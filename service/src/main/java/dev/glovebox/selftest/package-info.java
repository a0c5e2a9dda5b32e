/**
 * The self-test of a worker: a few programs judged in real sandboxes on the worker's own engine,
 * and what that proves of what it promises. The programs are judged by the judge of submissions, in
 * sandboxes of the same pool.
 *
 * <p>Whoever asks writes a row; the worker of that name takes it. Tables: {@code self_test}, {@code
 * self_test_check}. Entry type: {@link dev.glovebox.selftest.SelfTests}.
 */
@NullMarked
package dev.glovebox.selftest;

import org.jspecify.annotations.NullMarked;
