package io.github.handful.app;

import io.github.handful.genseg.GeneratorModel;
import io.github.handful.genseg.PairPainter;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.segment.Example;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes synthetic pairs by the generator of a run. */
@Command(
    name = "generate",
    description = {
      "Write synthetic pairs by the generator of a run.",
      "Masks of the run's training images are changed at random and an image is painted for each."
          + " The folder is a data set; pairs.csv says from which mask each pair was made."
    },
    footer = {
      "  handful generate runs/skin --count 50 --out synthetic",
      "  handful generate runs/skin --seed 2 --out others"
    })
final class GenerateCommand implements Callable<Integer> {
  private final Console console;
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
    try (GeneratorModel model = GeneratorModel.read(prepared.folder().generator(), compute);
        Progress progress = console.progress()) {
      folder.create();
      PairPainter painter =
          new PairPainter(
              model.generator(), model.architecture().logits(), record.plan().segmenter(), compute);
      new GeneratedPairs(painter, record.plan(), examples, common.seed())
          .write(out, count, progress);
    }
    Provenance provenance = provenance(record);
    AtomicFile.write(
        out.resolve("provenance.json"), Json.of(provenance).getBytes(StandardCharsets.UTF_8));
    console.result(common, provenance, "%d synthetic pairs in %s.".formatted(count, out));
    return ExitCode.OK;
  }

  private Provenance provenance(RunRecord record) {
    return new Provenance(
        Version.handful(),
        run,
        record.method(),
        record.data().root(),
        record.data().fingerprint(),
        record.data().training(),
        common.seed(),
        count,
        "Painted by a network for changed masks of the sources; they show no patient, but may"
            + " resemble the sources.");
  }
}
