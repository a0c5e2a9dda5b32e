package dev.glovebox.judge;

/** How busy the machine is. */
@FunctionalInterface
interface HostLoad {

  /** Runnable threads per core; 1 or less means that nobody has to wait. */
  double perCore();
}
