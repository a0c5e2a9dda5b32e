package dev.glovebox.problem;

import java.util.List;
import java.util.stream.Stream;

/**
 * Tests that are scored together. The root has the path {@code ""} and, where there are any, the
 * samples as its first child, of path {@code sample}.
 *
 * @param children in the order in which they are judged
 */
public record TestGroup(String path, Scoring scoring, List<TestNode> children) implements TestNode {

  public TestGroup {
    children = List.copyOf(children);
  }

  /** All tests below, in the order in which they are judged. */
  public Stream<ProblemTest> tests() {
    return children.stream()
        .flatMap(child ->
            switch (child) {
              case ProblemTest test -> Stream.of(test);
              case TestGroup group -> group.tests();
            });
  }
}
