package dev.glovebox.sandbox;

/**
 * What the kernel enforces on the whole sandbox, whatever runs inside.
 *
 * @param memoryBytes memory for programs and the files they write, swap excluded (there is none);
 *     the cgroup's limit is higher by what the sandbox needs for itself; at least 16 MiB
 * @param processes pids cgroup limit: processes and threads together, the supervisor counted; at
 *     least 2
 */
public record ContainerLimits(long memoryBytes, int processes) {

  /**
   * So much of what is installed in {@code /box/app} takes nothing of {@code memoryBytes}; what is
   * more counts like what programs write.
   */
  public static final long FREE_INSTALLED_BYTES = 8L << 20;

  private static final long LEAST_MEMORY = 16L << 20;

  public ContainerLimits {
    if (memoryBytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "memoryBytes is %d, at least %d is needed".formatted(memoryBytes, LEAST_MEMORY));
    }
    if (processes < 2) {
      throw new IllegalArgumentException(
          "processes is %d, at least 2 are needed".formatted(processes));
    }
  }
}
