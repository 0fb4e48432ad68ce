package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.genseg.GenSegSettings;
import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.HypergradientPaths;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.genseg.Plan;
import io.github.handful.genseg.Planner;
import io.github.handful.imaging.AugmentationRange;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.GeometricAugmentation;
import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.LesionPhantom.Phantom;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.MaskOperator;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Norm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("plan.yaml");
  }

  private static Plan proposed() {
    Phantom phantom = LesionPhantom.lesion(64, 1, 0);
    return Planner.plan(
        List.of(new Sample("a", phantom.image(), phantom.labels())),
        2,
        List.of(),
        new Planner.Machine(64, 4096, 8));
  }

  /** A plan with a value of its own, easy to lose on the way, in every field. */
  private static Plan unusual(Set<MaskOperator> operators) {
    return new Plan(
        new PictureInput(
            64,
            96,
            3,
            1 / 3.0,
            List.of(
                new PictureInput.Intensity(-0.125, 0.7),
                new PictureInput.Intensity(1e-9, 1e20),
                new PictureInput.Intensity(0, Math.nextUp(1.0)))),
        new UNetSpec(3, 5, 7, 3, Norm.Kind.INSTANCE),
        new SegmenterTraining.Settings(
            3, new RateSchedule(1e-300, 0.1 + 0.2, 0), 1e-7, 0.999, SegmentationLoss.JACCARD),
        new Pix2PixSpec(5, 3, 9, 4, Norm.Kind.BATCH, Pix2PixSpec.Search.ENCODER, false),
        new GenSegSettings(
            2,
            2e-4,
            3e-5,
            99.5,
            true,
            false,
            6,
            0.25,
            0.125,
            1e-6,
            17,
            true,
            HypergradientPaths.GENERATOR,
            0.0625,
            new MaskAugmentation(
                operators,
                0.75,
                new AugmentationRange(0.01, 0.02),
                new AugmentationRange(0.5, 1.5),
                new AugmentationRange(-0.3, 0.1),
                AugmentationRange.plusMinus(33.3),
                AugmentationRange.only(-7))),
        new PairAugmentation(
            GeometricAugmentation.standardForVolumes().withFlips(0.5, 0.25, 0.125),
            IntensityAugmentation.none()),
        11,
        1_000_000,
        13,
        List.of("colon: and # hash", "- dash", "", "\"quoted\" 'twice'", "ü 画像", "true", "0.50"));
  }

  @Test
  void planComesBackAsItWasWritten() throws IOException {
    PlanFile.write(file, proposed());
    assertThat(PlanFile.read(file)).isEqualTo(proposed());
  }

  @Test
  void everyFieldComesBackExactly() throws IOException {
    Plan plan = unusual(EnumSet.of(MaskOperator.SHEAR, MaskOperator.PAD));
    PlanFile.write(file, plan);
    assertThat(PlanFile.read(file)).isEqualTo(plan);
  }

  @Test
  void everySegmenterForPicturesComesBack() throws IOException {
    for (SegmenterKind kind : SegmenterKind.values()) {
      Plan plan = proposed().withSegmenter(kind.spec(3, 2, true), "because");
      PlanFile.write(file, plan, true);
      assertThat(PlanFile.read(file)).isEqualTo(plan);
      assertThat(file).content().contains("architecture: " + kind.key());
    }
  }

  @Test
  void everyGeneratorComesBack() throws IOException {
    for (GeneratorKind kind : GeneratorKind.values()) {
      Plan plan = proposed();
      plan = plan.withGenerator(kind.spec(1, plan.image().channels(), 8, plan.image()), "because");
      PlanFile.write(file, plan, true);
      assertThat(PlanFile.read(file)).isEqualTo(plan);
      assertThat(file).content().contains("kind: " + kind.key());
    }
  }

  /** As plans were before there was another generator. */
  @Test
  void aGeneratorWithoutAKindIsPix2pix() throws IOException {
    edit("  kind: pix2pix\n", "");
    assertThat(PlanFile.read(file)).isEqualTo(proposed());
  }

  @Test
  void faultsOfOtherGeneratorsAreTold() throws IOException {
    edit("kind: pix2pix", "kind: stylegan");
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("generator.kind must be one of [pix2pix, spade");
  }

  @Test
  void faultsOfOtherSegmentersAreTold() throws IOException {
    PlanFile.write(
        file, proposed().withSegmenter(SegmenterKind.SWIN_UNET.spec(3, 2, true), "because"));
    edit("heads: 3", "heads: 5");
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("the heads of attention must divide the width 96, got 5");
    edit("window: 7", "windows: 7");
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("the field segmenter.window is missing");
    edit("architecture: swin-unet", "architecture: transunet");
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("segmenter.architecture must be one of [unet, deeplabv3, swin-unet");
  }

  @Test
  void emptySetOfOperatorsComesBack() throws IOException {
    PlanFile.write(file, unusual(Set.of()));
    assertThat(PlanFile.read(file)).isEqualTo(unusual(Set.of()));
  }

  @Test
  void languageOfTheMachineDoesNotMatter() throws IOException {
    PlanFile.write(file, proposed());
    String plain = Files.readString(file);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      PlanFile.write(file, proposed(), true);
      assertThat(file).content().isEqualTo(plain);
      assertThat(PlanFile.read(file)).isEqualTo(proposed());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void sectionsFollowTheRecordAndAreExplained() throws IOException {
    PlanFile.write(file, proposed());
    assertThat(Files.readString(file))
        .startsWith("# A plan of handful")
        .containsSubsequence(
            "handful train DATA --out RUN --plan",
            "# What the networks see",
            "\nimage:\n",
            "# The network that segments",
            "\nsegmenter:\n",
            "\ntraining:\n",
            "\ngenerator:\n",
            "\ngenseg:\n",
            "\naugmentation:\n",
            "\nreasons:\n")
        .contains("peak: 0.002\n", "weightDecay: 0.0001\n");
  }

  @Test
  void handsOfPeopleAreForgiven() throws IOException {
    edit("    peak: 0.002", "    peak: 2e-3");
    edit("loss: DICE", "loss: dice");
    edit("l1Weight: 100.0", "l1Weight: 100 # as in the paper");
    assertThat(PlanFile.read(file)).isEqualTo(proposed());
  }

  @Test
  void reasonsMayBeDeleted() throws IOException {
    PlanFile.write(file, proposed());
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf("reasons:")));
    assertThat(PlanFile.read(file).reasons()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "updates: 800 | updtaes: 800 | the field updates is missing",
        "pretraining: 400 | pretraining: 400\\nlevels: 3 | the field levels is unknown; known are image",
        "warmUp: 0.05 | warmUp: 0.05\\n    cooldown: 2 | training.rate.cooldown is unknown; known are peak",
        "updates: 800 | updates: 800.5 | updates must be a whole number of 1 or more, got 800.5",
        "updates: 800 | updates: 0 | updates must be a whole number of 1 or more, got 0",
        "updates: 800 | updates: many | updates must be a whole number of 1 or more, got many",
        "updates: 800 | updates: | updates is missing",
        "averaging: 0.98 | averaging: high | training.averaging must be a number, got high",
        "averaging: 0.98 | averaging: 98 | training.averaging must be from 0 to 1, got 98",
        "weightDecay: 0.0001 | weightDecay: -1 | training.weightDecay must not be below 0",
        "gamma: 1.0 | gamma: .nan | is not YAML (line",
        "dropout: true | dropout: maybe | generator.dropout must be true or false, got maybe",
        "search: BOTH | search: ALL | generator.search must be one of [NONE, ENCODER, DECODER, BOTH]",
        "- SHEAR | - BEND | genseg.masks.operators[5] must be one of",
        "classes: 2 | classes: 3 | generator.inputs must be 3 for 3 classes, got 1",
        "least: 0.8 | least: 1.8 | 1.8 to 1.2 is not a range",
        "depth: 4 | depth: 7 | must be a multiple of 128 for the segmenter",
        "low: 0.0 | low: 2 | an intensity range must grow",
        "loss: DICE | loss: [ | is not YAML (line",
        "updates: 800 | updates: 800\\nupdates: 700 | is not YAML"
      })
  void faultIsToldByFileFieldAndExpectation(String old, String edited, String part)
      throws IOException {
    edit(old, edited.replace("\\n", "\n"));
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void olderPlansKeepWhatTheyMeant() throws IOException {
    Plan older =
        PlanFile.with(
            proposed(),
            PlanSetting.parse(List.of("genseg.movedPairs=true", "segmenter.norm=BATCH")));
    PlanFile.write(file, older);
    edit("  movedPairs: true\n", "");
    edit("  hypergradientPaths: BOTH\n", "");
    edit("  generatorGuidance: 0.0\n", "");
    edit("  gammaRate: 0.0\n", "");
    edit("    toning: 1.0\n", "");
    edit("  norm: BATCH\n", "");
    assertThat(PlanFile.read(file)).isEqualTo(older);
  }

  @Test
  void fieldsMayBeSetOneByOne() {
    Plan plan =
        PlanFile.with(
            proposed(),
            PlanSetting.parse(
                List.of(
                    "genseg.gamma=3e-1",
                    "generator.search=none",
                    "genseg.masks.operators=[shear]",
                    "genseg.masks.rotation={least: -5, greatest: 7}",
                    "genseg.hypergradientPaths=DIRECT",
                    "genseg.generatorGuidance=0.01")));
    assertThat(plan.genseg().gamma()).isEqualTo(0.3);
    assertThat(((Pix2PixSpec) plan.generator()).search()).isEqualTo(Pix2PixSpec.Search.NONE);
    assertThat(plan.genseg().masks().operators()).containsExactly(MaskOperator.SHEAR);
    assertThat(plan.genseg().masks().rotation()).isEqualTo(new AugmentationRange(-5, 7));
    assertThat(plan.genseg().hypergradientPaths()).isEqualTo(HypergradientPaths.DIRECT);
    assertThat(plan.genseg().generatorGuidance()).isEqualTo(0.01);
    assertThat(plan.training()).isEqualTo(proposed().training());
    assertThat(PlanFile.with(proposed(), List.of())).isEqualTo(proposed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "genseg.gama=1 | genseg.gama is unknown; known below genseg are generatorBatch, ",
        "gamma=1 | gamma is unknown; known fields are image, segmenter",
        "genseg.gamma.x=1 | genseg.gamma.x is unknown; known below genseg.gamma are none",
        "genseg.gamma=many | genseg.gamma must be a number, got many",
        "genseg=3 | genseg must have fields below it",
        "generator.search=ALL | must be one of [NONE, ENCODER, DECODER, BOTH], got ALL",
        "genseg.masks.operators=[ | is no value of a plan's field",
        "image.width=63 | must be a multiple of",
        "segmenter.architecture=deeplabv3 | segmenter.depth is unknown"
      })
  void settingThatDoesNotFitIsTold(String setting, String part) {
    assertThatThrownBy(() -> PlanFile.with(proposed(), List.of(PlanSetting.parse(setting))))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(setting)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"'',holds no plan", "[1],holds no plan", "just words,holds no plan"})
  void otherFilesAreNoPlan(String content, String part) throws IOException {
    Files.writeString(file, content);
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part);
  }

  @Test
  void binaryFileIsNoPlan() throws IOException {
    Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xff});
    assertThatThrownBy(() -> PlanFile.read(file)).isInstanceOf(DataException.class);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + " is no file");
  }

  @Test
  void existingPlanIsKept() throws IOException {
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> PlanFile.write(file, proposed()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--overwrite");
    assertThat(file).hasContent("mine");
  }

  private void edit(String old, String edited) throws IOException {
    if (!Files.exists(file)) {
      PlanFile.write(file, proposed());
    }
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(old), edited));
  }
}
