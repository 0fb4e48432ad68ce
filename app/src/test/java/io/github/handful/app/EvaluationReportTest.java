package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.app.EvaluationReport.View;
import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.Table;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.CaseMetrics;
import io.github.handful.segment.metrics.Evaluation;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
  private static final SurfaceSettings PIXELS = SurfaceSettings.pixels();
  private static final List<String> NAMES = List.of("background", "lesion", "scar");

  /** A map of 10 x 1 pixels with a class on the first ones. */
  private static LabelMap first(int count, int label) {
    byte[] labels = new byte[10];
    java.util.Arrays.fill(labels, 0, count, (byte) label);
    return new LabelMap(10, 1, labels);
  }

  /** Cases whose truth has five pixels and whose prediction has as many as given. */
  private static Evaluation evaluation(int classes, int... predicted) {
    List<CaseMetrics> rows = new ArrayList<>();
    for (int i = 0; i < predicted.length; i++) {
      rows.addAll(CaseMetrics.of("c" + i, first(predicted[i], 1), first(5, 1), classes, PIXELS));
    }
    return Evaluation.of(rows, Bootstrap.standard());
  }

  @Test
  void headlinesSayOnHowManyCasesTheyStand() {
    List<Headline> headlines = EvaluationReport.headlines(evaluation(2, 5, 0, 5), PIXELS, "Test");
    assertThat(headlines.get(0).label()).isEqualTo("Test Dice");
    // 1, 0 and 1
    assertThat(headlines.get(0).value()).isEqualTo("0.667");
    assertThat(headlines.get(0).note()).startsWith("3 cases, 95 % interval 0.");
    assertThat(headlines.get(2).value()).isEqualTo("0.0 px");
    assertThat(headlines.get(2).note()).contains("2 cases", "undefined in 1");
  }

  @Test
  void casesBeginWithTheLowestDice() {
    Table table = EvaluationReport.cases(evaluation(2, 5, 0, 3), NAMES, PIXELS);
    assertThat(table.rows()).extracting(row -> row.get(0)).containsExactly("c1", "c2", "c0");
    // 2 * 3 / (3 + 5)
    assertThat(table.rows().get(1).get(1)).isEqualTo("0.750");
    assertThat(table.rows().get(0)).contains("–");
  }

  @Test
  void everyClassHasARowWithItsName() {
    Table table = EvaluationReport.classes(evaluation(3, 5, 0), NAMES, PIXELS);
    assertThat(table.rows()).extracting(row -> row.get(0)).containsExactly("lesion", "scar");
    assertThat(table.columns()).extracting(Table.Column::name).startsWith("Class", "Cases", "Dice");
    // lesion is found in one case of two, scar is in none and agrees
    assertThat(table.rows()).extracting(row -> row.get(2)).containsExactly("0.500", "1.000");
    // distances of the lesion are defined in one case only
    assertThat(table.rows().get(0).get(8)).isEqualTo("0.0 (1)");
  }

  @Test
  void galleryShowsTheBestTheMiddleAndTheWorstCase() {
    Optional<Gallery> gallery =
        EvaluationReport.extremes(evaluation(2, 0, 4, 5, 1, 3), NAMES, id -> Optional.of(view()));
    assertThat(gallery.orElseThrow().rows())
        .extracting(Gallery.Row::label)
        .containsExactly("c2", "c4", "c0");
    assertThat(gallery.orElseThrow().rows())
        .extracting(Gallery.Row::detail)
        .containsExactly("best, Dice 1.000", "middle, Dice 0.750", "worst, Dice 0.000");
  }

  @Test
  void severalClassesHaveALegendAndOneHasNone() {
    assertThat(EvaluationReport.legend(NAMES))
        .extracting(Gallery.Swatch::name)
        .containsExactly("lesion", "scar");
    assertThat(EvaluationReport.legend(NAMES.subList(0, 2))).isEmpty();
  }

  @Test
  void oneCaseIsShownOnce() {
    assertThat(
            EvaluationReport.extremes(evaluation(2, 4), NAMES, id -> Optional.of(view()))
                .orElseThrow()
                .rows())
        .hasSize(1);
  }

  @Test
  void nothingIsShownWithoutImages() {
    assertThat(EvaluationReport.extremes(evaluation(2, 4, 5), NAMES, id -> Optional.empty()))
        .isEmpty();
  }

  private static View view() {
    return new View(new Image(10, 1, 1, 255, new float[10]), first(3, 1), first(5, 1));
  }

  @Test
  void commandIsShownAsAShellTakesIt() {
    assertThat(ReportFooter.command(List.of("evaluate", "a b", "--out=x/y", "it's")))
        .isEqualTo("handful evaluate 'a b' --out=x/y 'it'\\''s'");
  }
}
