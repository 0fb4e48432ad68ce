package io.github.handful.app;

import io.github.handful.genseg.Plan;
import io.github.handful.genseg.Planner;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan that the labelled training images suggest; images of other splits have no say in it.
 *
 * @param images how many of them were looked at
 * @param available how many there are
 */
record PlanProposal(Plan plan, int images, int available) {
  private static final int MOST_IMAGES = 50;

  /** Bytes of a sample of an image in memory. */
  private static final int BYTES = 4;

  /**
   * Plans from at most 50 images, as many as fit into half of the memory.
   *
   * @param labelled take only so many of the first training images; 0 for all
   * @return empty if none of them can be read
   * @throws DataException if there are fewer than asked for
   */
  static Optional<PlanProposal> of(DataSet data, int labelled, boolean cuda) {
    List<Pair> pairs = data.trainingPairs();
    if (labelled > pairs.size()) {
      throw new DataException(
          "%s has %d labelled images to train on, fewer than the %d asked for"
              .formatted(data.root(), pairs.size(), labelled));
    }
    List<Pair> wanted = labelled == 0 ? pairs : pairs.subList(0, labelled);
    List<Sample> samples = read(data, wanted);
    return samples.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PlanProposal(
                Planner.plan(
                    samples,
                    data.classNames().size(),
                    data.channelNames(),
                    Planner.Machine.of(cuda)),
                samples.size(),
                wanted.size()));
  }

  /** Those that can be read; the inspection reports the others. */
  private static List<Sample> read(DataSet data, List<Pair> pairs) {
    List<Sample> samples = new ArrayList<>();
    long free = Runtime.getRuntime().maxMemory() / 2;
    for (Pair pair : pairs) {
      if (samples.size() == MOST_IMAGES || free < 0) {
        break;
      }
      try {
        Sample sample = data.read(pair);
        samples.add(sample);
        free -= (long) BYTES * sample.image().samples().length;
      } catch (DataException e) {
        continue;
      }
    }
    return samples;
  }
}
