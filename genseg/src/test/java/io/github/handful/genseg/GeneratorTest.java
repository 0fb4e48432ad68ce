package io.github.handful.genseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.genseg.Pix2PixSpec.Search;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
  private static Pix2PixSpec spec(int in, int out, int width, int downs, Search search) {
    return new Pix2PixSpec(in, out, width, downs, Norm.Kind.BATCH, search, true);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64, 8, NONE, 3, 54411907",
    "1, 8, 8, DECODER, 1, 4257939",
    "1, 16, 8, DECODER, 1, 17025315",
    "1, 32, 8, DECODER, 1, 68088387",
    "1, 8, 7, DECODER, 1, 3241875",
    "1, 64, 8, DECODER, 1, 272327811",
    "1, 64, 8, BOTH, 3, 394424713"
  })
  void hasThePublishedNumberOfParameters(
      int in, int width, int downs, Search search, int out, long count) {
    try (MaskToImage net =
        new MaskToImage(spec(in, out, width, downs, search), Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(count);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2764609", "1, 3, 2766657"})
  void discriminatorHasThePublishedNumberOfParameters(int in, int out, long count) {
    try (PatchDiscriminator net =
        new PatchDiscriminator(spec(in, out, 64, 8, Search.BOTH).patches(), Compute.REFERENCE)) {
      assertThat(net.network().parameters().count()).isEqualTo(count);
    }
  }

  @Test
  void discriminatorJudgesThirtyByThirtyPatchesOfASideOf256() {
    try (PatchDiscriminator net =
            new PatchDiscriminator(spec(1, 1, 4, 8, Search.BOTH).patches(), Compute.REFERENCE);
        Scope scope = Scope.open()) {
      Tensor logits =
          net.logits(net.network().training(), Ops.ones(1, 1, 256, 256), Ops.ones(1, 1, 256, 256));
      assertThat(Shapes.of(logits)).containsExactly(1, 1, 30, 30);
    }
  }

  @ParameterizedTest
  @EnumSource(Search.class)
  void mergedAndSeparateKernelsGiveTheSameImagesAndGradients(Search search) {
    Pix2PixSpec spec = spec(1, 3, 4, 4, search);
    try (Scope scope = Scope.open();
        MaskToImage separate = build(spec, CellForm.SEPARATE);
        MaskToImage merged = build(spec, CellForm.MERGED);
        Architecture architecture = new Architecture(spec, Compute.REFERENCE)) {
      Tensor masks = Ops.uniform(1, 2, 1, 32, 32);
      Tensor a = images(separate, architecture, masks);
      Tensor b = images(merged, architecture, masks);
      assertThat(Ops.value(a.sub(b).abs().max())).isLessThan(1e-5);
      if (search != Search.NONE) {
        List<Tensor> alpha = architecture.logits().tensors();
        Tensor ga = Autograd.gradients(a.square().sum(), alpha).get(0);
        Tensor gb = Autograd.gradients(b.square().sum(), alpha).get(0);
        assertThat(Ops.value(ga.sub(gb).abs().max())).isLessThan(1e-3 * Ops.value(ga.abs().max()));
      }
    }
  }

  @Test
  void aDominantLogitGivesThePlainFourTapGenerator() {
    Pix2PixSpec searched = spec(1, 1, 4, 3, Search.BOTH);
    Pix2PixSpec plain = spec(1, 1, 4, 3, Search.NONE);
    try (Scope scope = Scope.open();
        MaskToImage net = build(searched, CellForm.MERGED);
        MaskToImage four = build(plain, CellForm.MERGED);
        Architecture architecture = new Architecture(searched, Compute.REFERENCE);
        Architecture none = new Architecture(plain, Compute.REFERENCE)) {
      Autograd.withoutGraph(
          () -> {
            for (Tensor alpha : architecture.logits().tensors()) {
              alpha.zero_().select(1, 0).add_(Ops.plus(Ops.zeros(1), 40));
            }
            for (String name : four.network().parameters().names()) {
              String own = name.replaceFirst("^((down|up)\\.\\d)\\.(weight|bias)$", "$1.conv4.$3");
              four.network().parameters().get(name).copy_(net.network().parameters().get(own));
            }
          });
      Tensor masks = Ops.uniform(1, 2, 1, 16, 16);
      assertThat(
              Ops.value(
                  images(net, architecture, masks).sub(images(four, none, masks)).abs().max()))
          .isLessThan(1e-6);
    }
  }

  @Test
  void aConstantAddedToARowOfLogitsChangesNothing() {
    Pix2PixSpec spec = spec(1, 1, 4, 3, Search.BOTH);
    try (Scope scope = Scope.open();
        MaskToImage net = build(spec, CellForm.MERGED);
        Architecture architecture = new Architecture(spec, Compute.REFERENCE)) {
      Tensor masks = Ops.uniform(1, 2, 1, 16, 16);
      Tensor before = images(net, architecture, masks);
      List<Tensor> gradients =
          Autograd.gradientsKeepingGraph(before.square().sum(), architecture.logits().tensors());
      for (Tensor gradient : gradients) {
        double largest = Ops.value(gradient.abs().max());
        assertThat(largest).isPositive();
        assertThat(Ops.value(Ops.sum(gradient, 1).abs().max())).isLessThan(1e-4 * largest);
      }
      Autograd.withoutGraph(
          () -> architecture.logits().get("decoder").select(0, 1).add_(Ops.plus(Ops.zeros(3), 2)));
      assertThat(Ops.value(images(net, architecture, masks).sub(before).abs().max()))
          .isLessThan(1e-5);
    }
  }

  @Test
  void mixturesStartNearOneThird() {
    try (Architecture architecture =
        new Architecture(spec(1, 1, 4, 5, Search.BOTH), Compute.REFERENCE)) {
      for (double[][] rows : architecture.mixtures().values()) {
        assertThat(rows).hasNumberOfRows(5);
        for (double[] row : rows) {
          assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-6));
          assertThat(row)
              .usingElementComparator((p, q) -> Math.abs(p - q) < 2e-3 ? 0 : 1)
              .containsOnly(1 / 3.0);
        }
      }
    }
  }

  private static MaskToImage build(Pix2PixSpec spec, CellForm form) {
    Ops.seed(3);
    return new MaskToImage(spec, form, Compute.REFERENCE);
  }

  private static Tensor images(MaskToImage net, Architecture architecture, Tensor masks) {
    Ops.seed(4);
    return net.images(
        net.network().probing(net.network().parameters()), architecture.logits(), masks);
  }
}
