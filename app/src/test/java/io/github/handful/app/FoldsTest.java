package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.segment.Model;
import io.github.handful.segment.Predictor;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldsTest {
  private static final int FOLDS = 3;

  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path plan = Path.of("");
  private static Path run = Path.of("");
  private static String printed = "";

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  @BeforeAll
  static void trainOnce() throws IOException {
    data = TinyTraining.data(shared.resolve("data"), 7);
    plan = TinyTraining.plan(shared.resolve("plan.yaml"), data);
    run = shared.resolve("run");
    CapturedConsole captured = new CapturedConsole();
    assertThat(train(captured, run, "--folds=3", "--method=plain", "--json"))
        .as(captured.err())
        .isZero();
    printed = captured.out();
  }

  private static int train(CapturedConsole captured, Path out, String... options) {
    List<String> args =
        new ArrayList<>(List.of(data.toString(), "--out=" + out, "--plan=" + plan, "--device=cpu"));
    args.addAll(List.of("--threads=1", "--precision=float32"));
    args.addAll(List.of(options));
    return TinyTraining.train(captured, args.toArray(String[]::new));
  }

  @Test
  void eachImageIsKeptBackByExactlyOneModel() throws IOException {
    List<String> kept = new ArrayList<>();
    for (int fold = 1; fold <= FOLDS; fold++) {
      RunRecord.Data used = new RunFolder(run).fold(fold).read().data();
      assertThat(used.training()).doesNotContainAnyElementsOf(used.validation());
      Set<String> both = new HashSet<>(used.training());
      both.addAll(used.validation());
      assertThat(both).hasSize(7);
      kept.addAll(used.validation());
    }
    assertThat(kept).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void theCrossValidatedScoreIsTheMeanOverAllImages() throws IOException {
    JsonNode json = new ObjectMapper().readTree(printed);
    double sum = 0;
    for (JsonNode fold : json.get("folds")) {
      sum += fold.get("images").asInt() * fold.get("dice").asDouble();
    }
    assertThat(json.at("/crossValidated/images").asInt()).isEqualTo(7);
    assertThat(json.at("/crossValidated/dice").asDouble()).isCloseTo(sum / 7, within(1e-12));
    assertThat(json.at("/ensemble/split").asText()).isEqualTo("test");
    assertThat(Files.readString(run.resolve("report.html"))).contains("in 3 folds", "fold 3");
  }

  @Test
  void predictionAveragesTheModels() throws IOException {
    Path image = data.resolve("images/lesion_010.png");
    Path out = folder.resolve("out");
    int code =
        Main.run(
            captured.console(),
            "predict",
            run.toString(),
            image.toString(),
            "--out=" + out,
            "--probabilities",
            "--device=cpu",
            "--precision=float32");
    assertThat(code).as(captured.err()).isZero();
    float[] mean = new float[32 * 32];
    for (int fold = 1; fold <= FOLDS; fold++) {
      Path folder = new RunFolder(run).fold(fold).model();
      try (Model model = Model.read(folder, Compute.REFERENCE)) {
        float[] plane =
            new Predictor(model.segmenter(), model.description().preprocessing(), Compute.REFERENCE)
                .probabilities(ImageFiles.read(image))
                .plane(1);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += plane[i] / FOLDS;
        }
      }
    }
    float[] written = ImageFiles.read(out.resolve("lesion_010_probability.png")).samples();
    for (int i = 0; i < mean.length; i++) {
      assertThat(written[i] / 65_535).isCloseTo(mean[i], within(1e-4f));
    }
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() throws IOException {
    byte[] weights = Files.readAllBytes(run.resolve("fold-2/model/weights.safetensors"));
    assertThat(TinyTraining.train(captured, "--resume", run.toString())).isZero();
    assertThat(captured.out()).contains("cross-validated Dice");
    assertThat(run.resolve("fold-2/model/weights.safetensors")).hasBinaryContent(weights);
  }

  @ParameterizedTest
  @CsvSource({
    "--folds=8,,1,7 labelled images",
    "--folds=1,,2,at least 2",
    "--folds=3,--baseline,2,--baseline",
    "--folds=3,--method=augment-all,2,keeps no image back"
  })
  void foldsThatCannotBeAreRefused(String folds, String other, int exitCode, String part) {
    Path out = folder.resolve("run");
    String[] options = other == null ? new String[] {folds} : new String[] {folds, other};
    assertThat(train(captured, out, options)).isEqualTo(exitCode);
    assertThat(captured.err()).contains(part);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(out).doesNotExist();
  }
}
