package io.github.handful.surfaces;

import io.github.handful.imaging.Image;
import io.github.handful.segment.Seeds;
import java.util.random.RandomGenerator;

/**
 * Synthetic macular B-scans with exact truth: nine surfaces are drawn as real-valued curves (foveal
 * pit, thin nerve fibres in some eyes, drusen in some scans), and the image is made from them:
 * anti-aliased layers with texture, attenuation, vessel shadows, speckle and a logarithmic display.
 * The same seed and numbers give the same bytes on every machine. It imitates no disease.
 *
 * @param width columns; they always cover 5.9 mm
 * @param height rows of 3.87 um
 */
public record SurfacePhantom(int width, int height, Noise noise) {
  /** ILM, RNFL-GCL, IPL-INL, INL-OPL, OPL-ONL, ELM, IS-OS, OS-RPE, BM. */
  public static final int SURFACES = 9;

  private static final double AXIAL = 3.87;
  private static final double FIELD = 5939;
  private static final int LEAST_HEIGHT = 128;

  /** How much speckle there is. */
  public enum Noise {
    /** 16 looks are averaged, as averaging scanners do. */
    LOW(16),
    /** 4 looks. */
    MEDIUM(4),
    /** One look: fully developed speckle. */
    HIGH(1);

    private final int looks;

    Noise(int looks) {
      this.looks = looks;
    }

    int looks() {
      return looks;
    }
  }

  public SurfacePhantom {
    if (width < 16 || height < LEAST_HEIGHT || width > 4096 || height > 4096) {
      throw new IllegalArgumentException(
          "a phantom needs 16 to 4096 columns and %d to 4096 rows, got %d and %d"
              .formatted(LEAST_HEIGHT, width, height));
    }
  }

  public PixelSize pixelSize() {
    return new PixelSize(AXIAL, FIELD / width);
  }

  /** B-scan number {@code scan} of eye number {@code eye}; scans of an eye share its anatomy. */
  public SurfaceScan draw(long seed, int eye, int scan) {
    Seeds seeds = new Seeds(seed);
    PhantomEye anatomy = PhantomEye.draw(seeds.random("phantom eye", eye));
    RandomGenerator random = seeds.random("phantom scan of eye " + eye, scan);
    SurfaceHeights heights = anatomy.surfaces(this, random);
    float[] samples = PhantomRenderer.render(this, heights, anatomy.vessels(), random);
    String id = "eye%02d_scan%02d".formatted(eye, scan);
    return new SurfaceScan(id, new Image(width, height, 1, 255, samples), heights);
  }
}
