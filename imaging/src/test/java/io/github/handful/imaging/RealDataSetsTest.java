package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real data sets open with the numbers that their descriptions give. */
@Tag("realdata")
class RealDataSetsTest {
  @ParameterizedTest
  @CsvSource({
    "lung_cxr_covid, 20, 10, 40, 70, 2",
    "skin_isic2016, 40, 20, 80, 140, 2",
    "polyp_cvc_clinicdb, 40, 20, 80, 140, 2",
    "foot_ulcer_fuseg, 40, 20, 80, 140, 2",
    "breast_us_busi, 20, 10, 40, 70, 2",
    "fetoscopy_fetreg_mini, 0, 0, 0, 5, 4",
    "fundus_drive, 16, 4, 20, 40, 2",
    "oct_dme_fluid, 33, 11, 33, 77, 2"
  })
  void splitsAndClassesAreThoseOfTheDescription(
      String name, int train, int val, int test, int all, int classes) {
    DataSet data = DataSet.open(existing(name));

    assertThat(data.trainingPairs()).hasSize(train);
    assertThat(data.pairsOf("val")).hasSize(val);
    assertThat(data.pairsOf("test")).hasSize(test);
    assertThat(data.pairs()).hasSize(all);
    assertThat(data.classNames()).hasSize(classes);
    data.pairs().forEach(Pair::requireSameGrid);
  }

  @Test
  void fetoscopyFramesHaveFourClassesAndADemoSplit() {
    DataSet data = DataSet.open(existing("fetoscopy_fetreg_mini"));

    assertThat(data.pairsOf("demo")).hasSize(5);
    assertThat(data.encoding().describe())
        .isEqualTo("4 grey values, 0, 1, 2, 3: one class each, in this order");
  }

  @Test
  void inspectionOfFilmsFindsTheirSizesAndNoError() {
    DataSet data = DataSet.open(existing("lung_cxr_covid"));

    Inspection inspection = Inspection.of(data, (done, total) -> {});

    assertThat(inspection.width()).extracting("minimum", "maximum").containsExactly(255, 320);
    assertThat(inspection.height()).extracting("minimum", "maximum").containsExactly(234, 320);
    assertThat(inspection.channels()).containsOnlyKeys("grey");
    assertThat(inspection.emptyMasks()).isZero();
    assertThat(inspection.findings())
        .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
  }

  @Test
  void fluidFreeScansAreCountedAsEmptyMasks() {
    DataSet data = DataSet.open(existing("oct_dme_fluid"));
    CsvTable table = CsvTable.read(data.root().resolve("split.csv"));
    int fraction = table.requireColumn("fluid_fraction");
    long empty =
        table.rows().stream()
            .filter(row -> Double.parseDouble(CsvTable.cell(row, fraction)) == 0)
            .count();

    assertThat(Inspection.of(data, (done, total) -> {}).emptyMasks()).isEqualTo((int) empty);
  }

  private static Path existing(String name) {
    Path folder = Path.of(System.getProperty("handful.data", "data"), name);
    assumeTrue(Files.isDirectory(folder));
    return folder;
  }
}
