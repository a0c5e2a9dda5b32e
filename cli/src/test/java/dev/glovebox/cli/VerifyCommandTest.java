package dev.glovebox.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code glovebox verify} asks for, prints, and ends with. */
class VerifyCommandTest {

  private static final String VERSION = "0".repeat(64);
  private static final String UPLOADED =
      """
      {"id": "sum", "version": "%s",
       "warnings": [{"severity": "warning", "file": "problem.yaml", "line": 3, "message": "unknown key colour"}]}
      """
          .formatted(VERSION);
  private static final String RUNNING =
      """
      {"id": "42", "problem": "sum", "state": "running", "judged": 1, "total": 2, "solutions": []}
      """;
  private static final String FAILED =
      """
      {"id": "42", "problem": "sum", "state": "done", "passed": false, "judged": 2, "total": 2,
       "timeLimit": {"limit": 1, "derived": true, "given": 2.5, "slowestAcceptedMicros": 200000},
       "solutions": [
         {"path": "accepted/a.py", "language": "python", "promise": "AC", "verdict": {"code": "AC"},
          "verdictWithMargin": "AC", "slowestMicros": 200000, "slowestTest": "secret/1", "kept": true, "broken": []},
         {"path": "wrong_answer/\\u001b[31mb.py", "language": "python", "promise": "WA", "verdict": {"code": "TLE"},
          "verdictWithMargin": "AC", "slowestMicros": 1500000, "slowestTest": "secret/2", "kept": false,
          "broken": ["it promises WA and got TLE <&> \\u0007"]}],
       "checkerCases": [{"path": "invalid_output/x", "valid": false, "verdict": {"code": "AC"}, "right": false}],
       "inputs": [
         {"path": "invalid_input/n", "valid": false, "verdict": {"code": "WA"}, "right": true},
         {"path": "secret/3", "valid": true, "verdict": {"code": "WA", "message": "n is 0\\u001b[2J\\nmore"}, "right": false}],
       "inputsTried": 5,
       "findings": []}
      """;
  private static final String PASSED =
      """
      {"id": "42", "problem": "sum", "state": "done", "passed": true, "judged": 0, "total": 0, "solutions": []}
      """;

  @TempDir private Path folder = Path.of("");
  private final ScriptedService service = new ScriptedService();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void catchStreams() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void restoreStreams() {
    System.setOut(realOut);
    System.setErr(realErr);
    service.close();
  }

  @Test
  void packsTheFolderFollowsTheVerificationAndShowsTheTable() throws IOException {
    service.then(201, UPLOADED).then(202, RUNNING).then(200, RUNNING).then(200, FAILED);
    Path junit = folder.resolve("junit.xml");

    int status = verify(problem(), "--derive-limits", "--junit", junit.toString());

    assertThat(status).isEqualTo(1);
    assertThat(service.asked)
        .extracting(asked -> asked.method() + " " + asked.path())
        .containsExactly(
            "PUT /api/v1/problems/sum-2",
            "POST /api/v1/problems/sum-2/verify?version=" + VERSION + "&deriveLimits=true",
            "GET /api/v1/problems/sum-2/verifications/42",
            "GET /api/v1/problems/sum-2/verifications/42");
    assertThat(service.asked.getFirst().body().getBytes(UTF_8))
        .startsWith("PK".getBytes(ISO_8859_1));
    assertThat(service.asked.getFirst().body())
        .contains("data/secret/1.in")
        .doesNotContain(".git/");
    assertThat(err.toString(UTF_8))
        .contains("problem.yaml:3: unknown key colour")
        .contains("1 of 2 solutions judged");
    assertThat(out.toString(UTF_8))
        .contains(
            "Time limit: 1 s, derived (the package says 2.5 s); the slowest accepted solution takes 200.0 ms (margin 5.0)")
        .contains("TLE (AC with more time)")
        .contains("it promises WA and got TLE")
        .contains("invalid_output/x: the checker must reject it and said AC")
        .contains("secret/3: the input validators must accept it and said WA: n is 0")
        .contains("0 of 1 cases of the checker judged as they must be")
        .contains("4 of 5 inputs judged as they must be")
        .contains("FAILED: 1 of 2 solutions keep their promises")
        .doesNotContain("\u001b")
        .doesNotContain("\u0007");
    assertThat(Files.readString(junit))
        .contains("tests=\"6\" failures=\"3\"")
        .contains("it promises WA and got TLE &lt;&amp;&gt;")
        .contains("classname=\"sum.inputs\" name=\"secret/3\"")
        .doesNotContain("\u0007");
  }

