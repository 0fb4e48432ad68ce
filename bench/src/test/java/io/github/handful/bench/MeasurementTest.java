package io.github.handful.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.genseg.CellForm;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.imaging.Grid;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Pix2PixSpec TINY =
      new Pix2PixSpec(1, 1, 2, 3, Norm.Kind.BATCH, Pix2PixSpec.Search.BOTH, true);

  @Test
  void tinyMeasurementsFillTheTable() {
    List<Row> rows =
        Stream.of(
                new Kernels(TINY, 16, 2, CellForm.MERGED, Compute.REFERENCE).line("float32"),
                new SegmenterStep(2, 16, 2, Compute.REFERENCE).line("float32"))
            .map(measurement -> measurement.run(Effort.QUICK))
            .toList();
    String[] lines = Table.of(rows).split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).matches("suite +measurement +median +min +max +unit +n +peak GB +remark");
    assertThat(lines[1])
        .matches(
            "kernels +generator ngf 2, 16 px, batch 2, float32, merged"
                + "( +[0-9.]+){3} +ms +1 +[0-9.]+");
    assertThat(lines[2])
        .matches("segmenter +U-Net width 2, 16 px, batch 2, float32( +[0-9.]+){3} +ms +1 +[0-9.]+");
    assertThat(lines[1].indexOf(" ms ")).isEqualTo(lines[2].indexOf(" ms "));
  }

  @Test
  void volumesAreMeasured() {
    Volumes tiny = new Volumes(2, Grid.of(24, 24, 24), 1, Compute.REFERENCE);
    for (Measurement measurement :
        List.of(
            tiny.update("float32"),
            tiny.prediction("float32", Grid.of(30, 24, 24)),
            tiny.iteration("float32"))) {
      Row row = measurement.run(Effort.QUICK);
      assertThat(row.name()).contains("24x24x24").contains("float32");
      assertThat(row.median()).isFinite().isPositive();
    }
  }

  @Test
  void aRowHasTheMedianAndTheExtremesOfItsValues() {
    Measurement four =
        new Measurement("s", "m", "ms", effort -> new double[] {4, 1, 3, 2}, "beside");
    assertThat(Row.of(four, new double[] {4, 1, 3, 2}, 0.5))
        .isEqualTo(new Row("s", "m", "ms", 2.5, 1, 4, 4, 0.5, "beside"));
    assertThat(Row.of(four, new double[] {5, 1, 3}, 0).median()).isEqualTo(3);
  }

  @Test
  void warmUpsDoNotCount() {
    int[] calls = {0};
    assertThat(Effort.FULL.seconds(2, 3, () -> calls[0]++)).hasSize(3);
    assertThat(calls[0]).isEqualTo(5);
    assertThat(Effort.QUICK.seconds(2, 3, () -> calls[0]++)).hasSize(1);
    assertThat(calls[0]).isEqualTo(7);
  }

  @Test
  void measurementsHaveNamesOfTheirOwn() {
    for (Suite suite : Suite.values()) {
      List<Measurement> all = suite.measurements();
      assertThat(all).extracting(Measurement::suite).allMatch(suite.key()::equals);
      assertThat(all).extracting(Measurement::name).doesNotHaveDuplicates();
    }
  }
}
