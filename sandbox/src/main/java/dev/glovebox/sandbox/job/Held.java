package dev.glovebox.sandbox.job;

/** An image that stays until this is closed; closing again does nothing. */
public interface Held extends AutoCloseable {

  @Override
  void close();
}
