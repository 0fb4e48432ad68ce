package io.github.handful.app;

import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.genseg.Method;
import io.github.handful.imaging.LabelEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run was made of, for its report: images, configuration and machine. */
record RunFacts(RunRecord run, LabelEncoding encoding) {

  Definitions labelledImages() {
    RunRecord.Data used = run.data();
    return new Definitions(
        "Data",
        List.of(
            entry("folder", used.root()),
            entry("classes", String.join(", ", used.classes())),
            entry("masks", encoding.describe()),
            entry("trained on", String.join(", ", used.training())),
            entry(
                "validated on",
                used.validation().isEmpty() ? "none" : String.join(", ", used.validation())),
            entry("rule", used.rule()),
            entry("fingerprint", used.fingerprint())));
  }

  Definitions configuration() {
    var plan = run.plan();
    List<Definitions.Entry> entries = new ArrayList<>();
    entries.add(entry("method", run.method()));
    entries.add(entry("network input", plan.image().describe()));
    entries.add(
        entry("segmenter", "%s, batch %d".formatted(run.segmenter(), plan.training().batch())));
    if (Method.parse(run.method()).generates()) {
      entries.add(entry("generator", plan.generator().describe()));
      entries.add(
          entry(
              "generator learns from",
              plan.genseg().movedPairs()
                  ? "labelled pairs, moved as augmentation moves them"
                  : "labelled pairs as they are"));
      entries.add(
          entry(
              "synthetic pairs",
              String.format(
                  Locale.ROOT,
                  "%d an update, weight %.2f%s",
                  plan.genseg().syntheticBatch(),
                  plan.genseg().gamma(),
                  run.method().equals("genseg") && plan.genseg().gammaRate() > 0
                      ? " at first, then following the validation loss"
                      : "")));
    }
    if (run.method().equals("genseg")) {
      entries.add(
          entry(
              "architecture",
              "a step every %d updates, hypergradient by %s"
                  .formatted(
                      plan.genseg().architectureEvery(),
                      plan.genseg().exactHypergradient()
                          ? "double differentiation"
                          : "finite differences")));
      entries.add(
          entry(
              "hypergradient's paths",
              plan.genseg().hypergradientPaths().toString().toLowerCase(Locale.ROOT)));
      if (plan.genseg().generatorGuidance() > 0) {
        entries.add(
            entry(
                "generator's weights",
                "follow the hypergradient too, by steps of length "
                    + plan.genseg().generatorGuidance()));
      }
    }
    entries.add(entry("iterations", run.totals().toString()));
    entries.add(entry("seed", Long.toString(run.seed())));
    for (String reason : plan.reasons()) {
      entries.add(entry("why", reason));
    }
    return new Definitions("Configuration", entries);
  }

  Definitions machine() {
    RunRecord.Machine m = run.machine();
    return new Definitions(
        "Machine",
        List.of(
            entry("platform", m.platform()),
            entry("Java", m.java()),
            entry("libtorch", m.libtorch()),
            entry(
                "device",
                "%s, %s, %s"
                    .formatted(m.device(), Counted.of(m.threads(), "thread"), m.precision()))));
  }

  private static Definitions.Entry entry(String term, String value) {
    return new Definitions.Entry(term, value);
  }
}
