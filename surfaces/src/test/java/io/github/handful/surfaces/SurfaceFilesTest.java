package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.LabelMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurfaceFilesTest {
  private static final double NONE = Double.NaN;

  @TempDir Path folder;

  @Test
  void surfacesComeBackAsTheyWereWrittenWithGaps() {
    SurfaceHeights heights = new SurfaceHeights(2, 3, new double[] {1.25, NONE, 3, 4.5, 5, NONE});
    Path file = folder.resolve("a.csv");
    SurfaceFiles.write(file, heights);
    assertThat(file)
        .hasContent(
            """
            column,surface 1,surface 2
            0,1.2500,4.5000
            1,,5.0000
            2,3.0000,
            """);
    assertThat(SurfaceFiles.read(file, 3, 10).rows()).containsExactly(heights.rows());
  }

  @Test
  void columnsThatATableLeavesOutAreNotAnnotated() throws IOException {
    Path file = write("a.csv", "column;ILM;BM\n2;1;NaN\n0;0,5\n".replace(',', '.'));
    assertThat(SurfaceFiles.read(file, 3, 10).rows())
        .containsExactly(0.5, NONE, 1, NONE, NONE, NONE);
  }

  @Test
  void aTableWithoutHeaderHasALineForEachSurfaceAndRowsFromOne() throws IOException {
    Path file = write("a.csv", "1.5,2,3\n4,NaN,6\n");
    assertThat(SurfaceFiles.read(file, 3, 10).rows()).containsExactly(0.5, 1, 2, 3, NONE, 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "column,s\\n7,1 | column 7 in line 2",
        "column,s\\n0.5,1 | column 0.5 in line 2",
        "column,s\\n-1,1 | column -1 in line 2",
        "column,s\\n1,1\\n1,2 | column 1 twice",
        "column,s\\n1,top | 'top' in line 2",
        "column,s\\n1,12 | outside the 10 rows",
        "column,s\\n1,Infinity | outside the 10 rows",
        "column,s\\n1, | annotates no column",
        "column,s,t\\n1,5,4 | must not cross",
        "column,s,t,u\\n1,5,,4 | must not cross",
        "x,s\\n1,2 | no column 'column'",
        "column\\n1 | names no surface",
        "1,2\\n | 2 numbers in line 1",
        "~~ | empty table"
      })
  void faultsAreToldInOneSentenceWithTheFile(String text, String said) throws IOException {
    Path file = write("a.csv", text.replace("\\n", "\n"));
    assertThatThrownBy(() -> SurfaceFiles.read(file, 3, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({"<f8, False", ">f8, True", "<f4, True", ">f4, False", "<i2, False", "|u1, True"})
  void numpyArraysOfAnyKindAreRead(String type, String byColumns) throws IOException {
    double[] rows = {1, 2, 3, 4, 5, 6};
    Path file = folder.resolve("a.npy");
    Files.write(file, npy(type, byColumns.equals("True"), 2, 3, rows));
    assertThat(SurfaceFiles.read(file, 3, 10).rows()).containsExactly(rows);
    // The same numbers as three surfaces of two columns, columns first.
    assertThat(SurfaceFiles.read(file, 2, 10).rows()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void numpyFilesThatAreCutOffOrForeignAreRefused() throws IOException {
    byte[] whole = npy("<f8", false, 2, 3, new double[] {1, 2, 3, 4, 5, 6});
    for (int length : new int[] {3, 11, 40, whole.length - 1}) {
      Path file = folder.resolve("cut.npy");
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SurfaceFiles.read(file, 3, 10))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file.toString());
    }
    byte[] huge = npy("<f8", false, 999_999_999, 999_999_999, new double[6]);
    Path file = folder.resolve("huge.npy");
    Files.write(file, huge);
    assertThatThrownBy(() -> SurfaceFiles.read(file, 3, 10)).hasMessageContaining("damaged");
    Files.write(file, npy("<f8", false, 1, 6, new double[6]));
    assertThatThrownBy(() -> SurfaceFiles.read(file, 3, 10)).hasMessageContaining("1 x 6 numbers");
    Files.write(file, npy("<c8", false, 2, 3, new double[6]));
    assertThatThrownBy(() -> SurfaceFiles.read(file, 3, 10)).hasMessageContaining("plain array");
  }

  private static byte[] npy(
      String type, boolean byColumns, int rows, int columns, double[] values) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%d, %d), }\n"
            .formatted(type, byColumns ? "True" : "False", rows, columns);
    int size = Character.digit(type.charAt(2), 10);
    ByteBuffer buffer =
        ByteBuffer.allocate(10 + header.length() + values.length * size)
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    buffer.put((byte) 0).putShort((short) header.length());
    buffer.put(header.getBytes(StandardCharsets.US_ASCII));
    buffer.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      double value = values[byColumns ? i % rows * columns + i / rows : i];
      switch (type.substring(1)) {
        case "f4" -> buffer.putFloat((float) value);
        case "i2" -> buffer.putShort((short) value);
        case "u1" -> buffer.put((byte) value);
        default -> buffer.putDouble(value);
      }
    }
    return buffer.array();
  }

  @Test
  void aBorderBetweenTwoPixelsLiesHalfwayBetweenTheirCentres() {
    // Column 0: two rows of background, three of class 1, one of class 2. Column 1 lacks class 1.
    byte[] labels = {0, 0, 0, 0, 1, 2, 1, 2, 1, 2, 2, 2};
    SurfaceHeights heights =
        SurfaceFiles.ofLayers(Path.of("m.png"), new LabelMap(2, 6, labels), 3, false);
    assertThat(heights.rows()).containsExactly(1.5, 1.5, 4.5, 1.5);
    for (int k = 0; k < labels.length; k++) {
      assertThat(heights.part(labels[k], k / 2, k % 2)).isEqualTo(1);
    }
  }

  @Test
  void backgroundBelowTheLastLayerMakesOneMoreSurface() {
    byte[] labels = {0, 0, 1, 0, 2, 0, 0, 0};
    SurfaceHeights heights =
        SurfaceFiles.ofLayers(Path.of("m.png"), new LabelMap(2, 4, labels), 3, true);
    assertThat(heights.rows()).containsExactly(0.5, NONE, 1.5, NONE, 2.5, NONE);
  }

  @Test
  void layersOutOfOrderAreRefused() {
    byte[] labels = {0, 2, 1, 2};
    assertThatThrownBy(
            () -> SurfaceFiles.ofLayers(Path.of("m.png"), new LabelMap(1, 4, labels), 3, false))
        .hasMessage(
            "m.png has class 1 below class 2 in column 0; layers must be numbered from the top"
                + " down.");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
