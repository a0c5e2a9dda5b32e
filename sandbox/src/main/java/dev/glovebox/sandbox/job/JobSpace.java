package dev.glovebox.sandbox.job;

import dev.glovebox.sandbox.SandboxException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** The workspace of one attempt, its network and its containers. */
public interface JobSpace extends AutoCloseable {

  /** Host name of the way out. */
  String WAY_OUT = "glovebox-proxy";

  /**
   * Makes a container; it is not started.
   *
   * @throws SandboxException when the engine refuses
   */
  JobContainer container(ContainerOrder order);

  /**
   * Id of the image with the commands of our own, for a container of this space that needs one of
   * them and the network.
   */
  String helperImage();

  /**
   * Runs a command of our own beside the workspace, which it sees as {@code /workspace}. Its
   * container has no network.
   *
   * @param input its standard input
   * @param most how long it may take
   * @return its exit code
   * @throws SandboxException when it could not be run, or took longer
   */
  int help(List<String> command, InputStream input, JobOutput output, Duration most);

  /**
   * Runs a command of our own that is in the network of the space and, alone of all, in one that
   * leads out of the engine's host. It ends with the space.
   *
   * @param output what it says
   * @throws SandboxException when it could not be started
   */
  void openWayOut(List<String> command, JobOutput output);

  /** Ends and removes everything; returns when the engine says that it is gone. */
  @Override
  void close();
}
