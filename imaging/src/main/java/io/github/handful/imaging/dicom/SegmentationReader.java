package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the frames of a segmentation onto a grid. */
final class SegmentationReader {
  static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";
  private static final String LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7";
  private static final int MAX_LABEL = 255;

  private final DicomFile file;
  private final Attributes root;
  private final FrameReader reader;
  private final FunctionalGroups groups;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Integer, Integer> labels = new TreeMap<>();
  private final List<String> names = new ArrayList<>(List.of("background"));
  private long overlapping;
  private long outside;

  private SegmentationReader(DicomFile file) {
    this.file = file;
    this.root = file.attributes();
    this.reader = new FrameReader(file);
    this.groups = new FunctionalGroups(root);
  }

  static boolean isSegmentation(String sopClass) {
    return sopClass.equals(SEGMENTATION) || sopClass.equals(LABEL_MAP);
  }

  static DicomSegmentation read(Path path, Optional<DicomSeries> source) {
    try (DicomFile file = DicomFile.open(path)) {
      if (!isSegmentation(file.sopClass())) {
        throw new DataException(
            path + " is no DICOM segmentation; give a file of the modality SEG.");
      }
      if (file.attributes().has(Tag.TOTAL_PIXEL_MATRIX_COLUMNS)) {
        throw new DataException(
            path + " segments a microscopy slide in tiles, which is not read; give a volume.");
      }
      return new SegmentationReader(file).read(source);
    }
  }

  private DicomSegmentation read(Optional<DicomSeries> source) {
    readSegments();
    List<Slice> frames = SliceReader.slices(file);
    FramePlacement placement =
        source.isPresent()
            ? FramePlacement.onto(file, source.get())
            : FramePlacement.own(file, groups, frames);
    Grid grid = placement.grid();
    requireMemory(grid);
    byte[] values = new byte[grid.count()];
    frames.stream()
        .sorted(Comparator.comparingInt(frame -> label(frame.frame())))
        .forEach(frame -> put(values, grid, frame, placement));
    if (overlapping > 0) {
      warn(overlapping + " voxels belong to several segments; the highest number is kept");
    }
    if (outside > 0) {
      warn(outside + " segmented voxels lie outside the series and were left out");
    }
    return new DicomSegmentation(new LabelMap(grid, values), names, findings);
  }

  private void readSegments() {
    Map<Integer, String> segments = new TreeMap<>();
    for (Attributes segment : root.items(Tag.SEGMENT_SEQUENCE)) {
      int number = segment.integer(Tag.SEGMENT_NUMBER).orElse(0);
      // Label maps may list the background, whose number is 0.
      if (number > 0) {
        segments.put(number, segment.text(Tag.SEGMENT_LABEL).orElse("segment " + number));
      }
    }
    if (segments.isEmpty()) {
      throw file.damaged("it lists no segments");
    }
    if (segments.size() > MAX_LABEL) {
      throw new DataException(
          "%s has %d segments, more than the %d a label map can hold; split it."
              .formatted(file.file(), segments.size(), MAX_LABEL));
    }
    segments.forEach(
        (number, name) -> {
          labels.put(number, names.size());
          names.add(name);
        });
  }

  /** The class of a frame of one segment; 0 for frames that hold several as their values. */
  private int label(int frame) {
    if (isLabelMap()) {
      return 0;
    }
    Tag identification = Tag.SEGMENT_IDENTIFICATION_SEQUENCE;
    double[] number = groups.numbers(frame, identification, Tag.REFERENCED_SEGMENT_NUMBER);
    return label(number.length == 0 ? 0 : (int) number[0], frame);
  }

  private int label(int segment, int frame) {
    Integer label = labels.get(segment);
    if (label == null) {
      throw file.damaged(
          "frame %d belongs to segment %d, which is not listed".formatted(frame + 1, segment));
    }
    return label;
  }

  private boolean isLabelMap() {
    return root.text(Tag.SEGMENTATION_TYPE).orElse("").equals("LABELMAP");
  }

  private void put(byte[] values, Grid grid, Slice frame, FramePlacement placement) {
    FramePlacement.Steps steps = placement.steps(frame);
    int[] stored = reader.stored(frame.frame());
    int label = label(frame.frame());
    int least = root.integer(Tag.MAXIMUM_FRACTIONAL_VALUE).orElse(1);
    for (int i = 0; i < stored.length; i++) {
      boolean set = label == 0 ? stored[i] > 0 : 2L * stored[i] >= least && stored[i] > 0;
      if (!set) {
        continue;
      }
      int target = steps.index(grid, i % frame.columns(), i / frame.columns());
      if (target < 0) {
        outside++;
        continue;
      }
      overlapping += values[target] != 0 ? 1 : 0;
      values[target] = (byte) (label == 0 ? label(stored[i], frame.frame()) : label);
    }
  }

  private void requireMemory(Grid grid) {
    long limit = Runtime.getRuntime().maxMemory();
    if (grid.count() > limit) {
      throw new DataException(
          "%s spans %s voxels, more than fit into Java's memory (%d MB); crop it or raise -Xmx."
              .formatted(file.file(), grid.describe(), limit >> 20));
    }
  }

  private void warn(String text) {
    findings.add(new Finding(Finding.Severity.WARNING, file.file() + ": " + text + "."));
  }
}
