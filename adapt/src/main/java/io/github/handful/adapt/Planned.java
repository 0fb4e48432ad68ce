package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import java.util.List;
import java.util.function.Function;

/**
 * A stage before it begins.
 *
 * @param settles whether what is kept after it is what all later stages begin from and trust
 * @param fixedLength whether its length does not depend on the updates that are asked for
 * @param judgements rounds of judgements over its length
 * @param make makes the stage for the network that it changes
 */
record Planned(
    boolean settles,
    boolean fixedLength,
    int iterations,
    int judgements,
    Function<Segmenter, Stage> make) {

  /**
   * The stages of the method that the settings name, without that of the running statistics where
   * the network has none.
   *
   * @param reference what gives the pseudo-labels of TT-SFUDA: the source, with the statistics that
   *     are kept by then
   */
  static List<Planned> of(Context context, Segmenter source, Segmenter reference) {
    boolean tracks = !source.network().statistics().names().isEmpty();
    return stages(context, source, reference).stream()
        .filter(stage -> tracks || !stage.fixedLength())
        .toList();
  }

  private static List<Planned> stages(Context context, Segmenter source, Segmenter reference) {
    int all = context.settings().iterations();
    return switch (context.settings().method()) {
      case BN -> List.of(statistics(context, false));
      case TENT -> List.of(updates(context, all, s -> new EntropyStage(context, s)));
      case PSEUDO -> List.of(updates(context, all, s -> new PseudoLabelStage(context, source, s)));
      case TARGET ->
          List.of(
              statistics(context, true),
              updates(context, all, s -> new TargetStage(context, reference, s)));
      case TTSFUDA ->
          List.of(
              statistics(context, true),
              updates(context, (all + 1) / 2, s -> new TargetStage(context, reference, s)),
              updates(context, all / 2, s -> new TaskStage(context, s)));
    };
  }

  private static Planned statistics(Context context, boolean settles) {
    return new Planned(
        settles, true, StatisticsStage.ENOUGH, 1, s -> new StatisticsStage(context, s));
  }

  private static Planned updates(Context context, int iterations, Function<Segmenter, Stage> make) {
    return new Planned(false, false, iterations, context.settings().judgements(), make);
  }
}
