package dev.glovebox.submission;

/**
 * Priority bands: the order of a tenant's own submissions. A band is worth some minutes of waiting,
 * so what waits long goes before a higher band at last. Tenants share by weight whatever their
 * bands.
 */
public enum Priority {
  /** Rejudges, bulk work. */
  LOW(0),
  NORMAL(100),
  /** A person is waiting. */
  HIGH(200);

  private final int weight;

  Priority(int weight) {
    this.weight = weight;
  }

  /** The number in the queue; higher goes first. */
  public int weight() {
    return weight;
  }
}
