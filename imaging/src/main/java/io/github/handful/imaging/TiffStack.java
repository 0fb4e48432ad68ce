package io.github.handful.imaging;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * A TIFF file with one page for each slice, as ImageJ and many microscopes write volumes. Voxels
 * are as large as ImageJ's description says; the resolution alone, without its unit, is that of
 * printing and says nothing of millimetres.
 *
 * @param pages the pages that are slices, without thumbnails
 * @param numbers their places in the file
 */
record TiffStack(
    Path file, Grid grid, int channels, int frames, List<TiffPage> pages, List<Integer> numbers)
    implements VolumeSource {
  /** From so many pages on a TIFF file is a volume; two may be a picture and its copy. */
  static final int FEWEST = 3;

  /** More than any packing of TIFF reaches. */
  private static final long MAX_RATIO = 4096;

  private static final int PIECE = 8192;

  /** Whether the file is a TIFF file with at least {@link #FEWEST} full pages of one size. */
  static boolean isStack(Path file) {
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      List<TiffPage> pages = TiffPage.readAll(in);
      TiffPage first = pages.get(0);
      return pages.stream().filter(p -> !p.reduced() && p.sameSizeAs(first)).count() >= FEWEST;
    } catch (IOException e) {
      // Whoever reads the file will say what is wrong with it.
      return false;
    }
  }

  /**
   * Reads the directories of all pages.
   *
   * @throws DataException where there is but one page, or pages differ or are not complete
   */
  static TiffStack open(Path file) {
    List<TiffPage> pages = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      List<TiffPage> all = TiffPage.readAll(in);
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).reduced()) {
          pages.add(all.get(i));
          numbers.add(i);
        }
      }
      requireOneKind(file, pages);
      requireData(file, pages, in.length());
    } catch (IOException e) {
      throw ImageHeader.damaged(file, ImageFormat.TIFF, e);
    }
    return of(file, pages, numbers, description(file));
  }

  private static TiffStack of(
      Path file, List<TiffPage> pages, List<Integer> numbers, ImageJStack imageJ) {
    TiffPage first = pages.get(0);
    long perSlice = (long) imageJ.channels() * imageJ.frames();
    boolean fits = imageJ.channels() > 0 && imageJ.frames() > 0 && pages.size() % perSlice == 0;
    boolean complete = imageJ.images() < 2 || imageJ.images() == pages.size();
    if (!fits || !complete || (imageJ.channels() > 1 && first.samples() > 1)) {
      throw new DataException(
          "%s has %d pages, which its description by ImageJ does not fit (%d images, %d channels, %d frames); save it again as an uncompressed TIFF below 4 GB, or as NIfTI."
              .formatted(file, pages.size(), imageJ.images(), imageJ.channels(), imageJ.frames()));
    }
    int channels = imageJ.channels() * first.samples();
    long[] sizes = {first.width(), first.height(), pages.size() / perSlice};
    VoxelFile.requireSizes(file, VolumeFormat.TIFF, sizes, channels, imageJ.frames());
    double[][] unit = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    VoxelAxes axes = VoxelAxes.of(unit, imageJ.spacing(), new double[3]);
    Grid grid =
        new Grid((int) sizes[0], (int) sizes[1], (int) sizes[2], axes.placement(file, sizes));
    return new TiffStack(file, grid, channels, imageJ.frames(), pages, numbers);
  }

  private static ImageJStack description(Path file) {
    ImageReader reader = ImageDecoder.reader(ImageFormat.TIFF);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in);
      return ImageJStack.of(file, (TIFFImageMetadata) reader.getImageMetadata(0));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw ImageHeader.damaged(file, ImageFormat.TIFF, e);
    } finally {
      reader.dispose();
    }
  }

  private static void requireOneKind(Path file, List<TiffPage> pages) {
    if (pages.size() < 2) {
      throw new DataException(
          "%s is a picture (TIFF, one page) where a volume is needed; give volumes as %s."
              .formatted(file, VolumeFormat.READABLE));
    }
    TiffPage first = pages.get(0);
    for (TiffPage page : pages) {
      boolean same =
          page.sameSizeAs(first)
              && page.bits() == first.bits()
              && page.samples() == first.samples()
              && page.sampleFormat() == first.sampleFormat();
      if (!same) {
        throw new DataException(
            file
                + " has pages of different sizes or sample types, so they are not the slices of one volume; save those that are alone.");
      }
    }
    boolean values = first.samples() == 1 || first.samples() == 3;
    if (!values || !TiffPages.isReadAsStored(first)) {
      throw new DataException(
          "%s has pages that are neither grey nor RGB of at least 8 bits; convert it to 8 or 16-bit grey."
              .formatted(file));
    }
  }

  private static void requireData(Path file, List<TiffPage> pages, long length) {
    for (TiffPage page : pages) {
      boolean known = page.dataBytes() >= 0;
      double samples = (double) page.width() * page.height() * page.samples() * page.bits() / 8;
      double most = (double) page.dataBytes() * (page.compression() == 1 ? 1 : MAX_RATIO);
      if (!known || page.dataEnd() > length || samples > most) {
        throw VolumeFormat.TIFF.cutOff(file);
      }
    }
  }

  @Override
  public void read(int frame, VoxelSink sink) {
    ImageReader reader = ImageDecoder.reader(ImageFormat.TIFF);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in);
      int planes = channels / pages.get(0).samples();
      for (int z = 0; z < grid.depth(); z++) {
        for (int c = 0; c < planes; c++) {
          int page = (frame * grid.depth() + z) * planes + c;
          readPage(reader, page, z, c, sink);
        }
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers answer broken files with exceptions of every kind, unchecked ones included.
      throw ImageHeader.damaged(file, ImageFormat.TIFF, e);
    } finally {
      reader.dispose();
    }
  }

  private void readPage(ImageReader reader, int page, int z, int channel, VoxelSink sink)
      throws IOException {
    Image slice = Samples.ofTiff(file, reader.readRaster(numbers.get(page), null), pages.get(page));
    int plane = grid.width() * grid.height();
    double[] values = new double[Math.min(PIECE, plane)];
    for (int c = 0; c < slice.channels(); c++) {
      for (int start = 0; start < plane; start += values.length) {
        int piece = Math.min(values.length, plane - start);
        for (int i = 0; i < piece; i++) {
          values[i] = slice.samples()[c * plane + start + i];
        }
        sink.accept(channel + c, z * plane + start, values, piece);
      }
    }
  }
}
