package io.github.handful.imaging;

import static io.github.handful.imaging.SmallVolumes.bytes;
import static io.github.handful.imaging.SmallVolumes.join;
import static io.github.handful.imaging.SmallVolumes.shorts;
import static io.github.handful.imaging.SmallVolumes.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaImageTest {
  private static final String SIZES = "ObjectType = Image\nNDims = 3\nDimSize = 2 1 2\n";
  private static final String LOCAL = "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n";
  @TempDir Path folder;

  private Path file(String header, byte[] voxels) {
    return SmallFiles.write(folder.resolve("a.mha"), join(text(header), voxels));
  }

  @Test
  void rowsOfTheMatrixAreTheAxes() {
    // The first axis runs to the back, the second to the head, the third to the left.
    Path file =
        file(
            SIZES
                + "TransformMatrix = 0 1 0 0 0 1 1 0 0\nOffset = 1 2 3\n"
                + "ElementSpacing = 0.5 2 4\nAnatomicalOrientation = LPI\n"
                + LOCAL,
            bytes(1, 2, 3, 4));

    Placement place = VolumeFiles.grid(file).placement();

    assertThat(place.origin()).containsExactly(1.0, 2.0, 3.0);
    assertThat(place.step(1, 0)).isEqualTo(0.5);
    assertThat(place.step(2, 1)).isEqualTo(2);
    assertThat(place.step(0, 2)).isEqualTo(4);
    assertThat(VolumeFiles.read(file).at(0, 1, 0, 0)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "Rotation, Position, ElementSize",
    "Orientation, Origin, ElementSize",
    "TransformMatrix, Offset, ElementSpacing"
  })
  void olderNamesOfFieldsAreRead(String matrix, String origin, String spacing) {
    Path file =
        file(
            SIZES
                + matrix
                + " = -1 0 0 0 -1 0 0 0 1\n"
                + origin
                + " = 4 5 6\n"
                + spacing
                + " = 1 2 3\n"
                + LOCAL,
            bytes(1, 2, 3, 4));

    assertThat(VolumeFiles.grid(file).placement().origin()).containsExactly(4.0, 5.0, 6.0);
    assertThat(VolumeFiles.grid(file).placement().step(1, 1)).isEqualTo(-2);
  }

  @Test
  void lettersNameTheSideAnAxisComesFrom() {
    // From the back to the front, from the head to the feet, from the left to the right.
    Path file = file(SIZES + "AnatomicalOrientation = PSL\n" + LOCAL, bytes(1, 2, 3, 4));

    assertThat(VolumeFiles.grid(file).placement().direction())
        .containsExactly(0.0, 0.0, -1.0, -1.0, 0.0, 0.0, 0.0, -1.0, 0.0);
  }

  @ParameterizedTest
  @CsvSource({"MET_SHORT, -2", "MET_USHORT, 65534"})
  void bothByteOrdersAreRead(String type, float expected) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      String flag = order == ByteOrder.BIG_ENDIAN ? "True" : "False";
      Path file =
          file(
              SIZES
                  + "BinaryDataByteOrderMSB = "
                  + flag
                  + "\nElementType = "
                  + type
                  + "\nElementDataFile = LOCAL\n",
              shorts(order, 258, -2, 3, 4));

      assertThat(VolumeFiles.read(file).samples()).containsExactly(258, expected, 3, 4);
    }
  }

  @Test
  void compressedVoxelsAreZlibOrGzip() {
    String header = SIZES + "CompressedData = True\n";
    byte[] zlib = SmallVolumes.zlib(bytes(1, 2, 3, 4));
    byte[] gzip = SmallVolumes.gzip(bytes(1, 2, 3, 4));

    assertThat(VolumeFiles.read(file(header + LOCAL, zlib)).samples()).containsExactly(1, 2, 3, 4);
    assertThat(VolumeFiles.read(file(header + LOCAL, gzip)).samples()).containsExactly(1, 2, 3, 4);
    Path sized = file(header + "CompressedDataSize = " + zlib.length + "\n" + LOCAL, zlib);
    assertThat(VolumeFiles.read(sized).samples()).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, -1})
  void voxelsMayLieInAnotherFileBehindItsOwnHeader(int headerSize) {
    SmallFiles.write(
        folder.resolve("v.raw"), headerSize == 0 ? bytes(1, 2, 3, 4) : bytes(9, 9, 9, 1, 2, 3, 4));
    Path header =
        SmallFiles.write(
            folder.resolve("v.mhd"),
            text(
                SIZES
                    + "HeaderSize = "
                    + headerSize
                    + "\nElementType = MET_UCHAR\nElementDataFile = v.raw\n"));

    assertThat(VolumeFiles.read(header).samples()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void numbersMayBeText() {
    Path file =
        file(
            SIZES + "BinaryData = False\nElementType = MET_FLOAT\nElementDataFile = LOCAL\n",
            text("1.5 -2e3\n 3\t4\n"));

    assertThat(VolumeFiles.read(file).samples()).containsExactly(1.5f, -2000, 3, 4);
  }

  @Test
  void channelsOfAVoxelLieTogether() {
    Path file =
        file(SIZES + "ElementNumberOfChannels = 2\n" + LOCAL, bytes(1, 10, 2, 20, 3, 30, 4, 40));

    assertThat(VolumeFiles.read(file).samples()).containsExactly(1, 2, 3, 4, 10, 20, 30, 40);
  }

  @Test
  void fourthAxisIsFrames() {
    Path file =
        file(
            "NDims = 4\nDimSize = 2 1 1 2\nElementSpacing = 1 2 3 0.1\nOffset = 1 2 3 0\n"
                + "TransformMatrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\n"
                + LOCAL,
            bytes(1, 2, 3, 4));

    assertThat(VolumeFiles.frames(file)).isEqualTo(2);
    Image second = VolumeFiles.frame(file, 1);
    assertThat(second.samples()).containsExactly(3, 4);
    assertThat(second.grid().placement().spacing()).containsExactly(1.0, 2.0, 3.0);
    assertThat(second.grid().placement().origin()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void pictureIsOneSlice() {
    Path file =
        file(
            "NDims = 2\nDimSize = 2 2\nElementSpacing = 0.5 0.25\nTransformMatrix = 0 1 1 0\n"
                + LOCAL,
            bytes(1, 2, 3, 4));

    Grid grid = VolumeFiles.grid(file);
    assertThat(grid.describe()).isEqualTo("2 x 2");
    assertThat(grid.placement().spacing()).containsExactly(0.5, 0.25, 1.0);
    assertThat(grid.placement().step(1, 0)).isEqualTo(0.5);
  }

  @Test
  void slopeOfTheHeaderGivesRealUnits() {
    Path file =
        file(
            SIZES
                + "ElementToIntensityFunctionSlope = 2\nElementToIntensityFunctionOffset = -1\n"
                + LOCAL,
            bytes(0, 1, 2, 255));

    assertThat(VolumeFiles.read(file).samples()).containsExactly(-1, 1, 3, 509);
  }
}
