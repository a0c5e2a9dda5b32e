package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredJsonTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyRequestComesBackAsItWas(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      SubmissionRequest request = Samples.random(random);
      StoredJson.Row row = StoredJson.write(request);
      assertThat(StoredJson.readRequest(row))
          .as("seed %d, round %d: %s", seed, i, row.json())
          .usingRecursiveComparison()
          .withStrictTypeChecking()
          .ignoringCollectionOrderInFields("metadata")
          .isEqualTo(request);
      assertThat(row.json()).doesNotContain("\\u0000");
    }
  }

  @Test
  void theFormIsTheOneThatWasWrittenFirst() {
    assertThat(StoredJson.write(Samples.request()).json())
        .isEqualTo(
            "{\"form\":1,\"request\":{\"language\":\"python\",\"sources\":[{\"name\":\"main.py\","
                + "\"content\":[0,14]}],\"main\":null,\"compileOptions\":null,"
                + "\"arguments\":[],\"tests\":[{\"name\":\"\",\"input\":[14,0],\"expected\":null,"
                + "\"comparison\":{\"type\":\"trimLines\"}}],\"limits\":{\"cpu\":\"PT2S\","
                + "\"wall\":\"PT10S\",\"memoryBytes\":268435456,\"processes\":64,"
                + "\"outputBytes\":1048576,\"fileSizeBytes\":1048576,\"stackBytes\":null},"
                + "\"tier\":\"CONTAINER\",\"priority\":\"NORMAL\",\"stopAtFirstFailure\":false,"
                + "\"mergeStderr\":false,\"drainOutput\":false,\"metadata\":{},"
                + "\"idempotencyKey\":null}}");
  }

  @Test
  void aFormOfTheFutureIsNotGuessedAt() {
    StoredJson.Row row = StoredJson.write(Samples.request());
    StoredJson.Row future =
        new StoredJson.Row(row.json().replace("\"form\":1", "\"form\":6"), row.contents());
    assertThatThrownBy(() -> StoredJson.readRequest(future)).hasMessageContaining("unknown form 6");
  }

  @Test
  void theFormOfSubmissionsAgainstAProblemIsTheOneThatWasWrittenFirst() {
    SubmissionRequest request = Samples.againstProblem();
    String json = StoredJson.write(request).json();
    assertThat(json)
        .startsWith("{\"form\":2,\"request\":{\"language\":\"python\"")
        .endsWith(
            "\"idempotencyKey\":null,\"problem\":{\"problem\":\"sums\",\"version\":\""
                + "a".repeat(64)
                + "\",\"tests\":3},\"overrides\":{\"timeLimit\":\"PT4S\",\"allTests\":true}}}");
  }

  @Test
  void theFormOfParticularSubmissionsIsTheOneThatWasWrittenFirst() {
    SubmissionRequest request = Samples.particular();
    StoredJson.Row row = StoredJson.write(request);
    assertThat(row.json())
        .startsWith("{\"form\":3,\"request\":{\"language\":\"python\"")
        .endsWith(
            "\"overrides\":null,\"particulars\":{\"compile\":{\"cpu\":\"PT3S\",\"wall\":\"PT4S\","
                + "\"memoryBytes\":5},\"recordOrder\":true,\"checkSyntax\":false,"
                + "\"live\":\"00000000-0000-0001-0000-000000000002\"}}}");
    assertThat(StoredJson.readRequest(row)).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void extrasOfRunsHaveAFormOfTheirOwn() {
    SubmissionRequest plain = Samples.particular();
    Particulars before = plain.particulars();
    SubmissionRequest request =
        plain.with(
            new Particulars(
                before.compile(),
                before.recordOrder(),
                before.checkSyntax(),
                before.live(),
                Optional.of(new RunExtras(5, true, Optional.empty(), Optional.empty()))));
    StoredJson.Row row = StoredJson.write(request);
    assertThat(row.json())
        .startsWith("{\"form\":5,")
        .endsWith(
            "\"extras\":{\"keptOutputBytes\":5,\"sourcesInFolder\":true,"
                + "\"leftFilesBytes\":null,\"cpuExtra\":null}}}}");
    assertThat(StoredJson.readRequest(row)).usingRecursiveComparison().isEqualTo(request);
    String earlier =
        row.json()
            .replace("\"form\":5", "\"form\":4")
            .replace(",\"leftFilesBytes\":null,\"cpuExtra\":null", "");
    assertThat(StoredJson.readRequest(new StoredJson.Row(earlier, row.contents())))
        .usingRecursiveComparison()
        .isEqualTo(request);
  }

  @Test
  void compilationsThatWereStoredEarlierCanBeRead() {
    CompileResult compile =
        StoredJson.readCompile(
            "{\"succeeded\":true,\"cached\":false,\"cpu\":\"PT1S\",\"wall\":\"PT2S\","
                + "\"memoryBytes\":7,\"exitCode\":0,\"output\":{\"prefix\":\"aGk=\",\"totalBytes\":2,"
                + "\"sha256\":\"\"},\"message\":\"\"}");
    assertThat(compile.output().prefix()).asString().isEqualTo("hi");
    assertThat(compile.signal()).isEmpty();
    assertThat(compile.limit()).isEmpty();
    assertThat(compile.order()).isEmpty();
  }

  @Test
  void aCompilationIsReadAsItWasWritten() {
    CompileResult compile =
        new CompileResult(
            false,
            false,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            3,
            Optional.empty(),
            new CapturedOutput(new byte[] {1}, 1, new byte[32]),
            "why",
            Optional.of(9),
            Optional.of(TestResult.LimitFired.WALL),
            Optional.of(new OutputOrder(new byte[] {1, 0})));
    assertThat(StoredJson.readCompile(StoredJson.write(compile)))
        .usingRecursiveComparison()
        .isEqualTo(compile);
  }

  @Test
  void anOutlineTellsTheProblemOrTheNamesOfTheTests() {
    SubmissionId id = new SubmissionId(java.util.UUID.randomUUID());
    for (SubmissionRequest request :
        List.of(Samples.request(), Samples.againstProblem(), Samples.particular())) {
      assertThat(StoredJson.readOutline(StoredJson.write(request).json(), id, Instant.EPOCH))
          .isEqualTo(
              SubmissionOutline.of(
                  new Submission(id, java.util.UUID.randomUUID(), request, Instant.EPOCH)));
    }
  }

  /** The database sorts the keys of an object by their lengths. */
  @Test
  void theFormIsFoundWhereverItStands() {
    StoredJson.Row row = StoredJson.write(Samples.request());
    String inner = row.json().substring("{\"form\":1,".length(), row.json().length() - 1);
    assertThat(
            StoredJson.readRequest(new StoredJson.Row("{" + inner + ",\"form\":1}", row.contents()))
                .language())
        .isEqualTo("python");
  }
}
