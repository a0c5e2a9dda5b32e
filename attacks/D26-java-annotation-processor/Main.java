public class Main {
  public static void main(String[] arguments) {
    System.out.println(new java.io.File("/tmp/glovebox-pwned").exists() ? "PWNED" : "contained");
  }
}
