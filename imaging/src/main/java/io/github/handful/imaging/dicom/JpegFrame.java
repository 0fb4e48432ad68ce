package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes JPEG frames with TwelveMonkeys' reader, without its colour conversion. */
final class JpegFrame {
  /** No JPEG frame packs more samples into a byte: a block of 64 takes at least two bits. */
  private static final long SAMPLES_PER_BYTE = 256;

  private JpegFrame() {}

  /** Samples as they are in the frame, one channel after another. */
  static int[] decode(DicomFile file, byte[] packed, PixelFormat format) {
    if ((long) format.pixels() * format.samples() > SAMPLES_PER_BYTE * packed.length) {
      throw file.damaged("a JPEG frame has too few bytes");
    }
    ImageReader reader = reader();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(packed))) {
      reader.setInput(in);
      if (reader.getWidth(0) != format.columns() || reader.getHeight(0) != format.rows()) {
        throw file.damaged(
            "its JPEG frame has %d x %d pixels instead of %d x %d"
                .formatted(
                    reader.getWidth(0), reader.getHeight(0), format.columns(), format.rows()));
      }
      return samples(file, reader.readRaster(0, null), format);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers answer broken frames with exceptions of every kind, unchecked ones included.
      throw new DataException(
          "%s has %s pixels that cannot be decoded; decompress it with \"gdcmconv --raw\", or copy it again if that fails too."
              .formatted(file.file(), file.syntax().title()),
          e);
    } finally {
      reader.dispose();
    }
  }

  private static int[] samples(DicomFile file, Raster raster, PixelFormat format) {
    if (raster.getNumBands() != format.samples()) {
      throw file.damaged(
          "its JPEG frame has %d channels instead of %d"
              .formatted(raster.getNumBands(), format.samples()));
    }
    int[] samples = new int[format.pixels() * format.samples()];
    int[] band = new int[format.pixels()];
    for (int c = 0; c < format.samples(); c++) {
      raster.getSamples(0, 0, format.columns(), format.rows(), c, band);
      System.arraycopy(band, 0, samples, c * band.length, band.length);
    }
    return samples;
  }

  private static ImageReader reader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("JPEG");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.twelvemonkeys.")) {
        return reader;
      }
    }
    throw new IllegalStateException("TwelveMonkeys' JPEG reader is not on the class path");
  }
}
