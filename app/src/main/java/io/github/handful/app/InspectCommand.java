package io.github.handful.app;

import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Inspection;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a data set holds, what is wrong with it, and how it would be trained on. */
@Command(
    name = "inspect",
    description = {
      "Tell what a data set holds, what is wrong with it, and how it would be trained on.",
      "Reads every image and mask and changes nothing. Fails where training would stop."
    },
    footer = {
      "  handful inspect data/skin",
      "  handful inspect data/skin --labelled 20 --write-plan plan.yaml"
    })
final class InspectCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DATA",
      description = "Folder with images and masks or surfaces, or a CSV table of them.")
  private Path data = Path.of("");

  @Option(
      names = "--labelled",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Plan for the first N training images only.")
  private int labelled;

  @Option(
      names = "--write-plan",
      paramLabel = "FILE",
      description = "Write the proposed plan, to edit and give to 'handful train --plan FILE'.")
  private Optional<Path> planFile = Optional.empty();

  @Option(names = "--overwrite", description = "Replace a plan that is there already.")
  private boolean overwrite;

  /**
   * The result of the verb.
   *
   * @param trainable whether training could start
   * @param plan null if no training image can be read
   */
  private record Result(boolean trainable, Inspection inspection, Optional<Plan> plan) {}

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (SurfaceFolders.isData(data)) {
      return inspectSurfaces();
    }
    planFile.ifPresent(file -> PlanFile.requireFree(file, overwrite));
    DataSet set = DataSet.openReadable(data);
    Inspection inspection;
    try (Progress progress = console.progress()) {
      progress.begin("reading", set.pairs().size());
      inspection = Inspection.of(set, (done, total) -> progress.at(done, List.of()));
    }
    Optional<PlanProposal> proposal = PlanProposal.of(set, labelled, cuda());
    boolean trainable = proposal.isPresent() && !hasFaults(inspection);
    console.result(
        common,
        new Result(trainable, inspection, proposal.map(PlanProposal::plan)),
        InspectionText.of(inspection, proposal));
    if (!trainable) {
      console.note("training would stop on these data; mend what the findings name first");
    }
    if (planFile.isPresent() && proposal.isPresent()) {
      PlanFile.write(planFile.get(), proposal.get().plan(), overwrite);
      console.note("plan written to %s; edit it and train with --plan".formatted(planFile.get()));
    }
    return trainable ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int inspectSurfaces() {
    if (planFile.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--write-plan is not for surfaces; leave it out");
    }
    SurfaceInspection inspection = SurfaceInspection.of(data, labelled);
    console.result(common, inspection, inspection.text());
    if (!inspection.trainable()) {
      console.note("training would stop on these data; mend what the findings name first");
    }
    return inspection.trainable() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Errors but for images that are in two splits, which spoil results and stop nothing. */
  private static boolean hasFaults(Inspection inspection) {
    long errors =
        inspection.findings().stream()
            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
            .count();
    return errors
        > inspection.duplicates().stream().filter(same -> same.splits().size() > 1).count();
  }

  /** What the plan is for; libtorch is asked only where it could have a GPU. */
  private boolean cuda() {
    return switch (common.device()) {
      case CPU -> false;
      case CUDA -> true;
      case AUTO -> LibtorchCheck.hasCuda() && Compute.on("auto", Precision.FLOAT32).cuda();
    };
  }
}
