package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.LesionPhantom.Phantom;
import io.github.handful.imaging.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhantomCommandTest {
  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  private int phantom(Path out, String... options) {
    List<String> args = new ArrayList<>(List.of("phantom", "lesion", "--out", out.toString()));
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 3"})
  void dataSetHoldsThePhantomsExactly(int channels, int classes) {
    Path out = folder.resolve("new");
    assertThat(
            phantom(
                out,
                "--count",
                "8",
                "--train",
                "4",
                "--size",
                "32",
                "--seed",
                "7",
                "--channels=" + channels,
                "--classes=" + classes))
        .isZero();
    DataSet data = DataSet.open(out);
    assertThat(data.pairs()).hasSize(8);
    assertThat(data.classNames()).hasSize(classes);
    for (int i = 0; i < 8; i++) {
      Phantom drawn = new LesionPhantom(32, channels, classes - 1).draw(7, i);
      Sample read = data.read(data.pairs().get(i));
      assertThat(read.image().samples()).isEqualTo(drawn.image().samples());
      assertThat(read.labels().labels()).isEqualTo(drawn.labels().labels());
    }
  }

  @Test
  void splitIsTrainThenValidationThenTest() throws IOException {
    assertThat(phantom(folder, "--json", "--size", "16")).isZero();
    DataSet data = DataSet.open(folder);
    assertThat(List.of(data.pairsOf("train").size(), data.pairsOf("val").size()))
        .containsExactly(9, 3);
    assertThat(data.split().get("lesion_000")).isEqualTo("train");
    assertThat(data.split().get("lesion_023")).isEqualTo("test");
    JsonNode json = new ObjectMapper().readTree(captured.out());
    assertThat(json.get("test").asInt()).isEqualTo(12);
    assertThat(Files.readString(folder.resolve("README.txt")))
        .contains("Synthetic", "seed 1", "12 for testing");
  }

  @Test
  void folderThatIsNotEmptyIsKeptUnlessToldOtherwise() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThat(phantom(folder, "--size", "16")).isEqualTo(1);
    assertThat(captured.err()).contains("is not empty", "--overwrite");
    assertThat(folder.resolve("images")).doesNotExist();
    assertThat(phantom(folder, "--size", "16", "--overwrite")).isZero();
    assertThat(folder.resolve("mine.txt")).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource({
    "--size=8, size must be from 16",
    "--channels=2, channels must be 1 or 3",
    "--classes=4, --classes must be 2 or 3",
    "--classes=1, --classes must be 2 or 3",
    "--train=22, more than --count 24",
    "--count=0, not a whole number of 1 or more"
  })
  void numbersOutOfRangeAreWrongUsage(String option, String part) {
    assertThat(phantom(folder.resolve("new"), option)).isEqualTo(2);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.err()).contains(part);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void unknownKindIsWrongUsageAndTheKnownOnesAreListed() {
    assertThat(Main.run(captured.console(), "phantom", "heart", "--out", folder.toString()))
        .isEqualTo(2);
    assertThat(captured.err()).contains("'heart'").containsIgnoringCase("lesion");
  }
}
