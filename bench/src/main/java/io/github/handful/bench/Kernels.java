package io.github.handful.bench;

import io.github.handful.genseg.Architecture;
import io.github.handful.genseg.CellForm;
import io.github.handful.genseg.MaskToImage;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Forwards and backwards through a generator whose cells are evaluated in one form or the other,
 * with gradients of its weights and of its architecture.
 */
record Kernels(Pix2PixSpec spec, int side, int batch, CellForm form, Compute compute) {

  static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    sizes()
        .forEach(
            size ->
                Precisions.all()
                    .forEach(
                        (word, compute) -> {
                          for (CellForm form : CellForm.values()) {
                            all.add(size.with(form, compute).line(word));
                          }
                        }));
    return all;
  }

  private static Stream<Kernels> sizes() {
    return Stream.of(
        searched(16, 5, Norm.Kind.INSTANCE, Pix2PixSpec.Search.BOTH, 128, 4),
        searched(32, 5, Norm.Kind.INSTANCE, Pix2PixSpec.Search.BOTH, 128, 4),
        searched(64, 8, Norm.Kind.BATCH, Pix2PixSpec.Search.DECODER, 256, 2));
  }

  private static Kernels searched(
      int width, int downs, Norm.Kind norm, Pix2PixSpec.Search search, int side, int batch) {
    return new Kernels(
        new Pix2PixSpec(1, 1, width, downs, norm, search, true),
        side,
        batch,
        CellForm.MERGED,
        Compute.REFERENCE);
  }

  private Kernels with(CellForm other, Compute precision) {
    return new Kernels(spec, side, batch, other, precision);
  }

  Measurement line(String precision) {
    return new Measurement(
        Suite.KERNELS.key(),
        "generator ngf %d, %d px, batch %d, %s, %s"
            .formatted(spec.width(), side, batch, precision, form.name().toLowerCase(Locale.ROOT)),
        "ms",
        this::measure,
        "");
  }

  private double[] measure(Effort effort) {
    Ops.seed(1);
    try (MaskToImage generator = new MaskToImage(spec, form, compute);
        Architecture architecture = new Architecture(spec, compute);
        Scope scope = Scope.open()) {
      Tensor masks = compute.batch(Ops.uniform(1, batch, spec.inputs(), side, side).sign().relu());
      List<Tensor> variables =
          Stream.of(generator.network().parameters(), architecture.logits())
              .flatMap(set -> set.tensors().stream())
              .toList();
      return effort.milliseconds(2, 7, () -> once(generator, architecture, masks, variables));
    }
  }

  private void once(
      MaskToImage generator, Architecture architecture, Tensor masks, List<Tensor> variables) {
    try (Scope scope = Scope.open()) {
      Tensor images =
          compute.run(
              () -> generator.images(generator.network().training(), architecture.logits(), masks));
      Autograd.gradients(images.square().mean(), variables);
    }
  }
}
