import java.io.IOException;

public class Main {
  public static void main(String[] arguments) throws Exception {
    for (String[] command : new String[][] {{"cat", "/etc/shadow"}, {"kill", "-9", "1"}, {"touch", "/box/app/x"}}) {
      try {
        if (new ProcessBuilder(command).start().waitFor() == 0) {
          System.out.println("PWNED " + command[0]);
        }
      } catch (IOException refused) {
        System.out.println(refused.getMessage());
      }
    }
    System.out.println("contained");
  }
}
