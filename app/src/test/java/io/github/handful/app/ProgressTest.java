package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.app.Progress.Reading;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong clock = new AtomicLong();

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void run(LineProgress progress, long total, long millisEach) {
    progress.begin("training", total);
    for (long i = 1; i <= total; i++) {
      clock.addAndGet(Duration.ofMillis(millisEach).toNanos());
      progress.at(i, List.of());
    }
  }

  @Test
  void slowPhasePrintsALineAtEachTenth() {
    run(new LineProgress(err, clock::get), 50, 1000); // a tenth takes 5 s
    assertThat(lines()).hasSize(10);
    assertThat(lines().get(0)).isEqualTo("training 5/50 (10 %), 45 s left");
    assertThat(lines().get(9)).isEqualTo("training 50/50 (100 %), took 50 s");
  }

  @Test
  void verySlowPhasePrintsEveryFifteenSeconds() {
    run(new LineProgress(err, clock::get), 20, 10_000); // each second step is both due and a tenth
    assertThat(lines()).hasSize(10);
    bytes.reset();
    run(new LineProgress(err, clock::get), 4, 16_000);
    assertThat(lines()).hasSize(4);
  }

  @Test
  void fastPhasePrintsOnlyItsEnd() {
    run(new LineProgress(err, clock::get), 100, 1);
    assertThat(lines()).containsExactly("training 100/100 (100 %), took 0 s");
  }

  @Test
  void readingsAreShownUnlessUnknown() {
    LineProgress progress = new LineProgress(err, clock::get);
    progress.begin("training", 10);
    clock.addAndGet(Duration.ofSeconds(3).toNanos());
    progress.at(
        1, List.of(new Reading("loss", 0.31274), new Reading("validation Dice", Double.NaN)));
    assertThat(lines()).containsExactly("training 1/10 (10 %), loss 0.3127, 27 s left");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "59400,59 s",
    "59600,1 min 00 s",
    "3599000,59 min 59 s",
    "7320000,2 h 02 min"
  })
  void durationsAreSpokenInTwoUnits(long millis, String spoken) {
    assertThat(LineProgress.spoken(Duration.ofMillis(millis))).isEqualTo(spoken);
  }

  @Test
  void barShowsPhaseCountAndReadings() {
    try (BarProgress progress = new BarProgress(err, 100)) {
      progress.begin("training", 40);
      progress.at(40, List.of(new Reading("loss", 0.5)));
      progress.begin("evaluating", 3);
      progress.at(3, List.of());
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsSubsequence("training", "100%", "40/40", "loss 0.5", "evaluating", "3/3");
  }
}
