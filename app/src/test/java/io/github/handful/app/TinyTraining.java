package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.genseg.Planner;
import io.github.handful.imaging.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Phantom pictures of 32 x 32 pixels, a plan of tiny networks for them, and the verb train. */
final class TinyTraining {
  static final int STEPS = 2;
  static final int UPDATES = 4;

  private TinyTraining() {}

  /** Writes grey pictures: {@code lesion_000} and so on to train on, then 3 "val" and 2 "test". */
  static Path data(Path folder, int train) {
    CapturedConsole captured = new CapturedConsole();
    int code =
        Main.run(
            captured.console(),
            "phantom",
            "lesion",
            "--out=" + folder,
            "--size=32",
            "--channels=1",
            "--train=" + train,
            "--count=" + (train + 5));
    assertThat(code).as(captured.err()).isZero();
    return folder;
  }

  /** Writes a plan with 2 steps of the generator and 4 updates, two of them with the search. */
  static Path plan(Path file, Path data) throws IOException {
    LabelledData labelled = LabelledData.read(DataSet.open(data), 0);
    PlanFile.write(
        file,
        Planner.plan(labelled.all(), 2, List.of(), new Planner.Machine(32, 4096, 2))
            .withLengths(STEPS, UPDATES));
    return edit(file, "architectureEvery: 10", "architectureEvery: 2");
  }

  /** Replaces a part of a plan, which must be there. */
  static Path edit(Path plan, String part, String replacement) throws IOException {
    String text = Files.readString(plan);
    assertThat(text).contains(part);
    return Files.writeString(plan, text.replace(part, replacement));
  }

  static int train(CapturedConsole captured, String... options) {
    List<String> args = new ArrayList<>(List.of("train"));
    args.addAll(List.of(options));
    return Main.run(captured.console(), args.toArray(String[]::new));
  }
}
