package dev.glovebox.submission;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of a problem's trials one submission of {@link SubmissionRequest#TRIALS} makes: the shares
 * of one problem are judged side by side.
 *
 * @param first of them, from 0
 * @param count how many, at least one
 */
public record TrialShare(int first, int count) {

  public TrialShare {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("no share: %d from %d".formatted(count, first));
    }
  }

  /**
   * Shares of about the same size.
   *
   * @param trials how many there are
   * @param most how many shares, at the most
   * @param worthIt so many trials, at the least, are worth another sandbox
   */
  public static List<TrialShare> of(int trials, int most, int worthIt) {
    int shares = Math.clamp(trials / worthIt, 1, most);
    List<TrialShare> all = new ArrayList<>();
    for (int i = 0, first = 0; i < shares && trials > 0; i++) {
      int end = (int) ((long) trials * (i + 1) / shares);
      all.add(new TrialShare(first, end - first));
      first = end;
    }
    return List.copyOf(all);
  }

  /** The share as the arguments of the submission's request. */
  public List<String> arguments() {
    return List.of(Integer.toString(first), Integer.toString(count));
  }

  /**
   * @param arguments of a request
   * @param trials how many there are, all of which are meant where the arguments say nothing
   * @throws IllegalArgumentException when the arguments are no share of so many
   */
  public static TrialShare read(List<String> arguments, int trials) {
    TrialShare share =
        arguments.isEmpty()
            ? new TrialShare(0, trials)
            : new TrialShare(
                Integer.parseInt(arguments.getFirst()), Integer.parseInt(arguments.getLast()));
    if ((long) share.first + share.count > trials) {
      throw new IllegalArgumentException("%s of %d trials".formatted(share, trials));
    }
    return share;
  }

  /** What of a list that lies at these places of all trials is in the share. */
  public <T> List<T> within(List<T> some, int before) {
    int from = Math.clamp(first - before, 0, some.size());
    int to = Math.clamp(first + count - before, from, some.size());
    return some.subList(from, to);
  }
}
