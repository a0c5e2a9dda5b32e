/**
 * Verification of problems: judges all solutions of the jury, compares with what each promises,
 * derives the time limit where the package gives none, and tries the checker on outputs that are
 * known to be right or wrong.
 *
 * <p>It asks for ordinary submissions; there is no second way through the judge. Entry type: {@link
 * dev.glovebox.verification.Verifications}.
 */
@NullMarked
package dev.glovebox.verification;

import org.jspecify.annotations.NullMarked;
