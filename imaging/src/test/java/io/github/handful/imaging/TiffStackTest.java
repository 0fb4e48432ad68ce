package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiffStackTest {
  @TempDir Path folder;

  @Test
  void pagesAreSlices() {
    Path file =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"),
            ByteOrder.BIG_ENDIAN,
            new int[] {0, 1, 0, 0},
            new float[] {1, -2},
            new float[] {7},
            new float[] {3, 4.5f},
            new float[] {5, 6});

    Image image = VolumeFiles.read(file);

    assertThat(VolumeFiles.isVolume(file)).isTrue();
    assertThat(image.grid()).isEqualTo(Grid.of(2, 1, 3));
    assertThat(image.samples()).containsExactly(1, -2, 3, 4.5f, 5, 6);
    assertThat(image.maximum()).isEqualTo(1);
  }

  @Test
  void picturesAreNoVolumes() {
    Path two =
        SmallFiles.floatTiff(
            folder.resolve("two.tif"),
            ByteOrder.LITTLE_ENDIAN,
            new int[] {0, 0},
            new float[] {1},
            new float[] {1});
    Path one =
        SmallFiles.floatTiff(
            folder.resolve("one.tif"), ByteOrder.LITTLE_ENDIAN, new int[] {0}, new float[] {1});

    assertThat(VolumeFiles.isVolume(two)).isFalse();
    assertThat(VolumeFiles.isVolume(one)).isFalse();
    assertThatThrownBy(() -> VolumeFiles.read(one))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one page");
  }

  @Test
  void imageJGivesSpacingChannelsAndFrames() {
    Path file =
        imageJ(
            "ImageJ=1.54f\nimages=8\nchannels=2\nslices=2\nframes=2\nspacing=3.0\nunit=\\u00B5m\n",
            8);

    assertThat(VolumeFiles.frames(file)).isEqualTo(2);
    Image second = VolumeFiles.frame(file, 1);

    // Pages run through channels first, then slices, then frames.
    assertThat(second.channels()).isEqualTo(2);
    assertThat(second.samples()).containsExactly(4, 4, 6, 6, 5, 5, 7, 7);
    Placement place = second.grid().placement();
    // Two and four pixels for each micrometre.
    assertThat(place.spacing().get(0)).isCloseTo(0.5e-3, within(1e-12));
    assertThat(place.spacing().get(1)).isCloseTo(0.25e-3, within(1e-12));
    assertThat(place.spacing().get(2)).isCloseTo(3e-3, within(1e-12));
  }

  @Test
  void descriptionOfOtherSlicesIsRefused() {
    Path file = imageJ("ImageJ=1.54f\nimages=80\nslices=80\n", 4);

    assertThatThrownBy(() -> VolumeFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 4 pages")
        .hasMessageContaining("80 images");
  }

  @Test
  void unknownUnitIsRefused() {
    Path file = imageJ("ImageJ=1.54f\nimages=4\nslices=4\nunit=furlong\n", 4);

    assertThatThrownBy(() -> VolumeFiles.grid(file)).hasMessageContaining("furlong");
  }

  @Test
  void pagesOfDifferentSizesAreRefused() {
    Path file =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"),
            ByteOrder.BIG_ENDIAN,
            new int[] {0, 0, 0},
            new float[] {1, 2},
            new float[] {1, 2, 3},
            new float[] {1, 2});

    assertThatThrownBy(() -> VolumeFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("different sizes");
  }

  @ParameterizedTest
  @CsvSource({
    "273, 1, -8, 'the image at -8'",
    "279, 1, -1, '-1 bytes of the image'",
    "258, 9, -16, 'tag 258 at -16'"
  })
  void offsetsAndLengthsBelowZeroAreRefused(int tag, long count, long value, String told) {
    ByteBuffer out = ByteBuffer.allocate(16 + 8 + 2 * 20 + 8).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I')
        .put((byte) 'I')
        .putShort((short) 43)
        .putShort((short) 8)
        .putShort((short) 0);
    out.putLong(16).putLong(2);
    for (int each : new int[] {273, 279}) {
      boolean odd = each == tag || each == 273 && tag == 258;
      out.putShort((short) (odd ? tag : each)).putShort((short) 16);
      out.putLong(odd ? count : 1).putLong(odd ? value : 1);
    }
    Path file = SmallFiles.write(folder.resolve("big.tif"), out.array());

    assertThatThrownBy(() -> ImageHeader.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("big.tif")
        .hasStackTraceContaining(told);
  }

  /** 8-bit pages of 2 x 1 pixels, all of the page's number, with 2 and 4 pixels a unit. */
  private Path imageJ(String description, int pages) {
    byte[] text = description.getBytes(StandardCharsets.US_ASCII);
    int tags = 11;
    int directory = 2 + 12 * tags + 4;
    int extra = 8 + text.length + 1;
    extra += extra % 2;
    ByteBuffer out = ByteBuffer.allocate(extra + 16 + pages * (directory + 2));
    out.order(ByteOrder.LITTLE_ENDIAN).put((byte) 'I').put((byte) 'I').putShort((short) 42);
    out.putInt(extra + 16).put(text);
    out.position(extra);
    out.putInt(2).putInt(1).putInt(4).putInt(1);
    for (int p = 0; p < pages; p++) {
      int start = out.position();
      out.putShort((short) tags);
      entry(out, 254, 4, 1, 0);
      entry(out, 256, 4, 1, 2);
      entry(out, 257, 4, 1, 1);
      entry(out, 258, 3, 1, 8);
      entry(out, 259, 3, 1, 1);
      entry(out, 262, 3, 1, 1);
      entry(out, 270, 2, text.length + 1, 8);
      entry(out, 273, 4, 1, start + directory);
      entry(out, 279, 4, 1, 2);
      entry(out, 282, 5, 1, extra);
      entry(out, 283, 5, 1, extra + 8);
      out.putInt(p + 1 < pages ? start + directory + 2 : 0);
      out.put((byte) p).put((byte) p);
    }
    return SmallFiles.write(folder.resolve("imagej.tif"), out.array());
  }

  private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
    out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
