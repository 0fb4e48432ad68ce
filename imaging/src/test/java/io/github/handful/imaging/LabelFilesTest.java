package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.LabelEncoding.Binary;
import io.github.handful.imaging.LabelEncoding.Colours;
import io.github.handful.imaging.LabelEncoding.Indexed;
import io.github.handful.imaging.LabelEncoding.PaletteIndex;
import io.github.handful.imaging.LabelEncoding.Reading;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 255})
  void twoGreyValuesAreBackgroundAndForeground(int high) {
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 3, 0, high, 0);

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding.describe())
        .isEqualTo("two values, 0 and " + high + ": background and foreground");
    assertThat(encoding.caution()).isEmpty();
    assertThat(encoding.classes()).isEqualTo(2);
    assertThat(LabelFiles.read(file, encoding).labels()).containsExactly(0, 1, 0);
  }

  @Test
  void blackLookingRgbOneBitSixteenBitAndGifMasksAreBinary() {
    BufferedImage oneBit = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    oneBit.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    List<Path> masks =
        List.of(
            SmallFiles.write(folder.resolve("a.png"), "png", SmallFiles.rgb(2, 0, 0x010101)),
            SmallFiles.write(folder.resolve("b.png"), "png", oneBit),
            SmallFiles.write(folder.resolve("c.png"), "png", SmallFiles.grey16(2, 0, 65535)),
            SmallFiles.write(
                folder.resolve("d.gif"),
                "gif",
                SmallFiles.palette(new int[] {0xffffff, 0}, 2, 1, 0)));
    for (Path mask : masks) {
      LabelEncoding encoding = LabelFiles.infer(List.of(mask));
      assertThat(encoding).as(mask.toString()).isInstanceOf(Binary.class);
      assertThat(LabelFiles.read(mask, encoding).labels()).containsExactly(0, 1);
    }
  }

  @Test
  void valuesOfAllMasksTogetherMakeTheClasses() {
    Path first = SmallFiles.greyPng(folder.resolve("a.png"), 2, 0, 128);
    Path second = SmallFiles.greyPng(folder.resolve("b.png"), 2, 255, 0);

    LabelEncoding encoding = LabelFiles.infer(List.of(first, second));

    assertThat(encoding).isEqualTo(new Indexed(List.of(0.0, 128.0, 255.0)));
    assertThat(LabelFiles.read(first, encoding).labels()).containsExactly(0, 1);
    assertThat(LabelFiles.read(second, encoding).labels()).containsExactly(2, 0);
  }

  @Test
  void sixteenBitLevelsAreClassesInIncreasingOrder() {
    Path file =
        SmallFiles.write(folder.resolve("a.png"), "png", SmallFiles.grey16(3, 40000, 0, 20000));

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding.describe())
        .isEqualTo("3 grey values, 0, 20000, 40000: one class each, in this order");
    assertThat(LabelFiles.read(file, encoding).labels()).containsExactly(2, 0, 1);
  }

  @Test
  void masksOfOneAndOf255InDifferentFilesAreBothForeground() {
    Path ones = SmallFiles.greyPng(folder.resolve("a.png"), 2, 0, 1);
    Path maxima = SmallFiles.greyPng(folder.resolve("b.png"), 2, 255, 0);

    LabelEncoding encoding = LabelFiles.infer(List.of(ones, maxima));

    assertThat(encoding).isEqualTo(new Binary(0.5, 0, 255, Reading.MIXED_SCALES));
    assertThat(encoding.caution()).isPresent();
    assertThat(LabelFiles.read(ones, encoding).labels()).containsExactly(0, 1);
    assertThat(LabelFiles.read(maxima, encoding).labels()).containsExactly(1, 0);
  }

  @Test
  void oneAnd255InOneFileAreTwoClassesWithACaution() {
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 3, 0, 1, 255);

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding.classes()).isEqualTo(3);
    assertThat(encoding.caution()).hasValueSatisfying(text -> assertThat(text).contains("ignore"));
  }

  @Test
  void paletteIndexIsTheClassWhateverTheColours() {
    int[] palette = {0x000000, 0xc81e1e, 0x1ec81e};
    Path file =
        SmallFiles.write(folder.resolve("a.png"), "png", SmallFiles.palette(palette, 3, 2, 0, 1));
    Path background =
        SmallFiles.write(folder.resolve("b.png"), "png", SmallFiles.palette(palette, 2, 0, 0));

    LabelEncoding encoding = LabelFiles.infer(List.of(background, file));

    assertThat(encoding).isEqualTo(new PaletteIndex(List.of(0, 1, 2)));
    assertThat(LabelFiles.read(file, encoding).labels()).containsExactly(2, 0, 1);
    assertThat(LabelFiles.read(background, encoding).labels()).containsExactly(0, 0);
  }

  @Test
  void palettesThatDifferFromFileToFileAreReadByColour() {
    Path a =
        SmallFiles.write(
            folder.resolve("a.png"), "png", SmallFiles.palette(new int[] {0, 0xff0000}, 2, 0, 1));
    Path b =
        SmallFiles.write(
            folder.resolve("b.png"), "png", SmallFiles.palette(new int[] {0xff0000, 0}, 2, 0, 1));

    LabelEncoding encoding = LabelFiles.infer(List.of(a, b));

    assertThat(encoding).isEqualTo(new Colours(List.of(0, 0xff0000)));
    assertThat(LabelFiles.read(a, encoding).labels()).containsExactly(0, 1);
    assertThat(LabelFiles.read(b, encoding).labels()).containsExactly(1, 0);
  }

  @Test
  void coloursAreClassesWithBlackAsBackground() {
    Path file =
        SmallFiles.write(
            folder.resolve("a.png"), "png", SmallFiles.rgb(4, 0xff0000, 0x00ff00, 0, 0xff0000));

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding).isEqualTo(new Colours(List.of(0, 0x00ff00, 0xff0000)));
    assertThat(LabelFiles.read(file, encoding).labels()).containsExactly(2, 1, 0, 2);
  }

  @Test
  void withoutBlackTheMostFrequentColourIsBackground() {
    Path file =
        SmallFiles.write(
            folder.resolve("a.png"), "png", SmallFiles.rgb(3, 0x800000, 0x0000ff, 0x800000));

    assertThat(LabelFiles.infer(List.of(file))).isEqualTo(new Colours(List.of(0x800000, 0x0000ff)));
  }

  @Test
  void smoothedEdgesAreCutAtHalfTheMaximum() {
    Path file = SmallFiles.write(folder.resolve("a.png"), "png", disc(64, 20));

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding).isEqualTo(new Binary(127.5, 0, 255, Reading.GREY_EDGES));
    assertThat(encoding.caution()).isPresent();
    // The area of the disc is 20 * 20 * pi = 1257 pixels.
    assertThat(LabelFiles.read(file, encoding).count(1)).isBetween(1230L, 1285L);
  }

  @Test
  void jpegMasksAreCutAtHalfTheMaximum() {
    Path file = SmallFiles.write(folder.resolve("a.jpg"), "jpeg", disc(64, 20));

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding)
        .isInstanceOfSatisfying(
            Binary.class,
            binary -> {
              assertThat(binary.reading()).isEqualTo(Reading.GREY_EDGES);
              assertThat(binary.threshold()).isBetween(120.0, 135.0);
            });
    assertThat(LabelFiles.read(file, encoding).count(1)).isBetween(1220L, 1295L);
  }

  @Test
  void fourFlatLevelsAreClassesAndNotEdges() {
    int[] values = new int[32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = 85 * (i % 32 / 8);
    }
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 32, values);

    assertThat(LabelFiles.infer(List.of(file)))
        .isEqualTo(new Indexed(List.of(0.0, 85.0, 170.0, 255.0)));
  }

  @Test
  void aPhotographIsRefused() {
    BufferedImage photograph = SmallFiles.grey(64, new int[64 * 64]);
    BufferedImage colours = SmallFiles.rgb(64, new int[64 * 64]);
    for (int i = 0; i < 64 * 64; i++) {
      photograph.getRaster().setSample(i % 64, i / 64, 0, i % 251);
      colours.setRGB(i % 64, i / 64, i * 31);
    }
    Path grey = SmallFiles.write(folder.resolve("a.png"), "png", photograph);
    Path colour = SmallFiles.write(folder.resolve("b.png"), "png", colours);
    Path mask = SmallFiles.greyPng(folder.resolve("c.png"), 2, 0, 255);

    for (Path file : List.of(grey, colour)) {
      assertThatThrownBy(() -> LabelFiles.infer(List.of(mask, file)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("does not look like a mask");
    }
  }

  @Test
  void aValueThatTheDataSetLacksIsRefused() {
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 2, 0, 9);

    assertThatThrownBy(() -> LabelFiles.read(file, new Indexed(List.of(0.0, 1.0, 2.0))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.png has the value 9");
  }

  @Test
  void emptyMasksAreAllBackground() {
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 2, 0, 0);

    LabelEncoding encoding = LabelFiles.infer(List.of(file));

    assertThat(encoding.caution()).isPresent();
    assertThat(LabelFiles.read(file, encoding).labels()).containsExactly(0, 0);
  }

  @Test
  void declaredClassesKeepTheirNumbersWhereMasksLackOne() {
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 2, 0, 2);

    LabelEncoding encoding = LabelFiles.infer(List.of(file), new TreeSet<>(List.of(0, 1, 2)));

    assertThat(LabelFiles.read(file, encoding).labels()).containsExactly(0, 2);
  }

  static List<LabelEncoding> encodings() {
    return List.of(
        new Binary(127.5, 0, 255, Reading.GREY_EDGES),
        new Indexed(List.of(0.0, 0.5, 1.0)),
        new PaletteIndex(List.of(0, 1, 255)),
        new Colours(List.of(0, 0xff0000, 0xffffff)));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void encodingsSurviveJson(LabelEncoding encoding) throws Exception {
    ObjectMapper json = new ObjectMapper();

    Map<String, Object> map =
        json.readValue(json.writeValueAsString(encoding.toMap()), new TypeReference<>() {});

    assertThat(LabelEncoding.fromMap(map)).isEqualTo(encoding);
  }

  @Test
  void aBrokenRecordOfAnEncodingIsRefused() {
    assertThatThrownBy(() -> LabelEncoding.fromMap(Map.of("kind", "indexed")))
        .isInstanceOf(DataException.class);
  }

  /** A white disc in the middle, smoothed over its edge as by area averaging. */
  private static BufferedImage disc(int size, double radius) {
    BufferedImage image = SmallFiles.grey(size, new int[size * size]);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double distance = Math.hypot(x - size / 2.0 + 0.5, y - size / 2.0 + 0.5);
        double share = Math.min(1, Math.max(0, radius - distance + 0.5));
        image.getRaster().setSample(x, y, 0, (int) Math.round(255 * share));
      }
    }
    return image;
  }
}
