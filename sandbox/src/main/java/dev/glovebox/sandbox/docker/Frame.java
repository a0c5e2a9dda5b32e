package dev.glovebox.sandbox.docker;

/** The numbers of the protocol, see {@code supervisor/PROTOCOL.md}. */
final class Frame {

  static final int VERSION = 2;

  /** The longest frame: type and body, without the length itself. */
  static final int LONGEST = (1 << 20) + 64;

  static final int STAGE = 0x01;
  static final int INSTALL = 0x02;
  static final int RUN = 0x03;
  static final int STDIN = 0x04;
  static final int KILL = 0x05;
  static final int FETCH = 0x06;
  static final int PEER = 0x08;

  static final int HELLO = 0x81;
  static final int INSTALLED = 0x82;
  static final int OUT = 0x83;
  static final int DONE = 0x84;
  static final int CLEAN = 0x85;
  static final int FILE = 0x86;
  static final int FILES_END = 0x87;
  static final int FAULT = 0x88;
  static final int PONG = 0x89;
  static final int PEER_DONE = 0x8a;
  static final int STDOUT_CLOSED = 0x8b;

  /** Flags of STAGE and FILE. */
  static final int APPEND = 1;

  static final int EXECUTABLE = 2;

  /** Flag of STAGE. */
  static final int FOLDER = 4;

  /** Flag of FILE. */
  static final int LEFT_OUT = 4;

  private Frame() {}
}
