import java.io.*;
import java.math.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;
import java.util.regex.*;
import java.util.stream.*;

/** Touches what ordinary programs use, so that the classes behind it land in the archives that are made in the image. */
public class Main {
    sealed interface Shape permits Circle, Square {}
    record Circle(double radius) implements Shape {}
    record Square(double side) implements Shape {}
    enum Colour { RED, GREEN }

    static double area(Shape shape) {
        return switch (shape) {
            case Circle(double radius) -> Math.PI * radius * radius;
            case Square(double side) -> side * side;
        };
    }

    public static void main(String[] arguments) throws Exception {
        var scanner = new Scanner(new ByteArrayInputStream("3 4.5 word\nline\n".getBytes(StandardCharsets.UTF_8)));
        System.out.println(scanner.nextInt() + " " + scanner.nextDouble() + " " + scanner.next() + scanner.nextLine() + scanner.nextLine());
        var reader = new BufferedReader(new InputStreamReader(System.in));
        var tokenizer = new StringTokenizer(Objects.requireNonNullElse(reader.readLine(), "1 2 3"));
        var numbers = new ArrayList<Integer>();
        while (tokenizer.hasMoreTokens()) numbers.add(Integer.parseInt(tokenizer.nextToken()));
        var out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)));
        out.printf("%d %5.2f %s%n", numbers.size(), 2.5, String.join(",", List.of("a", "b")));
        out.println(String.format("%08.3f|%-5s|%x", 3.14159, "x", 255));
        Collections.sort(numbers);
        var counts = new HashMap<String, Integer>();
        for (String word : "b a b".split(" ")) counts.merge(word, 1, Integer::sum);
        out.println(new TreeMap<>(counts) + " " + new LinkedHashMap<>(counts) + new HashSet<>(numbers) + new TreeSet<>(numbers));
        var queue = new PriorityQueue<int[]>((a, b) -> Integer.compare(a[0], b[0]));
        queue.add(new int[] {2, 1});
        var deque = new ArrayDeque<Integer>(numbers);
        deque.addLast(queue.poll()[0]);
        out.println(numbers.stream().filter(n -> n > 1).map(n -> n * n).sorted(Comparator.reverseOrder()).collect(Collectors.toList()));
        out.println(IntStream.range(0, 10).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        out.println(Stream.of("x", "yy").collect(Collectors.groupingBy(String::length, Collectors.counting())));
        out.println(new BigInteger("123456789012345678901234567890").modPow(BigInteger.TEN, BigInteger.valueOf(97)) + " " + new BigDecimal("1.10").add(BigDecimal.ONE));
        out.println(Pattern.compile("(\\d+)").matcher("abc 42").results().map(MatchResult::group).toList());
        out.println(area(new Circle(1)) + area(new Square(2)) + " " + new Square(3) + Arrays.toString(Colour.values()) + new EnumMap<Colour, Integer>(Map.of(Colour.RED, 1)));
        out.println(new StringBuilder("abc").reverse().append(1).append('c').append(2.0).append(5L) + "text".repeat(2) + numbers + arguments.length);
        Arrays.sort(new int[] {3, 1, 2});
        Arrays.sort(new Integer[] {3, 1, 2}, Comparator.comparing(Function.identity()));
        out.println(new BitSet(8) + " " + new Random(1).nextInt(5) + Optional.of(1) + Duration.ofSeconds(90) + LocalDate.of(2000, 1, 1));
        try (var pool = Executors.newFixedThreadPool(2)) {
            out.println(pool.submit(() -> new AtomicInteger(1).incrementAndGet()).get());
        }
        var thread = new Thread(() -> new ConcurrentHashMap<String, Integer>().put("a", 1), "worker");
        thread.start();
        thread.join();
        try {
            throw new IllegalStateException("trained");
        } catch (IllegalStateException e) {
            e.printStackTrace(new PrintWriter(new StringWriter()));
        }
        out.flush();
        Object missing = numbers.get(numbers.size());   // the uncaught exception is part of the training
    }
}
