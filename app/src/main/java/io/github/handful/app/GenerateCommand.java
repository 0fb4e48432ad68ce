package io.github.handful.app;

import io.github.handful.app.report.ReportPage;
import io.github.handful.genseg.GeneratorModel;
import io.github.handful.genseg.PairPainter;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.segment.DeepFeatures;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Model;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes synthetic pairs by the generator of a run. */
@Command(
    name = "generate",
    description = {
      "Write synthetic pairs by the generator of a run.",
      "Masks of the run's training images are changed at random and an image is painted for each;"
          + " wgan-gp needs no mask and makes both. The folder is a data set; pairs.csv says from"
          + " which mask each pair was made, report.html how the images lie to those that the"
          + " generator learnt from."
    },
    footer = {
      "  handful generate runs/skin --count 50 --out synthetic",
      "  handful generate runs/skin --seed 2 --out others"
    })
final class GenerateCommand implements Callable<Integer> {
  private static final String REPORT = "report.html";

  private final Console console;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Folder of a run of a method that generates; its data must still be there.")
  private Path run = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the pairs; made where it is missing.")
  private Path out = Path.of("");

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      converter = CountConverter.class,
      description = "Number of pairs (default: ${DEFAULT-VALUE}).")
  private int count = 20;

  @Option(names = "--overwrite", description = "Write into a folder that is not empty.")
  private boolean overwrite;

  /** The result of the verb, and what stands in provenance.json. */
  private record Provenance(
      String handful,
      Path run,
      String method,
      String data,
      String fingerprint,
      List<String> sources,
      long seed,
      int pairs,
      Fidelity fidelity,
      String remark) {}

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    OutputFolder folder = new OutputFolder(out, overwrite).requireEmpty();
    PreparedRun prepared = PreparedRun.resumed(new RunFolder(run));
    Compute compute = Compute.on(common.device().toString(), Precision.FLOAT32);
    Ops.threads(common.threads());
    RunRecord record = prepared.run();
    List<Example> examples =
        LabelledData.examples(prepared.data().training(), record.plan().image());
    GeneratedImages images;
    try (GeneratorModel model = GeneratorModel.read(prepared.folder().generator(), compute);
        Model segmenter = Model.read(prepared.folder().model(), compute);
        Progress progress = console.progress()) {
      folder.create();
      Examples windows = new Examples(examples, record.plan().image().grid());
      images =
          new GeneratedImages(
              new DeepFeatures(segmenter.segmenter(), compute)::of,
              examples.stream().map(windows::centre).toList());
      PairPainter painter =
          new PairPainter(
              model.generator(), model.architecture().logits(), record.plan().segmenter(), compute);
      new GeneratedPairs(painter, record.plan(), examples, common.seed())
          .write(out, count, images, progress);
    }
    Fidelity fidelity = images.fidelity();
    report(record, images, fidelity);
    Provenance provenance = provenance(record, fidelity);
    AtomicFile.write(
        out.resolve("provenance.json"), Json.of(provenance).getBytes(StandardCharsets.UTF_8));
    console.result(
        common,
        provenance,
        "%s in %s%s.%nHow they lie to the training images: %s"
            .formatted(
                Counted.of(count, "synthetic pair"),
                out,
                record.plan().generator().conditional()
                    ? ""
                    : "; the generator needed no masks and made its own",
                out.resolve(REPORT)));
    return ExitCode.OK;
  }

  private void report(RunRecord record, GeneratedImages images, Fidelity fidelity) {
    String title = "Generated pairs of " + run.toAbsolutePath().normalize().getFileName();
    String page =
        ReportPage.render(
            new GeneratedReport(title, record, images, fidelity)
                .content(ReportFooter.of(spec.commandLine(), LocalDateTime.now())));
    AtomicFile.write(out.resolve(REPORT), page.getBytes(StandardCharsets.UTF_8));
  }

  private Provenance provenance(RunRecord record, Fidelity fidelity) {
    return new Provenance(
        Version.handful(),
        run,
        record.method(),
        record.data().root(),
        record.data().fingerprint(),
        record.data().training(),
        common.seed(),
        count,
        fidelity,
        (record.plan().generator().conditional()
                ? "Painted by a network for changed masks of the sources"
                : "Images and masks by a network that learnt from the sources")
            + "; they show no patient, but may resemble the sources.");
  }
}
