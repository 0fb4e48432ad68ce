package io.github.handful.imaging.dicom;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attributes of single frames (PS3.3 section C.7.6.16): those of the frame itself come before
 * those that all frames share, and these before those of the whole file, where older objects keep
 * them.
 */
final class FunctionalGroups {
  private final Attributes root;
  private final Optional<Attributes> shared;
  private final List<Attributes> perFrame;

  FunctionalGroups(Attributes root) {
    this.root = root;
    this.shared = root.item(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
    this.perFrame = root.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
  }

  /** How many frames are described one by one. */
  int described() {
    return perFrame.size();
  }

  /** The item of a functional group that holds for a frame. */
  Optional<Attributes> group(int frame, Tag sequence) {
    Optional<Attributes> own =
        frame < perFrame.size() ? perFrame.get(frame).item(sequence) : Optional.empty();
    return own.or(() -> shared.flatMap(attributes -> attributes.item(sequence)));
  }

  /** Numbers of an attribute of a functional group, else of the file itself; none if absent. */
  double[] numbers(int frame, Tag sequence, Tag tag) {
    return Stream.of(group(frame, sequence), Optional.of(root))
        .flatMap(Optional::stream)
        .map(attributes -> attributes.numbers(tag))
        .filter(numbers -> numbers.length > 0)
        .findFirst()
        .orElseGet(() -> nuclearMedicine(tag));
  }

  /** Text of an attribute of a functional group, else of the file itself. */
  Optional<String> text(int frame, Tag sequence, Tag tag) {
    return group(frame, sequence).flatMap(a -> a.text(tag)).or(() -> root.text(tag));
  }

  /** Nuclear medicine keeps the position of its detector in a sequence of its own. */
  private double[] nuclearMedicine(Tag tag) {
    return root.item(Tag.DETECTOR_INFORMATION_SEQUENCE)
        .map(attributes -> attributes.numbers(tag))
        .orElseGet(() -> new double[0]);
  }
}
