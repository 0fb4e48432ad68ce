package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.genseg.Plan;
import io.github.handful.genseg.SpadeSpec;
import io.github.handful.segment.SegmenterKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segmenters and settings of the plan as further axes of a comparison. */
class CompareAxesTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path plan = Path.of("");
  private static Path whole = Path.of("");

  @TempDir private Path folder;
  private CapturedConsole captured = new CapturedConsole();

  @BeforeAll
  static void compareOnce() throws IOException {
    data = TinyTraining.data(shared.resolve("data"), 4);
    plan = TinyTraining.plan(shared.resolve("plan.yaml"), data);
    whole = shared.resolve("whole");
    CapturedConsole first = new CapturedConsole();
    int code =
        compare(
            first,
            whole,
            "--plan=" + plan,
            "--methods=plain,genseg",
            "--vary=generator.search=NONE,BOTH",
            "--seeds=1");
    assertThat(code).as(first.err()).isZero();
  }

  private static int compare(CapturedConsole console, Path out, String... options) {
    List<String> args = new ArrayList<>(List.of("compare", data.toString(), "--out=" + out));
    args.addAll(List.of("--device=cpu", "--threads=2"));
    args.addAll(List.of(options));
    return Main.run(console.console(), args.toArray(String[]::new));
  }

  private static Search searched(Plan plan) {
    return ((Pix2PixSpec) plan.generator()).search();
  }

  private static RunRecord run(String cell) throws IOException {
    return new RunFolder(whole.resolve("runs").resolve(cell)).read();
  }

  @Test
  void variationIsTrainedWithItsOwnPlanWhereItChangesAnything() throws IOException {
    Plan base = PlanFile.read(plan);
    assertThat(searched(base)).isEqualTo(Search.BOTH);
    Plan varied = run("labelled-4/genseg+generator.search=NONE/seed-1").plan();
    assertThat(searched(varied)).isEqualTo(Search.NONE);
    assertThat(varied.segmenter()).isEqualTo(base.segmenter());
    // What the plan says anyway is no arm of its own, and plain has no generator.
    assertThat(whole.resolve("runs/labelled-4/genseg+generator.search=BOTH")).doesNotExist();
    assertThat(whole.resolve("runs/labelled-4/plain+generator.search=NONE")).doesNotExist();
    assertThat(Files.readString(whole.resolve("comparison.html")))
        .contains("generator.search=NONE)</", "Difference to unvaried");
  }

  @Test
  void segmentersMayBeAddedToAnOlderComparison() throws IOException {
    JsonNode older = RunFolder.json().readTree(whole.resolve("compare.json").toFile());
    older
        .path("cells")
        .forEach(
            entry -> {
              ObjectNode cell = (ObjectNode) entry.path("cell");
              if (cell.path("settings").isEmpty()) {
                cell.remove(List.of("segmenter", "settings", "generator"));
              }
            });
    Files.write(whole.resolve("compare.json"), RunFolder.json().writeValueAsBytes(older));
    String before = Files.readString(whole.resolve("runs/labelled-4/plain/seed-1/run.json"));
    assertThat(compare(captured, whole, "--methods=plain", "--segmenters=deeplabv3", "--seeds=1"))
        .as(captured.err())
        .isZero();
    assertThat(run("labelled-4/plain+deeplabv3/seed-1").plan().segmenter())
        .isEqualTo(SegmenterKind.DEEPLABV3.spec(1, 2, false));
    assertThat(whole.resolve("runs/labelled-4/plain/seed-1/run.json")).hasContent(before);
    assertThat(captured.out()).contains("plain (unet)", "plain (deeplabv3)");
    assertThat(Files.readString(whole.resolve("comparison.html"))).contains("plain (deeplabv3)");
    assertThat(Files.readAllLines(whole.resolve("comparison.csv")))
        .anyMatch(line -> line.endsWith(",trained,deeplabv3,,"));
    captured = new CapturedConsole();
    assertThat(compare(captured, whole)).as(captured.err()).isZero();
    assertThat(captured.err()).contains("4 cells, of which 4 are finished");
  }

  @Test
  void generatorsAreAnAxisOfTheMethodsThatGenerate() throws IOException {
    Path out = folder.resolve("generators");
    String[] options = {
      "--plan=" + plan, "--methods=plain,separate", "--generators=pix2pix,spade", "--seeds=1"
    };
    assertThat(compare(captured, out, options)).as(captured.err()).isZero();
    assertThat(captured.out()).contains("separate (pix2pix)", "separate (spade)", "unvaried");
    Path runs = out.resolve("runs/labelled-4");
    assertThat(new RunFolder(runs.resolve("separate+spade/seed-1")).read().plan().generator())
        .isInstanceOf(SpadeSpec.class);
    assertThat(runs.resolve("separate/seed-1/run.json")).exists();
    assertThat(runs.resolve("plain+spade")).doesNotExist();
    assertThat(Files.readString(out.resolve("comparison.html"))).contains("separate (spade)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--segmenters=unet,vnet | 2 | unet, deeplabv3, swin-unet",
        "--segmenters=unet,unet | 2 | --segmenters names unet twice",
        "--generators=pix2pix,stylegan | 2 | pix2pix, spade, bbdm, soft-intro-vae, wgan-gp",
        "--generators=spade,spade | 2 | --generators names spade twice",
        "--vary=genseg.gamma | 2 | FIELD=VALUE",
        "--vary=genseg.gamma=1,1 | 2 | --vary names genseg.gamma=1 twice",
        "--vary=updates=3,4 | 2 | --iterations",
        "--vary=genseg.gama=2 | 1 | genseg.gama is unknown; known below genseg are",
        "--vary=genseg.gamma=-2 | 1 | must not be below 0"
      })
  void faultIsToldBeforeAnythingIsWritten(String option, int code, String part) {
    Path out = folder.resolve("refused");
    assertThat(compare(captured, out, option, "--plan=" + plan, "--methods=plain,genseg"))
        .as(captured.err())
        .isEqualTo(code);
    assertThat(captured.err()).contains(part).hasLineCount(1);
    assertThat(out).doesNotExist();
  }
}
