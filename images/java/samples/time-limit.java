public class Main {
    static volatile long count;

    public static void main(String[] arguments) {
        while (true) count++;
    }
}
