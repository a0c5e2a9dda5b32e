public class Main {
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 100000; i++) {
      Thread thread = new Thread(() -> {
        try {
          Thread.sleep(60000);
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
        }
      });
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("PWNED");
  }
}
