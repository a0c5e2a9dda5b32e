package dev.glovebox.problem;

/**
 * A checker or an interactor.
 *
 * @param program what runs
 * @param protocol how the judge talks with it
 */
public record Validator(JuryProgram program, CheckerProtocol protocol) {}
