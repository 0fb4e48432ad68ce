package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.VolumeFiles;
import io.github.handful.imaging.dicom.DicomListing;
import io.github.handful.imaging.dicom.DicomSegmentation;
import io.github.handful.imaging.dicom.DicomSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Turns DICOM series, DICOM segmentations and volumes of any format into volumes of one, and
 * B-scans with surfaces, slices and slabs into PNG files.
 */
@Command(
    name = "convert",
    description = {
      "Turn DICOM series and segmentations, or volumes of other formats, into volume files.",
      "Values and the place in the patient stay as they are. Time series are split on request.",
      "Data sets of surfaces become PNG files with tables, whole or cut into ranges of columns.",
      "Volumes become pictures of their slices; slabs whose mask is of the middle slice become",
      "pictures of three slices."
    },
    footer = {
      "  handful convert dicom-folder --out volumes",
      "  handful convert scan.nrrd --out volumes --format mha",
      "  handful convert series-4d.nii.gz --out volumes --split",
      "  handful convert scans --out halves --columns 0-383,384-767",
      "  handful convert oct-volumes --out scans --slices",
      "  handful convert slabs --out pictures --slabs"
    })
final class ConvertCommand implements Callable<Integer> {
  private static final List<String> FORMATS = List.of("nii.gz", "nii", "mha", "nrrd");

  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "VOLUMES",
      description =
          "A volume, a folder of volumes, a folder of DICOM files, or a data set of surfaces.")
  private Path given = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made where it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "nii.gz",
      description = "nii.gz, nii, mha or nrrd (default: ${DEFAULT-VALUE}).")
  private String format = "nii.gz";

  @Option(
      names = "--split",
      description = "Write the volumes of a 4-D file one by one, a_000, a_001 and so on.")
  private boolean split;

  @Option(
      names = "--columns",
      paramLabel = "FIRST-LAST",
      split = ",",
      converter = ColumnRange.Converter.class,
      description = "Of scans with surfaces: make each of these ranges of columns, from 0, a scan.")
  private List<ColumnRange> columns = List.of();

  @Option(
      names = "--slices",
      description =
          "Make each slice along the third axis of the files a picture, of masks too where there"
              + " are some: for OCT volumes, and to train on pictures.")
  private boolean slices;

  @Option(
      names = "--slabs",
      description =
          "Of a data set whose volumes have a mask of the middle slice alone: make that slice and"
              + " its neighbours the colours of a picture.")
  private boolean slabs;

  @Option(names = "--overwrite", description = "Replace results that are there already.")
  private boolean overwrite;

  /** The result of the verb. */
  private record Converted(List<Path> files, List<String> remarks, List<String> failures) {}

  /** Writes one result. */
  private interface Writing {
    void to(Path file);
  }

  ConvertCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (slabs || slices) {
      return convertToPictures();
    }
    if (!columns.isEmpty() || SurfaceFolders.isData(given)) {
      return convertSurfaces() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
    if (!FORMATS.contains(format)) {
      throw new ParameterException(
          spec.commandLine(),
          "--format must be one of %s, got %s".formatted(String.join(", ", FORMATS), format));
    }
    List<String> remarks = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Map<String, Writing> writings = writings(remarks);
    List<String> names = writings.keySet().stream().map(id -> id + "." + format).toList();
    new OutputFolder(out, overwrite).requireNone(names).create();
    List<Path> written = new ArrayList<>();
    try (Progress progress = console.progress()) {
      progress.begin("converting", writings.size());
      for (Map.Entry<String, Writing> entry : writings.entrySet()) {
        Path file = out.resolve(entry.getKey() + "." + format);
        try {
          entry.getValue().to(file);
          written.add(file);
        } catch (DataException e) {
          failures.add(e.getMessage());
        }
        progress.at(written.size() + failures.size(), List.of());
      }
    }
    remarks.forEach(console::note);
    failures.forEach(failure -> console.note("not converted: " + failure));
    console.result(
        common,
        new Converted(written, remarks, failures),
        "%d of %d volumes written to %s.".formatted(written.size(), writings.size(), out));
    return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int convertToPictures() throws IOException {
    refuseOptionsOfVolumes("pictures");
    if (slabs && slices) {
      throw new ParameterException(
          spec.commandLine(), "--slabs and --slices exclude each other; give one of them");
    }
    PictureConvertVerb.Cut cut =
        slabs ? PictureConvertVerb.Cut.SLABS : PictureConvertVerb.Cut.SLICES;
    new PictureConvertVerb(given, cut, new OutputFolder(out, overwrite), common, console).run();
    return ExitCode.OK;
  }

  private boolean convertSurfaces() throws IOException {
    refuseOptionsOfVolumes("scans with surfaces");
    return new SurfaceConvertVerb(given, columns, new OutputFolder(out, overwrite), common, console)
        .run();
  }

  private void refuseOptionsOfVolumes(String others) {
    for (String option : List.of("--format", "--split")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(), option + " is for volumes, not for " + others);
      }
    }
  }

  private Map<String, Writing> writings(List<String> remarks) throws IOException {
    if (!Files.exists(given)) {
      throw new DataException(given + " does not exist; check its path");
    }
    List<Path> volumes =
        Files.isDirectory(given)
            ? ImageInputs.files(given).stream().filter(VolumeFiles::isVolume).toList()
            : List.of(given);
    boolean dicom = volumes.isEmpty() || !VolumeFiles.isVolume(volumes.get(0));
    return dicom ? ofDicom(DicomSeries.list(given), remarks) : ofVolumes(volumes);
  }

  private Map<String, Writing> ofVolumes(List<Path> volumes) {
    Map<String, Writing> writings = new LinkedHashMap<>();
    for (Path volume : volumes) {
      String id = ImageFiles.stem(volume);
      if (split && VolumeFiles.frames(volume) > 1) {
        for (int frame = 0; frame < VolumeFiles.frames(volume); frame++) {
          int number = frame;
          put(
              writings,
              "%s_%03d".formatted(id, frame),
              file -> VolumeFiles.write(file, VolumeFiles.frame(volume, number)));
        }
      } else {
        put(writings, id, file -> VolumeFiles.write(file, VolumeFiles.read(volume)));
      }
    }
    return writings;
  }

  private Map<String, Writing> ofDicom(DicomListing listing, List<String> remarks) {
    Map<String, Writing> writings = new LinkedHashMap<>();
    listing.findings().stream().map(Finding::message).forEach(remarks::add);
    SeriesNames.of(listing.series())
        .forEach(
            (name, series) -> {
              series.findings().stream()
                  .map(finding -> name + ": " + finding.message())
                  .forEach(remarks::add);
              put(writings, name, file -> VolumeFiles.write(file, series.read()));
            });
    for (Path segmentation : listing.segmentations()) {
      String name = ImageFiles.stem(segmentation) + "_labels";
      put(writings, name, file -> writeLabels(file, segmentation, listing, remarks));
    }
    return writings;
  }

  /** On the grid of the series that the segmentation fits, else on its own. */
  private static void writeLabels(
      Path file, Path segmentation, DicomListing listing, List<String> remarks) {
    DicomSegmentation found = DicomSegmentation.read(segmentation);
    for (DicomSeries series : listing.series()) {
      try {
        found = DicomSegmentation.read(segmentation, series);
        break;
      } catch (DataException e) {
        continue; // of another series
      }
    }
    found.findings().stream().map(Finding::message).forEach(remarks::add);
    StringBuilder names = new StringBuilder();
    for (int k = 1; k < found.names().size(); k++) {
      names.append(names.isEmpty() ? "" : ", ").append(k).append(' ').append(found.names().get(k));
    }
    remarks.add("%s: %s".formatted(segmentation.getFileName(), names));
    VolumeFiles.write(file, found.labels());
  }

  private static void put(Map<String, Writing> writings, String id, Writing writing) {
    if (writings.put(id, writing) != null) {
      throw new DataException(
          "two volumes would both be written as %s; rename one of them".formatted(id));
    }
  }
}
