package io.github.handful.app;

import io.github.handful.adapt.Adaptation;
import io.github.handful.adapt.Method;
import io.github.handful.adapt.TargetImages;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportPage;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.segment.Model;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adapts one model by every method with every seed and scores each with masks. An adaptation sees
 * the unlabelled images only; masks are opened after it has ended. What was scored before is read
 * from the folder.
 */
record AdaptationComparisonRun(AdaptationWishes wishes, Console console) {
  private static final String WEIGHTS = "weights.safetensors";

  /** What is needed once for all adaptations. */
  private record Prepared(
      Model model, TargetImages images, DataSet truth, ScoredSet scored, Compute compute) {}

  /** What the verb prints and what comparison.json holds. */
  record Result(
      Path folder,
      Path report,
      AdaptationComparisonRecord conditions,
      List<AdaptationComparison.Arm> methods,
      List<AdaptationScores> adaptations) {

    String text() {
      return "%s%n%nSee %s"
          .formatted(new AdaptationComparison(conditions, adaptations).text(), report);
    }
  }

  /**
   * Adapts what is missing and writes the results.
   *
   * @throws DataException for faults of the user's, before anything is written
   */
  Result run(ReportContent.Footer footer) throws IOException {
    ModelFolder source = ModelFolder.of(wishes.run());
    TargetInputs inputs =
        TargetInputs.read(wishes.data(), wishes.split(), source.description().preprocessing());
    DataSet truth = DataSet.open(wishes.data());
    ScoredSet scored = scored(truth, source.description().classes().size());
    AdaptationComparisonFolder folder = new AdaptationComparisonFolder(wishes.out());
    AdaptationComparisonRecord wanted = record(source, inputs, scored);
    folder.requireFit(wanted);
    inputs.remarks().forEach(console::note);
    Compute compute =
        PreparedRun.compute(
            wishes.device().toString(), Precision.parse(wishes.precision()), wishes.threads());
    CompareFolder files = new CompareFolder(wishes.out());
    try (Model model = Model.read(source.single(), compute);
        TargetImages images =
            TargetImages.of(inputs.images(), model.description().preprocessing(), compute);
        CompareFolder.Lock lock = files.lock();
        Progress progress = console.progress()) {
      AdaptationComparisonRecord record = folder.begin(wanted);
      Prepared prepared = new Prepared(model, images, truth, scored, compute);
      List<AdaptationScores> all = scores(folder, prepared, progress);
      AdaptationComparison comparison = new AdaptationComparison(record, all);
      Result result = new Result(wishes.out(), files.report(), record, comparison.arms(), all);
      write(files.cases(), comparison.csv());
      write(files.json(), Json.of(result));
      write(
          files.report(),
          ReportPage.render(new AdaptationComparisonReport(comparison).content(footer)));
      return result;
    }
  }

  private List<AdaptationScores> scores(
      AdaptationComparisonFolder folder, Prepared prepared, Progress progress) throws IOException {
    List<AdaptationScores> all = new ArrayList<>();
    AdaptationScores source = source(folder, prepared);
    all.add(source);
    for (long seed : wishes.seeds()) {
      for (Method method : wishes.methods()) {
        all.add(adapted(folder, prepared, method, seed, source, progress));
      }
    }
    return all;
  }

  private static void write(Path file, String content) {
    AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private AdaptationScores source(AdaptationComparisonFolder folder, Prepared prepared)
      throws IOException {
    Optional<AdaptationScores> known = folder.read(AdaptationScores.SOURCE, 0);
    if (known.isPresent()) {
      return known.get();
    }
    AdaptationScores scores = AdaptationScores.source(dice(prepared, prepared.model().segmenter()));
    folder.write(scores);
    return scores;
  }

  private AdaptationScores adapted(
      AdaptationComparisonFolder folder,
      Prepared prepared,
      Method method,
      long seed,
      AdaptationScores source,
      Progress progress)
      throws IOException {
    Optional<AdaptationScores> known = folder.read(method.key(), seed);
    if (known.isPresent()) {
      return known.get();
    }
    String name = "%s seed %d".formatted(method.key(), seed);
    long start = System.nanoTime();
    try (Adaptation.Outcome outcome =
        new Adaptation(
                prepared.model().segmenter(),
                prepared.model().description().classShares(),
                prepared.images(),
                wishes.settings(method),
                new Seeds(seed),
                prepared.compute(),
                new AdaptationProgress(progress, Optional.empty(), name))
            .run()) {
      double seconds = (System.nanoTime() - start) / 1e9;
      AdaptationScores scores =
          new AdaptationScores(
              method.key(),
              seed,
              outcome.adapted(),
              outcome.end(),
              seconds,
              outcome.adapted() ? dice(prepared, outcome.segmenter()) : source.dice(),
              dice(prepared, outcome.last()));
      folder.write(scores);
      return scores;
    }
  }

  private static Map<String, Double> dice(Prepared prepared, Segmenter segmenter) {
    Scoring scoring =
        Scoring.of(
            new Model(prepared.model().description(), segmenter),
            prepared.truth(),
            ScoredSet.pairs(prepared.truth(), prepared.scored().split()),
            prepared.compute());
    double[] values = scoring.caseDice();
    Map<String, Double> dice = new LinkedHashMap<>();
    int i = 0;
    for (String id : scoring.predictions().keySet()) {
      dice.put(id, values[i++]);
    }
    return dice;
  }

  private ScoredSet scored(DataSet truth, int classes) {
    if (truth.classNames().size() != classes) {
      throw new DataException(
          "the masks of %s have %d classes (%s) and the model has %d; give masks of the model's classes"
              .formatted(
                  wishes.data(),
                  truth.classNames().size(),
                  String.join(", ", truth.classNames()),
                  classes));
    }
    String split = Scored.split(truth, wishes.score().orElse(""));
    return ScoredSet.of(
        AlsoTested.name(wishes.data()), truth, split.equals(Scored.VALIDATION) ? "" : split);
  }

  private AdaptationComparisonRecord record(
      ModelFolder source, TargetInputs inputs, ScoredSet scored) throws IOException {
    Path model = source.single();
    return new AdaptationComparisonRecord(
        Version.handful(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        ScoredSet.absolute(model).toString(),
        TargetInputs.fingerprint(List.of(model.resolve(WEIGHTS))),
        inputs.choice(),
        TargetInputs.fingerprint(inputs.files()),
        scored,
        wishes.settings(Method.TTSFUDA).iterations(),
        wishes.device().toString(),
        wishes.precision(),
        wishes.threads());
  }
}
