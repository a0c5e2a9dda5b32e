public class Main {
  public static void main(String[] arguments) {
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != 1 && process.pid() != ProcessHandle.current().pid())
        .forEach(process -> System.out.println("PWNED " + process.pid()));
    ProcessHandle.of(1).ifPresent(init -> {
      if (init.destroyForcibly() && !init.isAlive()) {
        System.out.println("PWNED init");
      }
    });
    System.out.println("contained");
  }
}
