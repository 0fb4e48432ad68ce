package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Functional;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The 70×70 PatchGAN of pix2pix (Isola et al. 2017): a mask and an image, N×(M+C)×… together, to a
 * map of logits, one for each overlapping patch. At width 64 for two planes 2,764,609 parameters,
 * 11,052,865 for volumes. Axes of volumes are halved no more often than by the generator.
 */
final class PatchDiscriminator implements AutoCloseable {
  /** Convolutions that halve the resolution; two follow that keep it but for the border. */
  static final int HALVING = 3;

  /** Pixels along an axis that are left for the last two, of which they make one patch. */
  static final int LEAST_PATCH = 3;

  private final Network network = new Network(Initialiser.GAN);
  private final Convolution first;
  private final List<Convolution> middle = new ArrayList<>();
  private final List<Norm> norms = new ArrayList<>();
  private final Convolution last;

  /**
   * How it is built.
   *
   * @param planes of mask and image together
   * @param width feature maps of the first level (ndf), doubled up to eightfold
   * @param strides of the first convolutions along each axis, in the order of a tensor's
   */
  record Shape(int planes, int width, Norm.Kind norm, List<List<Integer>> strides) {
    /** Of pictures, which are halved along both axes. */
    static Shape ofPictures(int planes, int width, Norm.Kind norm) {
      return new Shape(planes, width, norm, Collections.nCopies(HALVING, List.of(2, 2)));
    }
  }

  /** The least side of pictures of which it sees a patch. */
  static int leastSideOfPictures() {
    return LEAST_PATCH << HALVING;
  }

  PatchDiscriminator(Shape shape, Compute compute) {
    int width = shape.width();
    Kernel keeping = Kernel.of(shape.strides().get(0).size(), 4, 1, 1);
    try (Scope scope = Scope.open()) {
      first = Convolution.plain(network, "0", shape.planes(), width, halving(shape, 0), true);
      for (int i = 1; i <= HALVING; i++) {
        Kernel kernel = i < HALVING ? halving(shape, i) : keeping;
        int in = width << (i - 1);
        middle.add(Convolution.plain(network, Integer.toString(i), in, 2 * in, kernel, false));
        norms.add(new Norm(network, i + ".norm", shape.norm(), 2 * in));
      }
      last = Convolution.plain(network, "4", 8 * width, 1, keeping, true);
    }
    network.ready(compute);
  }

  private static Kernel halving(Shape shape, int level) {
    return SearchCell.kernel(4, shape.strides().get(level));
  }

  public Network network() {
    return network;
  }

  /** How real each patch looks, as logits. */
  public Tensor logits(Pass pass, Tensor masks, Tensor images) {
    Tensor x = Functional.leakyRelu(first.forward(pass, Ops.cat(List.of(masks, images), 1)), 0.2);
    for (int i = 0; i < middle.size(); i++) {
      x = norms.get(i).forward(pass, middle.get(i).forward(pass, x));
      x = Functional.leakyRelu(x, 0.2);
    }
    return Ops.toFloat(last.forward(pass, x));
  }

  @Override
  public void close() {
    network.close();
  }
}
