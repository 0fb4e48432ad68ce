package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.genseg.Planner;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.Placement;
import io.github.handful.imaging.Sample;
import io.github.handful.imaging.VolumeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes through every verb, from the phantom to the evaluation. */
class VolumeCommandsTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path plan = Path.of("");
  private static Path run = Path.of("");

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  private static int handful(CapturedConsole captured, Object... args) {
    return Main.run(
        captured.console(), Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  private void succeeds(Object... args) {
    assertThat(handful(captured, args)).as(captured.err()).isZero();
  }

  private void refused(int code, String... parts) {
    assertThat(code).as(captured.err()).isEqualTo(1);
    assertThat(captured.err().lines().filter(line -> line.startsWith("handful: ")).toList())
        .hasSize(1)
        .first()
        .asString()
        .contains(parts);
  }

  @BeforeAll
  static void trainOnce() throws IOException {
    CapturedConsole captured = new CapturedConsole();
    data = shared.resolve("data");
    plan = shared.resolve("plan.yaml");
    run = shared.resolve("run");
    assertThat(
            handful(
                captured,
                "phantom",
                "volume",
                "--out",
                data,
                "--size",
                16,
                "--slices",
                8,
                "--count",
                7,
                "--train",
                3))
        .as(captured.err())
        .isZero();
    LabelledData labelled = LabelledData.read(DataSet.open(data), 0);
    PlanFile.write(
        plan,
        Planner.plan(labelled.all(), 3, List.of(), new Planner.Machine(32, 4096, 4))
            .withLengths(2, 4));
    TinyTraining.edit(plan, "architectureEvery: 10", "architectureEvery: 2");
    assertThat(
            handful(
                captured,
                "train",
                data,
                "--plan",
                plan,
                "--out",
                run,
                "--method",
                "genseg",
                "--device=cpu",
                "--threads=1"))
        .as(captured.err())
        .isZero();
  }

  @Test
  void inspectionTellsSpacingAndAxes() {
    succeeds("inspect", data);
    assertThat(captured.out())
        .contains("16 x 16 x 8 voxels", "6 x 6 x 12 mm", "7 LPS", "3-D U-Net", "Proposed plan");
  }

  @Test
  void generatorsOfPicturesAreRefused() {
    Path out = folder.resolve("refused");
    refused(
        handful(captured, "train", data, "--out", out, "--generator=spade", "--device=cpu"),
        "holds volumes, which the generator spade cannot make; take pix2pix");
    assertThat(out).doesNotExist();
  }

  @Test
  void theReportShowsThreeSlicesAndMillimetres() throws IOException {
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page).contains("axial", "coronal", "sagittal", " mm", "Generated pairs");
  }

  @Test
  void predictionsLieOnTheGridOfTheirVolume() {
    Path out = folder.resolve("out");
    succeeds("predict", run, data, "--out", out, "--overlay", "--probabilities", "--device=cpu");
    Path image = data.resolve("images/volume_003.nii.gz");
    Grid grid = VolumeFiles.grid(image);
    assertThat(VolumeFiles.grid(out.resolve("volume_003.nii.gz"))).isEqualTo(grid);
    Image first = VolumeFiles.read(out.resolve("volume_003_probability_class-1.nii.gz"));
    assertThat(first.grid()).isEqualTo(grid);
    for (float sample : first.samples()) {
      assertThat(sample).isBetween(0f, 1f);
    }
    assertThat(out.resolve("volume_003_overlay.png")).isNotEmptyFile();
  }

  @Test
  void aVolumeInAnotherAxisOrderIsSegmentedAlike() {
    Sample sample = sample("volume_004");
    Grid grid = sample.image().grid();
    // The same volume with its axes running to the front, to the feet and to the right.
    Placement turned =
        new Placement(
            List.of(
                grid.placement().spacing().get(1),
                grid.placement().spacing().get(2),
                grid.placement().spacing().get(0)),
            List.of(
                grid.placement().world(0, grid.width() - 1, 0, 0),
                grid.placement().world(1, 0, grid.height() - 1, 0),
                grid.placement().world(2, 0, 0, grid.depth() - 1)),
            List.of(0.0, 0.0, -1.0, -1.0, 0.0, 0.0, 0.0, -1.0, 0.0));
    Grid other = new Grid(grid.height(), grid.depth(), grid.width(), turned);
    Orientation orientation = Orientation.of(turned);
    Path straight = folder.resolve("straight.nii.gz");
    Path mixed = folder.resolve("mixed.mha");
    VolumeFiles.write(straight, sample.image());
    VolumeFiles.write(mixed, orientation.fromCanonical(sample.image(), other));
    Path out = folder.resolve("out");
    succeeds("predict", run, straight, "--out", out, "--device=cpu");
    succeeds("predict", run, mixed, "--out", out, "--device=cpu");
    Image expected = VolumeFiles.read(out.resolve("straight.nii.gz"));
    Image found = VolumeFiles.read(out.resolve("mixed.mha"));
    assertThat(found.grid()).isEqualTo(other);
    assertThat(orientation.toCanonical(found).samples()).isEqualTo(expected.samples());
  }

  private static Sample sample(String id) {
    DataSet set = DataSet.open(data);
    return set.pairs().stream()
        .filter(pair -> pair.id().equals(id))
        .findFirst()
        .map(set::read)
        .orElseThrow();
  }

  @Test
  void trueMasksAsPredictionsAreRight() throws IOException {
    Path out = folder.resolve("evaluation");
    succeeds("evaluate", data.resolve("masks"), data, "--out", out, "--json");
    JsonNode json = new ObjectMapper().readTree(captured.out());
    assertThat(json.at("/surfaces/volumes").asBoolean()).isTrue();
    assertThat(captured.out()).contains("mm³");
    assertThat(Files.readString(out.resolve("evaluation.html"))).contains("sagittal");
  }

  @Test
  void generatedPairsAreADataSetOfVolumes() throws IOException {
    Path out = folder.resolve("pairs");
    succeeds("generate", run, "--count", 4, "--out", out, "--device=cpu");
    DataSet set = DataSet.open(out);
    assertThat(set.pairs()).hasSize(4);
    assertThat(set.read(set.pairs().get(0)).image().grid().isVolume()).isTrue();
    assertThat(Files.readString(out.resolve("pairs.csv")).lines())
        .hasSize(5)
        .element(1)
        .asString()
        .startsWith("synthetic_0000,volume_000,");
    Path again = folder.resolve("again");
    succeeds("generate", run, "--count", 2, "--out", again, "--device=cpu");
    assertThat(again.resolve("images/synthetic_0001.nii.gz"))
        .hasSameBinaryContentAs(out.resolve("images/synthetic_0001.nii.gz"));
  }

  @Test
  void aPictureIsNoVolumeForAModelOfVolumes() throws IOException {
    TestPictures.colour(folder.resolve("a.png"), 20, 20, (x, y) -> 0x010101 * x);
    int code = handful(captured, "predict", run, folder, "--out", folder.resolve("out"));
    assertThat(code).isEqualTo(1);
    assertThat(captured.err()).contains("a.png");
  }

  @Test
  void aPlanForVolumesIsNotForPictures() {
    Path out = folder.resolve("run");
    assertThat(
            handful(
                captured,
                "phantom",
                "lesion",
                "--out",
                folder.resolve("three"),
                "--classes",
                3,
                "--size",
                32,
                "--count",
                8,
                "--train",
                4))
        .isZero();
    refused(
        handful(captured, "train", folder.resolve("three"), "--plan", plan, "--out", out),
        "plan.yaml plans for windows of");
    assertThat(out).doesNotExist();
  }

  @Test
  void masksOnAnotherGridAreRefused() throws IOException {
    Path other = folder.resolve("other");
    copy(data, other);
    Path mask = other.resolve("masks/volume_001.nii.gz");
    Image image = VolumeFiles.read(mask);
    byte[] labels = new byte[image.grid().count()];
    Grid moved = new Grid(16, 16, 8, image.grid().placement().from(1, 0, 0));
    VolumeFiles.write(mask, new LabelMap(moved, labels));
    refused(
        handful(captured, "train", other, "--plan", plan, "--out", folder.resolve("run")),
        "volume_001.nii.gz",
        "different places");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nii", "mha", "nrrd"})
  void conversionKeepsVoxelsAndPlace(String format) {
    Path out = folder.resolve("converted");
    succeeds("convert", data.resolve("images"), "--out", out, "--format", format);
    Image before = ImageFiles.read(data.resolve("images/volume_002.nii.gz"));
    Image after = ImageFiles.read(out.resolve("volume_002." + format));
    assertThat(after.grid().matches(before.grid())).isTrue();
    assertThat(after.samples()).isEqualTo(before.samples());
  }

  @Test
  void conversionRefusesWhatIsNoVolume() {
    refused(handful(captured, "convert", folder, "--out", folder.resolve("out")), "DICOM");
    CapturedConsole other = new CapturedConsole();
    assertThat(handful(other, "convert", data, "--out", folder, "--format", "png")).isEqualTo(2);
    assertThat(other.err()).contains("nii.gz, nii, mha, nrrd");
  }

  @Test
  void phantomsHaveTheOptionsOfTheirKind() {
    List<Object> args = new ArrayList<>(List.of("phantom", "volume", "--out", folder.resolve("p")));
    args.addAll(List.of("--channels", 1));
    assertThat(handful(captured, args.toArray())).isEqualTo(2);
    assertThat(captured.err()).contains("--channels is not for phantoms of the kind volume");
  }
}
