package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialShareTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "15, 1", "16, 2", "100, 12", "5000, 16"})
  void everyTrialIsInOneShare(int trials, int shares) {
    List<TrialShare> all = TrialShare.of(trials, 16, 8);
    assertThat(all).hasSize(shares);

    List<Integer> numbers = IntStream.range(0, trials).boxed().toList();
    List<Integer> checked = numbers.subList(0, trials / 3);
    List<Integer> inputs = numbers.subList(trials / 3, trials);
    List<Integer> made = new ArrayList<>();
    for (TrialShare share : all) {
      assertThat(share.count()).isBetween(trials / shares, trials / shares + 1);
      assertThat(TrialShare.read(share.arguments(), trials)).isEqualTo(share);
      made.addAll(share.within(checked, 0));
      made.addAll(share.within(inputs, checked.size()));
    }
    assertThat(made).isEqualTo(numbers);
  }

  @Test
  void allAreMeantWhereNothingIsSaid() {
    assertThat(TrialShare.read(List.of(), 7)).isEqualTo(new TrialShare(0, 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialShare.read(new TrialShare(3, 5).arguments(), 7));
  }
}
