package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareAdaptationsTest {
  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();
  private Path data = Path.of("");
  private Path out = Path.of("");

  /** Two images to adapt to and two to score on. */
  @BeforeEach
  void writeData() throws IOException {
    TinyModel.write(folder.resolve("run/model"), 3, 2);
    data = folder.resolve("data");
    out = folder.resolve("out");
    StringBuilder splits = new StringBuilder("id,split\n");
    for (String name : List.of("a", "b", "c", "d")) {
      int step = name.charAt(0) - 'a' + 1;
      TestPictures.colour(
          data.resolve("images/" + name + ".png"), 32, 32, (x, y) -> 0x020301 * step * (x + y / 2));
      TestPictures.grey(data.resolve("masks/" + name + ".png"), 32, 32, (x, y) -> x < 9 ? 255 : 0);
      splits.append(name).append(step > 2 ? ",test\n" : ",adapt\n");
    }
    Files.writeString(data.resolve("split.csv"), splits.toString());
  }

  private int compare(String... options) {
    List<String> args = new ArrayList<>(List.of("compare", data.toString(), "--out=" + out));
    args.add("--adapt=" + folder.resolve("run"));
    args.addAll(List.of("--device", "cpu", "--threads", "1", "--precision", "float32"));
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }

  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(out.resolve("comparison.json").toFile());
  }

  @Test
  void everyMethodIsScoredBesideTheSourceOnImagesThatItDidNotSee() throws IOException {
    assertThat(compare("--iterations=2", "--seeds=4")).as(captured.err()).isZero();
    JsonNode result = result();
    assertThat(result.get("methods").findValuesAsText("method"))
        .containsExactly("source", "bn", "tent", "pseudo", "target", "ttsfuda");
    assertThat(result.get("conditions").get("images").asText()).contains("split adapt");
    JsonNode source = result.get("adaptations").get(0).get("dice");
    assertThat(source.properties()).extracting(Map.Entry::getKey).containsExactly("c", "d");
    for (JsonNode one : result.get("adaptations")) {
      if (!one.get("adapted").asBoolean()) {
        assertThat(one.get("dice")).isEqualTo(source);
      }
    }
    assertThat(captured.out()).contains("ttsfuda", "unguarded", "Dice on data, test: 2 images");
    assertThat(out.resolve("comparison.html")).content().contains("Which adaptation helps on data");
    assertThat(out.resolve("cases.csv")).content().contains("tent,4,").hasLineCount(13);
  }

  @Test
  void stoppedComparisonGoesOnWithWhatIsMissing() throws IOException {
    assertThat(compare("--iterations=2", "--methods=pseudo", "--seeds=1,2")).isZero();
    Path known = out.resolve("scores/pseudo-seed-1.json");
    ObjectMapper json = new ObjectMapper();
    JsonNode before = json.readTree(known.toFile());
    Files.writeString(
        known, Files.readString(known).replaceFirst("\"seconds\" : [^,]*", "\"seconds\" : 7777.0"));
    JsonNode gone = json.readTree(out.resolve("scores/pseudo-seed-2.json").toFile());
    Files.delete(out.resolve("scores/pseudo-seed-2.json"));
    assertThat(compare("--iterations=2", "--methods=pseudo,bn", "--seeds=1,2")).isZero();
    JsonNode all = result().get("adaptations");
    assertThat(all.findValuesAsText("method"))
        .containsExactly("source", "pseudo", "bn", "pseudo", "bn");
    assertThat(all.get(1).get("seconds").asDouble()).isEqualTo(7777);
    assertThat(all.get(1).get("unguarded")).isEqualTo(before.get("unguarded"));
    assertThat(all.get(3).get("unguarded")).isEqualTo(gone.get("unguarded"));
  }

  @Test
  void comparisonUnderOtherConditionsIsRefused() {
    assertThat(compare("--iterations=1", "--methods=bn", "--seeds=1")).isZero();
    assertThat(compare("--iterations=2", "--methods=bn", "--seeds=1")).isEqualTo(1);
    assertThat(captured.err()).contains("another number of updates (1, now 2)");
  }

  @Test
  void masksOfOtherClassesAreRefusedBeforeAnythingIsWritten() throws IOException {
    TinyModel.write(folder.resolve("run/model"), 3, 3);
    assertThat(compare()).isEqualTo(1);
    assertThat(captured.err()).contains("2 classes", "the model has 3");
    assertThat(out).doesNotExist();
  }

  @Test
  void folderOfOtherThingsIsLeftAlone() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "mine");
    assertThat(compare("--methods=bn")).isEqualTo(1);
    assertThat(captured.err()).contains("holds other files");
    assertThat(out).isDirectoryNotContaining("glob:**.json");
  }

  @Test
  void optionsOfTrainingsAreWrongUsage() {
    assertThat(compare("--labelled=9")).isEqualTo(2);
    assertThat(captured.err()).contains("--labelled is about trainings");
    assertThat(compare("--methods=genseg")).isEqualTo(2);
    assertThat(captured.err()).contains("no method of adaptation is called genseg");
    assertThat(
            Main.run(
                captured.console(), "compare", data.toString(), "--out=" + out, "--split=adapt"))
        .isEqualTo(2);
  }

  /**
   * Means over seeds of 0.6 and 0.8 are 0.7, 0.1 above the source, and 0.1414 apart from each
   * other.
   */
  @Test
  void methodIsTheMeanOverItsSeeds() {
    AdaptationComparison comparison =
        new AdaptationComparison(
            new AdaptationComparisonRecord(
                "", "", "", "", "", "", new ScoredSet("s", "", "", 2, ""), 1, "cpu", "auto", 1),
            List.of(
                AdaptationScores.source(Map.of("c", 0.5, "d", 0.7)),
                scores(1, true, 0.6, 0.6, 0.4),
                scores(2, false, 0.8, 0.8, 0.6)));
    AdaptationComparison.Arm arm = comparison.arms().get(1);
    assertThat(arm.dice()).isCloseTo(0.7, within(1e-12));
    assertThat(arm.deviation()).isCloseTo(0.2 / Math.sqrt(2), within(1e-12));
    assertThat(arm.difference().mean()).isCloseTo(0.1, within(1e-12));
    assertThat(arm.adapted()).isEqualTo(1);
    assertThat(arm.unguarded()).isCloseTo(0.5, within(1e-12));
    assertThat(arm.unguardedDifference().mean()).isCloseTo(-0.1, within(1e-12));
    assertThat(arm.minutes()).isCloseTo(0.5, within(1e-12));
  }

  private static AdaptationScores scores(
      long seed, boolean adapted, double c, double d, double unguarded) {
    return new AdaptationScores(
        "bn",
        seed,
        adapted,
        "",
        30,
        Map.of("c", c, "d", d),
        Map.of("c", unguarded, "d", unguarded));
  }
}
