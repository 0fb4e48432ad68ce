package io.github.handful.segment;

import io.github.handful.torch.Convolution;
import io.github.handful.torch.Convolution.Kernel;
import io.github.handful.torch.Network;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Pass;
import org.bytedeco.pytorch.Tensor;

/** A convolution without bias and the batch normalisation of what it gives. */
final class NormedConvolution {
  private final Convolution convolution;
  private final Norm norm;

  /** Both layers are named by themselves, as other programs name them. */
  NormedConvolution(
      Network network, String convolution, String norm, int in, int out, Kernel kernel) {
    this.convolution = Convolution.plain(network, convolution, in, out, kernel, false);
    this.norm = new Norm(network, norm, Norm.Kind.BATCH, out);
  }

  Tensor forward(Pass pass, Tensor x) {
    return norm.forward(pass, convolution.forward(pass, x));
  }
}
