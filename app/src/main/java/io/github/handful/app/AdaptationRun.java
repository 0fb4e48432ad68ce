package io.github.handful.app;

import io.github.handful.adapt.Adaptation;
import io.github.handful.adapt.AdaptationBudget;
import io.github.handful.adapt.AdaptationSettings;
import io.github.handful.adapt.LabelChange;
import io.github.handful.adapt.Safeguard;
import io.github.handful.adapt.TargetImages;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.segment.EventLog;
import io.github.handful.segment.Model;
import io.github.handful.segment.ModelDescription;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Adapts a model to unlabelled images and writes the run folder of the result. The model folder
 * appears when the adaptation has ended, its description last.
 *
 * @param source where the model was read from
 * @param budget zero for as many updates as the settings say
 * @param shown how many images are predicted for a report
 */
record AdaptationRun(
    RunFolder folder,
    ModelFolder source,
    Model model,
    TargetInputs inputs,
    AdaptationSettings settings,
    Duration budget,
    long seed,
    int threads,
    int shown,
    Compute compute,
    Progress progress) {
  private static final String WEIGHTS = "weights.safetensors";
  private static final int SLICE_SIDE = 360;

  /**
   * A finished adaptation.
   *
   * @param cases predictions for the first images
   */
  record Done(
      AdaptationRecord record,
      List<Adaptation.Judged> history,
      List<AdaptedCase> cases,
      List<LabelChange> changes) {}

  /** Adapts; all of the user's faults must have been found before. */
  Done run() throws IOException {
    long start = System.nanoTime();
    Seeds seeds = new Seeds(seed);
    try (TargetImages images =
        TargetImages.of(inputs.images(), model.description().preprocessing(), compute)) {
      AdaptationSettings fitting = withinBudget(images, seeds);
      AdaptationRecord begun = begun(fitting);
      folder.create();
      write(begun);
      try (EventLog log = EventLog.open(folder.log());
          Adaptation.Outcome outcome =
              new Adaptation(
                      model.segmenter(),
                      model.description().classShares(),
                      images,
                      fitting,
                      seeds,
                      compute,
                      new AdaptationProgress(progress, Optional.of(log), fitting.method().key()))
                  .run()) {
        Model.write(
            folder.model(),
            description(fitting, outcome),
            outcome.segmenter().network().parameters(),
            outcome.segmenter().network().statistics());
        AdaptationRecord ended = begun.withResult(result(outcome, start));
        write(ended);
        return new Done(
            ended,
            outcome.history(),
            cases(outcome.segmenter()),
            LabelChange.of(
                model.segmenter(), outcome.segmenter(), images, fitting, seeds, compute, shown));
      }
    }
  }

  private AdaptationSettings withinBudget(TargetImages images, Seeds seeds) {
    return budget.isZero()
        ? settings
        : settings.withIterations(
            AdaptationBudget.iterations(
                model.segmenter(), images, settings, seeds, compute, budget.toMillis() / 1e3));
  }

  private void write(AdaptationRecord run) {
    AtomicFile.write(folder.record(), Json.of(run).getBytes(StandardCharsets.UTF_8));
  }

  private AdaptationRecord begun(AdaptationSettings fitting) throws IOException {
    List<String> names =
        inputs.files().stream().map(file -> file.getFileName().toString()).toList();
    return new AdaptationRecord(
        Version.handful(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        "adapt",
        fitting.method().key(),
        fitting.voting().key(),
        fitting.iterations(),
        budget.isZero() ? Optional.empty() : Optional.of(budget.toMillis() / 1e3),
        seed,
        new RunRecord.Machine(
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            System.getProperty("java.version"),
            LibtorchCheck.run().value(),
            threads,
            compute.deviceName(),
            compute.precision().name().toLowerCase(Locale.ROOT)),
        new AdaptationRecord.Source(
            source.single().toAbsolutePath().normalize().toString(),
            TargetInputs.fingerprint(List.of(source.single().resolve(WEIGHTS)))),
        new AdaptationRecord.Target(
            inputs.root().toAbsolutePath().normalize().toString(),
            inputs.choice(),
            names,
            TargetInputs.fingerprint(inputs.files())),
        Safeguard.RULE,
        Optional.empty());
  }

  private ModelDescription description(AdaptationSettings fitting, Adaptation.Outcome outcome) {
    ModelDescription before = model.description();
    Map<String, Object> training = new LinkedHashMap<>(before.training());
    training.put("adapted by", fitting.method().key());
    training.put("adapted to", inputs.files().stream().map(ImageFiles::stem).toList());
    training.put("kept after adaptation", outcome.kept().network());
    return new ModelDescription(
        ModelDescription.FORMAT,
        Version.handful(),
        before.segmenter(),
        before.preprocessing(),
        before.classes(),
        before.labels(),
        training);
  }

  private AdaptationRecord.Result result(Adaptation.Outcome outcome, long start) {
    Adaptation.Judged kept = outcome.kept();
    return new AdaptationRecord.Result(
        outcome.adapted(),
        kept.stage(),
        kept.network(),
        kept.iteration(),
        outcome.end(),
        outcome.failure(),
        outcome.history().get(0).judgement(),
        kept.judgement(),
        (System.nanoTime() - start) / 1e9,
        MachineFacts.peakMemoryGigabytes());
  }

  private List<AdaptedCase> cases(Segmenter adapted) {
    Predictor before = predictor(model.segmenter());
    Predictor after = predictor(adapted);
    List<AdaptedCase> cases = new ArrayList<>();
    for (int i = 0; i < Math.min(shown, inputs.images().size()); i++) {
      String id = ImageFiles.stem(inputs.files().get(i));
      cases.add(AdaptedCase.of(id, inputs.images().get(i), before, after, SLICE_SIDE));
    }
    return cases;
  }

  private Predictor predictor(Segmenter segmenter) {
    return new Predictor(segmenter, model.description().preprocessing(), compute);
  }
}
