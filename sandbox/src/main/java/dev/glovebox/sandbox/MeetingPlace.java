package dev.glovebox.sandbox;

/** Where a program and its peer talk. */
public sealed interface MeetingPlace {

  /**
   * Runs a program and its peer to their ends. Returns when every process of both is gone.
   *
   * @throws SandboxException for our own faults
   */
  Interaction.Report interact(Interaction interaction, Interaction.Output output);

  /** One sandbox for both, which has what either needs to run. */
  record Shared(Sandbox sandbox) implements MeetingPlace {
    @Override
    public Interaction.Report interact(Interaction interaction, Interaction.Output output) {
      return sandbox.interact(interaction, output);
    }
  }

  /**
   * A sandbox for each, for a peer whose language the program's image does not know. What they say
   * passes through the caller, which costs a fraction of a millisecond a piece.
   *
   * <p>All is as in a shared one, but for this: the peer works in {@code /box/run} and its program
   * is in {@code /box/app}, and memory and processes are each one's own.
   */
  record Apart(Sandbox program, Sandbox peer) implements MeetingPlace {
    @Override
    public Interaction.Report interact(Interaction interaction, Interaction.Output output) {
      return new Relay(interaction, output).between(program, peer);
    }
  }
}
