package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
  private static final int COUNT = 6;

  @TempDir private static Path shared;
  private static Path run = Path.of("");
  private static Path pairs = Path.of("");
  private static JsonNode told = new ObjectMapper().nullNode();

  @BeforeAll
  static void trainAndGenerateOnce() throws IOException {
    Path data = TinyTraining.data(shared.resolve("data"), 6);
    run = shared.resolve("run");
    CapturedConsole captured = new CapturedConsole();
    int code =
        TinyTraining.train(
            captured,
            data.toString(),
            "--out=" + run,
            "--plan=" + TinyTraining.plan(shared.resolve("plan.yaml"), data),
            "--method=separate",
            "--set=genseg.gamma=0.5",
            "--device=cpu");
    assertThat(code).as(captured.err()).isZero();
    pairs = shared.resolve("pairs");
    told = new ObjectMapper().readTree(generate(pairs, "--count=" + COUNT, "--json"));
  }

  private static String generate(Path out, String... options) {
    CapturedConsole captured = new CapturedConsole();
    List<String> args = new ArrayList<>(List.of("generate", run.toString(), "--out=" + out));
    args.add("--device=cpu");
    args.addAll(List.of(options));
    int code = Main.run(captured.console(), args.toArray(String[]::new));
    assertThat(code).as(captured.err()).isZero();
    return captured.out();
  }

  @Test
  void settingOfTheCommandLineIsInThePlanOfTheRun() throws IOException {
    assertThat(new RunFolder(run).read().plan().genseg().gamma()).isEqualTo(0.5);
    assertThat(new RunFolder(run).read().plan().reasons())
        .contains("genseg.gamma=0.5: set in place of the plan's");
  }

  @Test
  void pairsAreADataSetThatSaysWhatTheyAre() throws IOException {
    assertThat(DataSet.open(pairs).pairs()).hasSize(COUNT);
    assertThat(told)
        .isEqualTo(new ObjectMapper().readTree(pairs.resolve("provenance.json").toFile()));
    assertThat(told.path("sources")).hasSize(5);
    assertThat(told.path("method").asText()).isEqualTo("separate");
  }

  @Test
  void fidelityIsMeasuredAgainstTheTrainingImagesOnly() {
    JsonNode fidelity = told.path("fidelity");
    assertThat(fidelity.path("training").asInt()).isEqualTo(5);
    assertThat(fidelity.at("/generatedToTraining/size").asInt()).isEqualTo(2);
    assertThat(fidelity.at("/generatedToTraining/lower").asDouble())
        .isLessThanOrEqualTo(fidelity.at("/generatedToTraining/upper").asDouble());
    assertThat(fidelity.at("/trainingToTraining").has("mean")).isTrue();
    assertThat(fidelity.path("nearest").asDouble()).isPositive().isFinite();
    assertThat(fidelity.path("amongTraining").asDouble()).isPositive().isFinite();
  }

  @Test
  void pageShowsTheNearestTrainingImages() throws IOException {
    assertThat(Files.readString(pairs.resolve("report.html")))
        .contains("Kernel distance to training images", "nearest by features", "synthetic_0005")
        .contains("5 training images make a rough guide", "lesion_00")
        .doesNotContain("NaN", "null", "src=\"http");
  }

  @Test
  void oneImageHasNoKernelDistanceButANearestOne() throws IOException {
    Path one = shared.resolve("one");
    assertThat(generate(one, "--count=1")).contains("1 synthetic pair in", "report.html");
    assertThat(Files.readString(one.resolve("report.html")))
        .contains("takes four training and two generated images", "too few images");
  }
}
