package dev.glovebox.cli.bench;

import dev.glovebox.cli.SubmissionForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A C++ program with many tests in one submission. */
final class TestedProgram implements Scenario {

  /** A test's input and what must come out. */
  record Test(byte[] input, byte[] expected) {
    private static Test of(String input, String expected) {
      return new Test(
          input.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final int PERMUTATION = 100_000;

  private final String name;
  private final String title;
  private final String program;
  private final List<Test> tests;
  private final double goalMillis;
  private final boolean perTest;

  private TestedProgram(
      String name,
      String title,
      String program,
      List<Test> tests,
      double goalMillis,
      boolean perTest) {
    this.name = name;
    this.title = title;
    this.program = program;
    this.tests = tests;
    this.goalMillis = goalMillis;
    this.perTest = perTest;
  }

  /** Twenty tests of a middling problem, sent with each submission. */
  static TestedProgram problem() {
    return new TestedProgram(
        "cpp-problem",
        "C++ problem with 20 tests of 590 kB, sent with each submission",
        "problem.cpp",
        problemTests(),
        550,
        false);
  }

  static List<Test> problemTests() {
    List<Test> tests = new ArrayList<>();
    for (int seed = 1; seed <= 20; seed++) {
      tests.add(inversions(new Random(seed)));
    }
    return tests;
  }

  /** A hundred tests of a program that does next to nothing. */
  static TestedProgram manyTests() {
    List<Test> tests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tests.add(Test.of(i + " " + 2 * i + "\n", 3 * i + "\n"));
    }
    return new TestedProgram(
        "many-tests", "100 trivial tests in one submission", "sum.cpp", tests, 3, true);
  }

  private static Test inversions(Random random) {
    int[] values = new int[PERMUTATION];
    StringBuilder input = new StringBuilder().append(PERMUTATION).append('\n');
    for (int i = 0; i < PERMUTATION; i++) {
      values[i] = random.nextInt(1, PERMUTATION + 1);
      input.append(values[i]).append(i + 1 < PERMUTATION ? ' ' : '\n');
    }
    return Test.of(input.toString(), countInversions(values) + "\n");
  }

  /** By a Fenwick tree: another way than the program's own. */
  private static long countInversions(int[] values) {
    int[] tree = new int[PERMUTATION + 1];
    long count = 0;
    for (int seen = 0; seen < values.length; seen++) {
      int notLarger = 0;
      for (int i = values[seen]; i > 0; i -= i & -i) {
        notLarger += tree[i];
      }
      count += seen - notLarger;
      for (int i = values[seen]; i <= PERMUTATION; i += i & -i) {
        tree[i]++;
      }
    }
    return count;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<Row> measure(Workbench bench) {
    BareCompiler compiler = BareCompiler.unpack(bench);
    double bareCompile =
        Bare.walls(compiler.compile(bench.uniqueProgram(program), bench.runs())).median();
    double bareTests = bareTests(bench, compiler, tests);
    if (!perTest) {
      Samples whole = Workbench.latencies(bench.judgeAll(() -> form(bench.uniqueProgram(program))));
      return List.of(
          Row.millis(
              "median, compile and all tests",
              whole.median(),
              bareCompile + bareTests,
              goalMillis,
              "%d tests".formatted(tests.size())));
    }
    // What a test costs: the compile cache answers, so that the rest is the tests.
    byte[] source = bench.uniqueProgram(program);
    Samples cached = Workbench.latencies(bench.judgeAll(() -> form(source)));
    return List.of(
        Row.millis(
            "median, each test",
            cached.median() / tests.size(),
            bareTests / tests.size(),
            goalMillis,
            "whole submission divided by %d, program from the compile cache"
                .formatted(tests.size())));
  }

  /**
   * Sum of the tests' medians, in microseconds.
   *
   * @param compiler that has compiled the program
   */
  static double bareTests(Workbench bench, BareCompiler compiler, List<Test> tests) {
    double sum = 0;
    int runs = Math.max(3, bench.runs() / 10);
    for (Test test : tests) {
      sum += Bare.walls(compiler.run(test.input(), runs)).median();
    }
    return sum;
  }

  private SubmissionForm form(byte[] source) {
    SubmissionForm form = new SubmissionForm("cpp").source("main.cpp", source);
    tests.forEach(test -> form.test(test.input(), test.expected()));
    return form;
  }
}
