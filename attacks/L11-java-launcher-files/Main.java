public class Main {
  public static void main(String[] arguments) {
    System.out.println(System.getProperty("pwned") == null ? "contained" : "PWNED");
  }
}
