package io.github.handful.imaging;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes one file with Java's image readers and takes the samples as they are stored, without
 * colour management, which would change grey values.
 */
final class ImageDecoder {
  private static final long MAX_BYTES = 1L << 30;
  private static final List<String> HARMLESS = List.of("profile", "icc", "metadata", "extraneous");

  static {
    // Disk caches would put copies of medical images into the temporary folder.
    ImageIO.setUseCache(false);
  }

  private ImageDecoder() {}

  /**
   * Decodes a volume, or the first page of a picture, turned as it is meant to be seen.
   *
   * @throws DataException where the file is no complete image
   */
  static DecodedImage decode(Path file) {
    if (VolumeFiles.isVolume(file)) {
      return new DecodedImage(VolumeFiles.read(file), Optional.empty(), false);
    }
    ImageHeader header = ImageHeader.read(file);
    requireMemory(file, header);
    byte[] content = content(file);
    FileIntegrity.require(file, header.format(), content);
    if (header.format() == ImageFormat.TIFF) {
      TiffPages.requireReadable(file, header.tiffPages());
      TiffPages.nameColours(content, header.tiffPages());
    }
    DecodedImage first = decode(file, header, content, 0);
    if (header.format() == ImageFormat.TIFF && TiffPages.mayBeTwoImages(header.tiffPages())) {
      Image second = decode(file, header, content, 1).image();
      if (!Arrays.equals(first.image().samples(), second.samples())) {
        throw new DataException(
            file + " holds 2 different pages of one size; save the page that is meant alone.");
      }
    }
    return new DecodedImage(
        header.orientation().apply(first.image()),
        first.indices().map(header.orientation()::apply),
        first.lossy());
  }

  private static DecodedImage decode(Path file, ImageHeader header, byte[] content, int page) {
    ImageReader reader = reader(header.format());
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream in = new ByteArrayImageInputStream(content)) {
      reader.setInput(in);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      DecodedImage decoded = decode(file, header, reader, page);
      warnings.removeIf(w -> HARMLESS.stream().anyMatch(w.toLowerCase(Locale.ROOT)::contains));
      if (!warnings.isEmpty()) {
        throw ImageHeader.damaged(file, header.format(), new IOException(warnings.get(0)));
      }
      return decoded;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers answer broken files with exceptions of every kind, unchecked ones included.
      throw ImageHeader.damaged(file, header.format(), e);
    } finally {
      reader.dispose();
    }
  }

  private static DecodedImage decode(Path file, ImageHeader header, ImageReader reader, int page)
      throws IOException {
    boolean lossy = header.format() == ImageFormat.JPEG;
    if (header.format() == ImageFormat.TIFF) {
      TiffPage tiff = header.tiffPages().get(page);
      if (TiffPages.isReadAsStored(tiff)) {
        Raster raster = reader.readRaster(page, null);
        return new DecodedImage(Samples.ofTiff(file, raster, tiff), Optional.empty(), lossy);
      }
    }
    BufferedImage image = reader.read(page);
    ColorModel colours = image.getColorModel();
    if (colours instanceof IndexColorModel palette) {
      return Samples.ofPalette(image.getRaster(), palette);
    }
    return new DecodedImage(Samples.ofColours(image), Optional.empty(), lossy);
  }

  private static byte[] content(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new DataException(
            file + " is larger than 1 GiB, more than one image needs; convert or crop it.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check the disk and its access rights.", e);
    }
  }

  static ImageReader reader(ImageFormat format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    ImageReader first = null;
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      boolean twelveMonkeys = reader.getClass().getName().startsWith("com.twelvemonkeys.");
      if (twelveMonkeys || first == null) {
        first = reader;
      }
    }
    if (first == null) {
      throw new IllegalStateException("no image reader for " + format + " is on the class path");
    }
    return first;
  }

  private static void requireMemory(Path file, ImageHeader header) {
    // Three float planes, and about as much again inside the reader.
    long bytes = 24L * header.width() * header.height();
    long limit = Runtime.getRuntime().maxMemory();
    if (bytes > limit) {
      throw new DataException(
          "%s has %d x %d pixels and needs about %d MB of memory, more than Java has (%d MB); scale it down or raise -Xmx."
              .formatted(file, header.width(), header.height(), bytes >> 20, limit >> 20));
    }
  }
}
