package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import java.util.List;

/**
 * What a checker answered.
 *
 * @param judgement of the output
 * @param feedback files for the checker's next pass
 */
record CheckerAnswer(Judgement judgement, List<SandboxFile> feedback) {}
