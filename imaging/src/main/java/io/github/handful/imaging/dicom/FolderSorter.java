package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Finding.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens all files below a folder once and sorts what they hold. */
final class FolderSorter {
  private static final String DOSE = "1.2.840.10008.5.1.4.1.1.481.2";
  private static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";
  private static final int NAMED = 3;

  private final Path folder;
  private final Map<String, Header> series = new HashMap<>();
  private final List<Path> segmentations = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private int others;
  private int withoutPixels;
  private int localisers;
  private int slides;

  FolderSorter(Path folder) {
    this.folder = folder;
  }

  /** What the first file of a series says about it, and its slices. */
  private record Header(
      String uid, String modality, String description, int number, List<Slice> slices) {}

  DicomListing list() {
    for (Path file : files()) {
      try {
        sort(file);
      } catch (DataException e) {
        faults.add(e.getMessage());
      }
    }
    List<DicomSeries> found = new ArrayList<>();
    series.values().stream()
        .sorted(Comparator.comparingInt(Header::number).thenComparing(Header::uid))
        .forEach(header -> found.addAll(stacks(header)));
    if (found.isEmpty() && segmentations.isEmpty()) {
      throw nothingFound();
    }
    reportRest();
    return new DicomListing(found, segmentations, findings);
  }

  private List<Path> files() {
    if (Files.isRegularFile(folder)) {
      return List.of(folder);
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          folder + " cannot be listed; check that it exists and its access rights.", e);
    }
  }

  private void sort(Path file) {
    Optional<DicomFile> opened = DicomFile.openIfDicom(file);
    if (opened.isEmpty()) {
      others++;
      return;
    }
    try (DicomFile dicom = opened.get()) {
      Attributes attributes = dicom.attributes();
      String sopClass = dicom.sopClass();
      boolean pixels =
          attributes.has(Tag.PIXEL_DATA)
              || attributes.has(Tag.FLOAT_PIXEL_DATA)
              || attributes.has(Tag.DOUBLE_FLOAT_PIXEL_DATA);
      if (SegmentationReader.isSegmentation(sopClass)) {
        segmentations.add(file);
      } else if (sopClass.equals(WHOLE_SLIDE)) {
        slides++;
      } else if (attributes.has(Tag.ROWS) && !pixels) {
        throw dicom.damaged("it ends before its pixels");
      } else if (!pixels || sopClass.equals(DOSE)) {
        withoutPixels++;
      } else if (attributes.texts(Tag.IMAGE_TYPE).contains("LOCALIZER")) {
        localisers++;
      } else {
        header(attributes, file).slices().addAll(SliceReader.slices(dicom));
      }
    }
  }

  private Header header(Attributes attributes, Path file) {
    int number = attributes.integer(Tag.SERIES_NUMBER).orElse(0);
    String description =
        attributes
            .text(Tag.SERIES_DESCRIPTION)
            .or(() -> attributes.text(Tag.PROTOCOL_NAME))
            .orElse("series " + number);
    String modality = attributes.text(Tag.MODALITY).orElse("OT");
    String uid =
        attributes
            .text(Tag.SERIES_INSTANCE_UID)
            .orElseGet(() -> madeUp(attributes, file, modality, number, description));
    return series.computeIfAbsent(
        uid, key -> new Header(key, modality, description, number, new ArrayList<>()));
  }

  /** Where the identifier was removed, what lies in one folder and has one name is one series. */
  private static String madeUp(
      Attributes attributes, Path file, String modality, int number, String description) {
    StableUid uid = new StableUid().add("series");
    attributes.text(Tag.STUDY_INSTANCE_UID).ifPresent(uid::add);
    attributes.text(Tag.SERIES_TIME).ifPresent(uid::add);
    // A file without a place among others is a picture of its own.
    boolean alone = attributes.numbers(Tag.IMAGE_POSITION_PATIENT).length == 0;
    Path parent = file.toAbsolutePath().normalize().getParent();
    uid.add(String.valueOf(alone ? file.getFileName() : parent.getFileName()));
    return uid.add(modality).add(description).add(Integer.toString(number)).make();
  }

  private List<DicomSeries> stacks(Header header) {
    List<StackSplitter.Stack> stacks =
        header.slices().isEmpty() ? List.of() : StackSplitter.split(header.slices());
    List<DicomSeries> result = new ArrayList<>();
    for (StackSplitter.Stack stack : stacks) {
      String description =
          stack.trait().isEmpty()
              ? header.description()
              : header.description() + ", " + stack.trait();
      String name = "%s, \"%s\"".formatted(stack.slices().get(0).file(), description);
      Slice first = stack.slices().get(0);
      long voxels = (long) first.columns() * first.rows() * stack.slices().size();
      if (voxels * first.channels() > Integer.MAX_VALUE - 8) {
        faults.add(
            "%s: %d slices of %d x %d are more than one image can have; split the series."
                .formatted(name, stack.slices().size(), first.columns(), first.rows()));
        continue;
      }
      StackGeometry geometry = StackGeometry.of(name, stack.slices());
      result.add(
          new DicomSeries(header.uid(), header.modality(), description, stack.slices(), geometry));
    }
    if (stacks.size() > 1) {
      add(
          Severity.INFO,
          "series \"%s\" holds %d stacks that differ in orientation, size or what they show; they are listed one by one."
              .formatted(header.description(), stacks.size()));
    }
    return result;
  }

  private void reportRest() {
    for (String fault : faults.subList(0, Math.min(NAMED, faults.size()))) {
      findings.add(new Finding(Severity.ERROR, fault));
    }
    if (faults.size() > NAMED) {
      add(Severity.ERROR, (faults.size() - NAMED) + " more files cannot be used.");
    }
    count(others, "files are not DICOM and were left out.");
    count(
        withoutPixels, "DICOM files hold no image (reports, plans, doses, ...) and were left out.");
    count(localisers, "localiser images were left out.");
    count(slides, "whole-slide microscopy files were left out.");
  }

  private void count(int files, String text) {
    if (files > 0) {
      add(Severity.INFO, files + " " + text);
    }
  }

  private void add(Severity severity, String text) {
    findings.add(new Finding(severity, folder + ": " + text));
  }

  private DataException nothingFound() {
    if (!faults.isEmpty()) {
      String more = faults.size() == 1 ? "" : " (and %d more)".formatted(faults.size() - 1);
      return new DataException(faults.get(0).replaceFirst("\\.$", more + "."));
    }
    return new DataException(
        "%s holds no images (%d files of no format that is read here, DICOM files: %d without pixels, %d localisers, %d microscopy slides); put images or a DICOM series into it."
            .formatted(folder, others, withoutPixels, localisers, slides));
  }
}
