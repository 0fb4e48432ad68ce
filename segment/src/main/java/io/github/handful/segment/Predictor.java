package io.github.handful.segment;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Resampling;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Applies a segmenter to images of any size; results lie on the image's own pixel grid. Images
 * larger than the network's input, where it works through windows, are covered by windows that
 * overlap by half and are blended with Gaussian weights.
 */
public final class Predictor {
  private final Segmenter segmenter;
  private final Preprocessing preprocessing;
  private final Compute compute;

  public Predictor(Segmenter segmenter, Preprocessing preprocessing, Compute compute) {
    this.segmenter = segmenter;
    this.preprocessing = preprocessing;
    this.compute = compute;
  }

  /** Class probabilities of every pixel: one plane for each class, background first. */
  public ClassProbabilities probabilities(Image image) {
    Image prepared = preprocessing.apply(image);
    return atNetworkScale(prepared).resized(image.width(), image.height());
  }

  LabelMap labelsAtNetworkScale(Image prepared) {
    return atNetworkScale(prepared).labels();
  }

  private ClassProbabilities atNetworkScale(Image prepared) {
    int w = preprocessing.size(0);
    int h = preprocessing.size(1);
    if (prepared.width() == w && prepared.height() == h) {
      return new ClassProbabilities(w, h, planes(prepared));
    }
    WindowBlend blend =
        new WindowBlend(prepared.width(), prepared.height(), w, h, segmenter.spec().classes());
    for (WindowBlend.Corner corner : blend.corners()) {
      blend.add(corner, planes(WindowBlend.cut(prepared, corner, w, h)));
    }
    return blend.result();
  }

  private float[] planes(Image window) {
    try (Scope scope = Scope.open()) {
      return Autograd.withoutGraph(
          () -> {
            Tensor batch = Batch.images(List.of(window), compute);
            Tensor logits =
                compute.run(() -> segmenter.logits(segmenter.network().evaluating(), batch));
            if (logits.size(1) > 1) {
              return Ops.floats(Ops.softmax(logits, 1));
            }
            Tensor foreground = logits.sigmoid();
            return Ops.floats(Ops.cat(List.of(Ops.oneMinus(foreground), foreground), 1));
          });
    }
  }

  /**
   * Probabilities {@code planes[(k * height + y) * width + x]} of class k, which add up to one over
   * the classes.
   */
  public record ClassProbabilities(int width, int height, float[] planes) {
    public int classes() {
      return planes.length / (width * height);
    }

    /** The probabilities of one class, by rows. */
    public float[] plane(int label) {
      return Arrays.copyOfRange(planes, label * width * height, (label + 1) * width * height);
    }

    /** The most probable class of each pixel, the lowest of equals. */
    public LabelMap labels() {
      int pixels = width * height;
      byte[] labels = new byte[pixels];
      for (int i = 0; i < pixels; i++) {
        int best = 0;
        for (int k = 1; k < classes(); k++) {
          if (planes[k * pixels + i] > planes[best * pixels + i]) {
            best = k;
          }
        }
        labels[i] = (byte) best;
      }
      return new LabelMap(width, height, labels);
    }

    ClassProbabilities resized(int newWidth, int newHeight) {
      if (newWidth == width && newHeight == height) {
        return this;
      }
      float[] all = new float[classes() * newWidth * newHeight];
      for (int k = 0; k < classes(); k++) {
        float[] plane = Resampling.resize(plane(k), width, height, newWidth, newHeight);
        System.arraycopy(plane, 0, all, k * plane.length, plane.length);
      }
      return new ClassProbabilities(newWidth, newHeight, all);
    }
  }
}
