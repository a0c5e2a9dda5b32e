package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
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
        new StoredJson.Row(row.json().replace("\"form\":1", "\"form\":3"), row.contents());
    assertThatThrownBy(() -> StoredJson.readRequest(future)).hasMessageContaining("unknown form 3");
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
  void anOutlineTellsTheProblemOrTheNamesOfTheTests() {
    SubmissionId id = new SubmissionId(java.util.UUID.randomUUID());
    for (SubmissionRequest request : List.of(Samples.request(), Samples.againstProblem())) {
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
