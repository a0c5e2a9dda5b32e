public class Main {
    public static void main(String[] arguments) {
        int[] none = {};
        System.out.println(none[1]);
    }
}
