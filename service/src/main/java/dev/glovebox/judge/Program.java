package dev.glovebox.judge;

import dev.glovebox.language.CommandLine;
import dev.glovebox.language.Language;
import dev.glovebox.language.ProgramLayout;
import dev.glovebox.sandbox.IsolationTier;
import java.util.UUID;

/**
 * A program that is to be built and run: a submission's or a jury's.
 *
 * @param tenant whose it is
 * @param language its language
 * @param image id of the language's image
 * @param tier isolation
 * @param layout its files and where it starts
 * @param commands its command lines
 * @param limits of each phase
 */
record Program(
    UUID tenant,
    Language language,
    String image,
    IsolationTier tier,
    ProgramLayout layout,
    CommandLine commands,
    PhaseLimits limits) {}
