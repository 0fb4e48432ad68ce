package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.List;

/** Which TIFF files are one 2-D image, and how its samples are to be taken. */
final class TiffPages {
  private static final int STACK = 3;

  private TiffPages() {}

  /**
   * Lets single images pass, with thumbnails or copies of other sizes behind them.
   *
   * @throws DataException for stacks of slices and for channels that are neither grey nor colours
   */
  static void requireReadable(Path file, List<TiffPage> pages) {
    for (TiffPage page : pages) {
      long same = pages.stream().filter(p -> !p.reduced() && p.sameSizeAs(page)).count();
      if (same >= STACK) {
        throw new DataException(
            "%s is a stack of %d pages of %d x %d pixels, a volume, and only 2-D images (%s) are read here; export its slices as images."
                .formatted(file, same, page.width(), page.height(), ImageFormat.READABLE));
      }
    }
    TiffPage first = pages.get(0);
    boolean grey = first.samples() == 1 || (first.samples() == 2 && first.extraSamples());
    boolean colours = first.samples() == 3 || (first.samples() == 4 && hasFourthForAlpha(first));
    if (!grey && !colours) {
      throw new DataException(
          "%s has %d channels, and only grey and RGB images are read; export the channel that is meant."
              .formatted(file, first.samples()));
    }
  }

  /** Whether a second full page of the same size must be compared with the first. */
  static boolean mayBeTwoImages(List<TiffPage> pages) {
    return pages.size() > 1 && !pages.get(1).reduced() && pages.get(1).sameSizeAs(pages.get(0));
  }

  /**
   * Names three samples RGB in the bytes of a file that calls them MinIsBlack, as some writers do:
   * the reader refuses them by their name only.
   */
  static void nameColours(byte[] content, List<TiffPage> pages) {
    boolean bigEndian = content[0] == 'M';
    for (TiffPage page : pages) {
      boolean misnamed = page.samples() == 3 && page.photometric() == TiffPage.MIN_IS_BLACK;
      if (misnamed && page.photometricAt() >= 0) {
        content[(int) page.photometricAt() + (bigEndian ? 1 : 0)] = TiffPage.RGB;
        if (page.extraSamplesAt() >= 0) {
          // The second and third sample are declared extra: a private tag number hides that.
          content[(int) page.extraSamplesAt()] = (byte) 0xff;
          content[(int) page.extraSamplesAt() + 1] = (byte) 0xff;
        }
      }
    }
  }

  /** Whether the samples are intensities as they stand, which readers would clamp or convert. */
  static boolean isReadAsStored(TiffPage page) {
    boolean intensities =
        page.photometric() == TiffPage.MIN_IS_BLACK || page.photometric() == TiffPage.RGB;
    return intensities && page.bits() >= 8;
  }

  private static boolean hasFourthForAlpha(TiffPage page) {
    return page.photometric() == TiffPage.RGB || page.photometric() == TiffPage.CMYK;
  }
}
