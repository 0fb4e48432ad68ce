package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.genseg.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path plan = Path.of("");
  private static Path whole = Path.of("");
  private static CapturedConsole first = new CapturedConsole();

  @TempDir private Path folder;
  private CapturedConsole captured = new CapturedConsole();

  /** Two methods with two numbers of labelled images; then one of them on other images too. */
  @BeforeAll
  static void compareOnce() throws IOException {
    data = TinyTraining.data(shared.resolve("data"), 6);
    plan = TinyTraining.plan(shared.resolve("plan.yaml"), data);
    whole = shared.resolve("whole");
    int code =
        compare(
            first,
            data,
            whole,
            "--plan=" + plan,
            "--methods=plain,augment-all",
            "--labelled=4,6",
            "--seeds=3",
            "--json");
    assertThat(code).as(first.err()).isZero();
  }

  private static int compare(CapturedConsole console, Path images, Path out, String... options) {
    List<String> args = new ArrayList<>(List.of("compare", images.toString(), "--out=" + out));
    args.addAll(List.of("--device=cpu", "--threads=2"));
    args.addAll(List.of(options));
    return Main.run(console.console(), args.toArray(String[]::new));
  }

  private int compare(Path out, String... options) {
    captured = new CapturedConsole();
    return compare(captured, data, out, options);
  }

  private static RunRecord run(Path comparison, String cell) throws IOException {
    return new RunFolder(comparison.resolve("runs").resolve(cell)).read();
  }

  private void assertSentence(int exitCode, int expected, String... parts) {
    assertThat(exitCode).as(captured.err()).isEqualTo(expected);
    List<String> told =
        captured.err().lines().filter(line -> !line.startsWith("timing the methods")).toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).startsWith("handful: ").contains(parts);
    assertThat(told.get(0)).doesNotContain("internal error");
    assertThat(captured.out()).isEmpty();
  }

  private void assertRefused(String part, String... options) {
    Path out = folder.resolve("refused");
    assertSentence(compare(out, options), 1, part);
    assertThat(out).doesNotExist();
  }

  @Test
  void everyCellIsARunOfItsOwnWithEqualPlanAndUpdates() throws IOException {
    for (int labelled : List.of(4, 6)) {
      RunRecord plain = run(whole, "labelled-%d/plain/seed-3".formatted(labelled));
      RunRecord all = run(whole, "labelled-%d/augment-all/seed-3".formatted(labelled));
      Plan written = PlanFile.read(whole.resolve("plans/labelled-%d.yaml".formatted(labelled)));
      assertThat(List.of(plain.plan(), all.plan())).containsOnly(written);
      assertThat(plain.result().orElseThrow().updates()).isEqualTo(TinyTraining.UPDATES);
      assertThat(all.result().orElseThrow().updates()).isEqualTo(TinyTraining.UPDATES);
      assertThat(plain.data().fingerprint()).isEqualTo(all.data().fingerprint());
      assertThat(all.data().training()).hasSize(labelled);
      assertThat(plain.seed()).isEqualTo(3);
    }
  }

  @Test
  void resultsHoldEveryCellAndCase() throws IOException {
    assertThat(Files.readAllLines(whole.resolve("comparison.csv")))
        .hasSize(1 + 4)
        .element(1)
        .asString()
        .startsWith("4,plain,3,4,data,2,")
        .endsWith(",trained,,,");
    assertThat(Files.readAllLines(whole.resolve("cases.csv")))
        .hasSize(1 + 4 * 2)
        .contains(
            "4,plain,3,data,lesion_009,%.6f,,,"
                .formatted(
                    CaseDice.read(whole.resolve("runs/labelled-4/plain/seed-3/scores.csv"))
                        .get("lesion_009")));
    JsonNode json = new ObjectMapper().readTree(first.out());
    assertThat(json)
        .isEqualTo(new ObjectMapper().readTree(whole.resolve("comparison.json").toFile()));
    assertThat(json.path("updates").asInt()).isEqualTo(TinyTraining.UPDATES);
    assertThat(json.path("rows")).hasSize(4);
    JsonNode all = json.path("rows").path(1);
    assertThat(all.path("arm").asText()).isEqualTo("augment-all");
    assertThat(all.path("budget").path("training").asInt()).isEqualTo(4);
    assertThat(all.path("minus").has("plain")).isTrue();
    assertThat(all.path("dice").asDouble())
        .isEqualTo(
            run(whole, "labelled-4/augment-all/seed-3").result().orElseThrow().score().dice(),
            within(1e-6));
    String page = Files.readString(whole.resolve("comparison.html"));
    assertThat(page)
        .contains("Difference to plain", "Dice and labelled images", "none: the last weights")
        .contains("Some rows rest on one seed", "2 test images only")
        .doesNotContain("NaN", "null", "src=\"http");
  }

  @Test
  void finishedCellsAreKeptAndOthersMayBeAdded() throws IOException {
    Path record = whole.resolve("runs/labelled-4/plain/seed-3/run.json");
    String before = Files.readString(record);
    Path other = TinyTraining.data(shared.resolve("other clinic"), 3);
    Files.delete(other.resolve("split.csv"));
    assertThat(
            compare(
                whole, "--methods=plain", "--labelled=4", "--seeds=3,4", "--also-test=" + other))
        .as(captured.err())
        .isZero();
    assertThat(captured.err()).contains("2 cells with 4 updates each");
    assertThat(record).hasContent(before);
    assertThat(run(whole, "labelled-4/plain/seed-4").result()).isPresent();
    assertThat(captured.out())
        .contains("data, test: 2 images", "other-clinic, 8 images")
        .contains("augment-all with 6 labelled images, seed 3: not finished");
    assertThat(whole.resolve("runs/labelled-4/plain/seed-3/scores-other-clinic.csv"))
        .isNotEmptyFile();
    assertThat(Files.readAllLines(whole.resolve("comparison.csv"))).hasSize(1 + 2 * 5);
    assertThat(Files.readString(whole.resolve("comparison.html")))
        .contains("3 trainings are not finished", "Dice and labelled images, other-clinic");
  }

  @ParameterizedTest
  @CsvSource({
    "--iterations=9, --iterations",
    "--pretraining=9, --pretraining",
    "--budget=10m, --budget",
    "--score=val, --score",
    "--precision=float32, --precision",
    "--labelled=7, 6 labelled images"
  })
  void contradictionToTheStartedComparisonIsRefused(String option, String part) throws IOException {
    String before = Files.readString(whole.resolve("compare.json"));
    assertSentence(compare(whole, option), 1, part);
    assertThat(whole.resolve("compare.json")).hasContent(before);
  }

  @Test
  void otherDataOrAnotherPlanContradictTheStartedComparison() throws IOException {
    Path other = TinyTraining.data(folder.resolve("others"), 6);
    captured = new CapturedConsole();
    assertSentence(compare(captured, other, whole), 1, "was started with", "DATA");
    Path steep = TinyTraining.edit(Files.copy(plan, folder.resolve("p.yaml")), "0.002", "0.003");
    assertSentence(compare(whole, "--plan=" + steep), 1, "--plan");
  }

  @Test
  void onlyOneProcessAtATimeWritesIntoAComparison() throws IOException {
    try (CompareFolder.Lock lock = new CompareFolder(whole).lock()) {
      assertSentence(compare(whole), 1, "another handful compare", whole.toString());
    }
  }

  /** The generator of a plan with an absurd rate diverges in its first steps. */
  @Test
  void methodThatFailsIsARowAndTheRestGoesOn() throws IOException {
    Path steep =
        TinyTraining.edit(
            Files.copy(plan, folder.resolve("steep.yaml")),
            "pretrainingRate: 0.0005",
            "pretrainingRate: 1e30");
    Path out = folder.resolve("failing");
    assertThat(compare(out, "--plan=" + steep, "--methods=separate,plain", "--seeds=1"))
        .isEqualTo(1);
    assertThat(captured.err()).contains("1 of 2 cells failed");
    assertThat(captured.out())
        .contains("separate with 6 labelled images, seed 1: the ", "loss became");
    assertThat(Files.readAllLines(out.resolve("comparison.csv")))
        .anyMatch(
            line -> line.startsWith("6,separate,1,,data,,,,,,,") && line.contains("loss became"))
        .anyMatch(line -> line.startsWith("6,plain,1,4,data,2,") && line.endsWith(",trained,,,"));
    assertThat(Files.readString(out.resolve("comparison.html")))
        .contains("1 of 2 trainings failed", "loss became")
        .doesNotContain("NaN,");
    assertThat(compare(out)).isEqualTo(1);
    assertThat(captured.err()).contains("2 cells, of which 1 are finished");
  }

  @Test
  void comparisonWhoseProcessWasKilledGoesOnBitByBit() throws Exception {
    Path out = folder.resolve("killed");
    String cell = "labelled-6/separate/seed-1";
    String[] options = {
      "--plan=" + plan, "--methods=separate,plain", "--seeds=1", "--iterations=60", "--jobs=1"
    };
    List<String> args = new ArrayList<>(List.of("compare", data.toString(), "--out=" + out));
    args.addAll(List.of("--device=cpu", "--threads=2"));
    args.addAll(List.of(options));
    // The first checkpoint is that of the end of the generator's own phase.
    Path checkpoint = out.resolve("runs").resolve(cell).resolve("checkpoint/latest.safetensors");
    try (ChildProcess parent = ChildProcess.start(args)) {
      Process process = parent.process();
      while (!Files.exists(checkpoint)) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
      }
      List<ProcessHandle> children = process.descendants().toList();
      assertThat(children).hasSize(1);
      process.destroyForcibly().waitFor();
      for (ProcessHandle child : children) {
        child.onExit().get(1, TimeUnit.MINUTES);
      }
    }
    assertThat(run(out, cell).result()).isEmpty();
    assertThat(compare(out, options)).as(captured.err()).isZero();
    Path alone = folder.resolve("alone");
    assertThat(
            TinyTraining.train(
                new CapturedConsole(),
                data.toString(),
                "--out=" + alone,
                "--plan=" + out.resolve("plans/labelled-6.yaml"),
                "--method=separate",
                "--device=cpu",
                "--threads=2"))
        .isZero();
    assertThat(out.resolve("runs").resolve(cell).resolve("model/weights.safetensors"))
        .hasSameBinaryContentAs(alone.resolve("model/weights.safetensors"));
    assertThat(run(out, "labelled-6/plain/seed-1").result()).isPresent();
  }

  @Test
  void budgetThatIsTooShortIsToldAfterMeasuringAndLeavesNothing() {
    assertRefused(
        "too short for 2 cells",
        "--plan=" + plan,
        "--methods=plain,genseg",
        "--seeds=1",
        "--budget=1s");
  }

  @Test
  void unknownMethodListsTheKnownOnes() {
    Path out = folder.resolve("refused");
    assertSentence(
        compare(out, "--methods=plain,magic"), 2, "magic", "plain, augment, augment-all");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "'--seeds=1,2,1', '--seeds names 1 twice'",
    "'--methods=plain,PLAIN', '--methods names plain twice'",
    "'--labelled=4,4', '--labelled names 4 twice'",
    "'--labelled=0', 'whole number'",
    "'--seeds=one', '--seeds'",
    "'--jobs=0', 'whole number'",
    "'--precision=half', 'bfloat16'"
  })
  void absurdValueIsWrongUsage(String option, String part) {
    Path out = folder.resolve("refused");
    assertSentence(compare(out, option), 2, part, "(see handful compare --help)");
    assertThat(out).doesNotExist();
  }

  @Test
  void budgetAndIterationsContradictEachOther() {
    assertSentence(compare(folder.resolve("x"), "--budget=1m", "--iterations=9"), 2, "--budget");
  }

  @Test
  void faultsOfTheDataAreToldBeforeAnythingIsWritten() throws IOException {
    assertRefused("6 labelled images to train on, fewer than the 7", "--labelled=4,7");
    assertRefused("at least two are needed", "--labelled=1,4", "--plan=" + plan);
    assertRefused("one cell is no comparison", "--methods=plain", "--seeds=1");
    assertRefused("no split called holdout", "--score=holdout");
    assertRefused("holds images that models are trained on", "--score=train");
    assertRefused("scored anyway", "--also-test=" + data);
    assertRefused("nowhere", "--also-test=" + folder.resolve("nowhere"));
    Path classes = folder.resolve("classes");
    assertThat(
            Main.run(
                new CapturedConsole().console(),
                "phantom",
                "lesion",
                "--out=" + classes,
                "--classes=3",
                "--size=32"))
        .isZero();
    assertRefused("has other classes", "--also-test=" + classes);
    Path undivided = TinyTraining.data(folder.resolve("undivided"), 3);
    Files.delete(undivided.resolve("split.csv"));
    captured = new CapturedConsole();
    Path out = folder.resolve("refused");
    assertSentence(
        compare(captured, undivided, out, "--methods=plain,augment-all"), 1, "split.csv");
    assertThat(out).doesNotExist();
  }

  @Test
  void folderOfOtherFilesIsNeverTouched() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis.txt"), "mine");
    assertSentence(compare(mine), 1, mine.toString(), "no comparison");
    try (Stream<Path> files = Files.list(mine)) {
      assertThat(files).containsExactly(mine.resolve("thesis.txt"));
    }
    Files.writeString(mine.resolve("compare.json"), "{}");
    assertSentence(compare(mine), 1, "compare.json", "damaged");
  }
}