  @Test
  void linksThatLeadOutOfThePackageOrNowhereAreSaid() throws IOException {
    service.then(200, UPLOADED).then(202, PASSED);
    Path problem = problem();
    Path header = Files.writeString(folder.resolve("header.h"), "#pragma once");
    Files.createSymbolicLink(problem.resolve("lib.h"), Path.of("../header.h"));
    Files.createSymbolicLink(problem.resolve("lost.h"), Path.of("../lost.h"));
    Files.createSymbolicLink(problem.resolve("again.in"), Path.of("data/secret/1.in"));

    assertThat(verify(problem)).isZero();

    assertThat(err.toString(UTF_8))
        .contains(
            "warning: lib.h leads out of the package; a copy of %s is uploaded"
                .formatted(header.toRealPath()))
        .contains("warning: lost.h links to ../lost.h, which is not there; it is left out")
        .doesNotContain("again.in");
    assertThat(service.asked.getFirst().body())
        .contains("lib.h", "again.in")
        .doesNotContain("lost");
  }

  @Test
  void aFolderWithALinkToItselfCantBePacked() throws IOException {
    Path problem = problem();
    Files.createSymbolicLink(problem.resolve("data/again"), Path.of("../data"));
    assertThat(verify(problem)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("can't be packed");
  }

  @Test
  void endsWithZeroWhenEverythingIsKept() throws IOException {
    service.then(200, UPLOADED).then(202, PASSED);
    assertThat(verify(problem(), "--id", "other")).isZero();
    assertThat(service.asked.getFirst().path()).isEqualTo("/api/v1/problems/other");
    assertThat(out.toString(UTF_8)).contains("PASSED");
  }

  /** A process of its own, for a signal is the whole process's. */
  @Test
  void anInterruptCancelsTheVerification() throws Exception {
    String canceled =
        """
        {"id": "42", "problem": "sum", "state": "canceled", "judged": 1, "total": 3, "solutions": []}
        """;
    service.then(201, UPLOADED).then(202, RUNNING);
    service.always(200, RUNNING);
    Process command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Glovebox.class.getName(),
                "verify",
                "--url",
                service.url(),
                "--key",
                "secret",
                problem().toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = command.inputReader(UTF_8)) {
      assertThat(said.lines().anyMatch(line -> line.contains("1 of 2 solutions judged"))).isTrue();
      service.always(200, canceled);
      // Not of the process itself, which would close its output, too.
      command.toHandle().destroy();
      String rest = said.lines().collect(Collectors.joining("\n"));

      assertThat(rest).contains("canceled after 1 of 3 solutions", "CANCELED");
      assertThat(command.waitFor()).isEqualTo(130);
      assertThat(service.asked)
          .extracting(asked -> asked.method() + " " + asked.path())
          .contains("POST /api/v1/problems/sum-2/verifications/42/cancel");
    } finally {
      command.destroyForcibly();
    }
  }

  @Test
  void saysWhatIsWrongWithARefusedPackage() throws IOException {
    service.then(
        422,
        """
        {"type": "/problems/package-refused", "detail": "The package is refused.",
         "findings": [{"severity": "error", "file": "data/secret/1.in", "message": "there is no answer"}]}
        """);
    assertThat(verify(problem())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("error: data/secret/1.in: there is no answer");
  }

  @Test
  void aPathThatIsNotThereIsWrongUsage() {
    assertThat(verify(folder.resolve("nowhere"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("There is no file or folder");
  }

  @ParameterizedTest
  @CsvSource({
    "Sum Of Two.zip, sum-of-two",
    "a/b/Hello.tar.gz, hello",
    "-_x, x",
    "different.kpp, different"
  })
  void theIdFollowsFromTheName(String path, String id) {
    assertThat(VerifyCommand.id(Path.of(path))).isEqualTo(id);
  }

  private Path problem() throws IOException {
    Path problem = folder.resolve("Sum 2");
    Files.createDirectories(problem.resolve("data/secret"));
    Files.createDirectories(problem.resolve(".git"));
    Files.writeString(problem.resolve("problem.yaml"), "name: Sum");
    Files.writeString(problem.resolve("data/secret/1.in"), "1 2");
    Files.writeString(problem.resolve(".git/config"), "");
    return problem;
  }

  private int verify(Path path, String... more) {
    String[] arguments = new String[6 + more.length];
    System.arraycopy(
        new String[] {"verify", "--url", service.url(), "--key", "secret", path.toString()},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return Glovebox.run(arguments);
  }
}
