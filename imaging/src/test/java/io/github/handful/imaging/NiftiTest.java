package io.github.handful.imaging;

import static io.github.handful.imaging.SmallVolumes.nifti;
import static io.github.handful.imaging.SmallVolumes.nifti1;
import static io.github.handful.imaging.SmallVolumes.nifti2;
import static io.github.handful.imaging.SmallVolumes.withQform;
import static io.github.handful.imaging.SmallVolumes.withSform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers built by hand from the standard's table of fields. */
class NiftiTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final double HALF = Math.sqrt(0.5);
  @TempDir Path folder;

  static Stream<Arguments> types() {
    return Stream.of(LITTLE, BIG)
        .flatMap(
            order ->
                Stream.of(
                    Arguments.of(
                        order,
                        2,
                        buffer(order, 3).put((byte) 0).put((byte) 127).put((byte) -1),
                        new float[] {0, 127, 255}),
                    Arguments.of(
                        order,
                        256,
                        buffer(order, 3).put((byte) 0).put((byte) 127).put((byte) -1),
                        new float[] {0, 127, -1}),
                    Arguments.of(
                        order,
                        4,
                        buffer(order, 6)
                            .putShort((short) 258)
                            .putShort((short) -2)
                            .putShort((short) -32768),
                        new float[] {258, -2, -32768}),
                    Arguments.of(
                        order,
                        512,
                        buffer(order, 6)
                            .putShort((short) 258)
                            .putShort((short) -2)
                            .putShort((short) -32768),
                        new float[] {258, 65534, 32768}),
                    Arguments.of(
                        order,
                        8,
                        buffer(order, 12).putInt(66051).putInt(-2).putInt(Integer.MIN_VALUE),
                        new float[] {66051, -2, -0x1p31f}),
                    Arguments.of(
                        order,
                        768,
                        buffer(order, 12).putInt(66051).putInt(-256).putInt(Integer.MIN_VALUE),
                        new float[] {66051, 4294967040f, 0x1p31f}),
                    Arguments.of(
                        order,
                        16,
                        buffer(order, 12).putFloat(1.5f).putFloat(-2).putFloat(1e30f),
                        new float[] {1.5f, -2, 1e30f}),
                    Arguments.of(
                        order,
                        64,
                        buffer(order, 24).putDouble(1.5).putDouble(-2).putDouble(1e30),
                        new float[] {1.5f, -2, 1e30f}),
                    Arguments.of(
                        order,
                        1024,
                        buffer(order, 24).putLong(1L << 40).putLong(-2).putLong(Long.MIN_VALUE),
                        new float[] {0x1p40f, -2, -0x1p63f}),
                    Arguments.of(
                        order,
                        1280,
                        buffer(order, 24).putLong(1L << 40).putLong(7).putLong(Long.MIN_VALUE),
                        new float[] {0x1p40f, 7, 0x1p63f})));
  }

  private static ByteBuffer buffer(ByteOrder order, int bytes) {
    return ByteBuffer.allocate(bytes).order(order);
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsReadInBothByteOrdersAndVersions(
      ByteOrder order, int code, ByteBuffer voxels, float[] expected) {
    Path first = nifti(folder.resolve("1.nii"), nifti1(order, code, 3), voxels.array());
    Path second = nifti(folder.resolve("2.nii"), nifti2(order, code, 3), voxels.array());
    Path packed =
        SmallFiles.write(
            folder.resolve("3.nii.gz"),
            SmallVolumes.gzip(SmallVolumes.join(nifti1(order, code, 3).array(), voxels.array())));

    assertThat(VolumeFiles.read(first).samples()).containsExactly(expected);
    assertThat(VolumeFiles.read(second).samples()).containsExactly(expected);
    assertThat(VolumeFiles.read(packed).samples()).containsExactly(expected);
  }

  @Test
  void firstAxisRunsFastest() {
    Path file =
        nifti(
            folder.resolve("a.nii"),
            nifti1(LITTLE, 2, 3, 2, 2),
            SmallVolumes.bytes(0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112));

    Image image = VolumeFiles.read(file);

    assertThat(image.grid().describe()).isEqualTo("3 x 2 x 2");
    assertThat(image.at(0, 1, 0, 2)).isEqualTo(102);
    assertThat(image.at(0, 0, 1, 0)).isEqualTo(10);
    assertThat(image.maximum()).isEqualTo(1);
  }

  @Test
  void slopeAndInterceptGiveRealUnits() {
    ByteBuffer header = nifti1(BIG, 2, 3);
    header.putFloat(112, 0.5f);
    header.putFloat(116, -100);
    Path file = nifti(folder.resolve("a.nii"), header, SmallVolumes.bytes(0, 1, 255));

    // 0.5 · stored - 100.
    assertThat(VolumeFiles.read(file).samples()).containsExactly(-100, -99.5f, 27.5f);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
  void slopeThatScalesNothingIsLeftOutWithItsIntercept(float slope) {
    ByteBuffer header = nifti1(LITTLE, 2, 2);
    header.putFloat(112, slope);
    header.putFloat(116, 5);
    Path file = nifti(folder.resolve("a.nii"), header, SmallVolumes.bytes(7, 9));

    assertThat(VolumeFiles.read(file).samples()).containsExactly(7, 9);
  }

  /** The standard brain of 2 mm: 45 voxels from the right border to the middle, and so on. */
  @Test
  void sformIsTurnedFromRightAnteriorToLeftPosterior() {
    ByteBuffer header =
        withSform(nifti1(LITTLE, 2, 2, 2, 2), -2, 0, 0, 90, 0, 2, 0, -126, 0, 0, 2, -72);
    Placement place = grid(header, 8).placement();

    assertThat(place.spacing()).containsExactly(2.0, 2.0, 2.0);
    assertThat(place.origin()).containsExactly(-90.0, 126.0, -72.0);
    assertThat(place.direction()).containsExactly(1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0);
  }

  @Test
  void sformGoesBeforeQformAndQformBeforeSizesAlone() {
    ByteBuffer both = withQform(nifti1(LITTLE, 2, 2, 2, 2), 0, 0, 0, 1, 5, 6, 7);
    withSform(both, 3, 0, 0, 1, 0, 3, 0, 2, 0, 0, 3, 4);
    assertThat(grid(both, 8).placement().spacing()).containsExactly(3.0, 3.0, 3.0);
    assertThat(grid(both, 8).placement().origin()).containsExactly(-1.0, -2.0, 4.0);

    both.putShort(254, (short) 0);
    assertThat(grid(both, 8).placement().spacing()).containsExactly(1.0, 1.0, 1.0);
    assertThat(grid(both, 8).placement().origin()).containsExactly(-5.0, -6.0, 7.0);

    both.putShort(252, (short) 0);
    Placement sizes = grid(both, 8).placement();
    assertThat(sizes.origin()).containsExactly(0.0, 0.0, 0.0);
    assertThat(sizes.direction()).containsExactly(-1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0);
  }

  static Stream<Arguments> quaternions() {
    return Stream.of(
        // No turn: right, front, head are minus left, minus back, head.
        Arguments.of(new double[] {0, 0, 0, 1}, new double[] {-1, 0, 0, 0, -1, 0, 0, 0, 1}),
        Arguments.of(new double[] {0, 0, 0, -1}, new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -1}),
        // Half a turn about z, where the quaternion's first part is 0.
        Arguments.of(new double[] {0, 0, 1, 1}, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}),
        // A quarter about z: x runs to the front, y to the left.
        Arguments.of(new double[] {0, 0, HALF, 1}, new double[] {0, 1, 0, -1, 0, 0, 0, 0, 1}),
        // A quarter about x: y runs to the head, z to the back.
        Arguments.of(new double[] {HALF, 0, 0, 1}, new double[] {-1, 0, 0, 0, 0, 1, 0, 1, 0}),
        // A quarter about y: x runs to the feet, z to the right.
        Arguments.of(new double[] {0, HALF, 0, 1}, new double[] {0, 0, -1, 0, -1, 0, -1, 0, 0}),
        // A third of a turn about the diagonal: x to the front, y to the head, z to the right.
        Arguments.of(new double[] {0.5, 0.5, 0.5, 1}, new double[] {0, 0, -1, -1, 0, 0, 0, 1, 0}));
  }

  @ParameterizedTest
  @MethodSource("quaternions")
  void qformTurnsByItsQuaternion(double[] q, double[] direction) {
    ByteBuffer header = withQform(nifti1(LITTLE, 2, 2, 2, 2), q[0], q[1], q[2], q[3], 0, 0, 0);
    header.putFloat(88, 4);
    Placement place = grid(header, 8).placement();

    for (int i = 0; i < 9; i++) {
      assertThat(place.direction().get(i)).isCloseTo(direction[i], within(1e-6));
    }
    assertThat(place.spacing().get(2)).isCloseTo(4, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8 + 1, 8 + 2})
  void lengthsAreTurnedIntoMillimetres(int units) {
    double factor = (units & 7) == 1 ? 1000 : (units & 7) == 3 ? 0.001 : 1;
    ByteBuffer header = withQform(nifti1(LITTLE, 2, 2, 2, 2), 0, 0, 1, 1, -3, 0, 0);
    header.put(123, (byte) units);
    header.putFloat(80, 0.5f);
    Placement place = grid(header, 8).placement();

    assertThat(place.spacing().get(0)).isCloseTo(0.5 * factor, within(1e-9));
    assertThat(place.origin().get(0)).isCloseTo(3 * factor, within(1e-9));
  }

  @Test
  void shearOfRoundingIsAccepted() {
    ByteBuffer header =
        withSform(nifti1(LITTLE, 2, 2, 2, 2), 2, 1e-5, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0);

    assertThat(grid(header, 8).placement().step(0, 1)).isCloseTo(-1e-5, within(1e-11));
  }

  @Test
  void sliceWithoutThicknessIsOneMillimetreThick() {
    ByteBuffer header = withSform(nifti1(LITTLE, 2, 2, 2, 1), 0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0);
    Placement place = grid(header, 4).placement();

    assertThat(place.spacing()).containsExactly(2.0, 3.0, 1.0);
    // From the front to the right by the right-hand rule: to the feet.
    assertThat(place.step(2, 2)).isEqualTo(-1);
  }

  @Test
  void pairHasItsVoxelsBesideIt() {
    ByteBuffer header = nifti1(LITTLE, 2, 2, 2);
    header.put(344, new byte[] {'n', 'i', '1', 0});
    header.putFloat(108, 3);
    byte[] head = header.array();
    Path plain = SmallFiles.write(folder.resolve("plain.hdr"), head);
    Path plainVoxels =
        SmallFiles.write(folder.resolve("plain.img"), SmallVolumes.bytes(9, 9, 9, 1, 2, 3, 4));
    Path packed = SmallFiles.write(folder.resolve("p.hdr.gz"), SmallVolumes.gzip(head));
    SmallFiles.write(
        folder.resolve("p.img.gz"), SmallVolumes.gzip(SmallVolumes.bytes(9, 9, 9, 1, 2, 3, 4)));

    assertThat(VolumeFiles.read(plain).samples()).containsExactly(1, 2, 3, 4);
    assertThat(VolumeFiles.read(plainVoxels).samples()).containsExactly(1, 2, 3, 4);
    assertThat(VolumeFiles.read(packed).samples()).containsExactly(1, 2, 3, 4);
    assertThat(VolumeFiles.isVolume(plain)).isTrue();
    assertThat(VolumeFiles.isVolume(plainVoxels)).isFalse();
  }

  @Test
  void framesAreReadOneByOne() {
    Path file =
        nifti(
            folder.resolve("a.nii"),
            nifti1(LITTLE, 2, 2, 1, 1, 3),
            SmallVolumes.bytes(1, 2, 3, 4, 5, 6));

    assertThat(VolumeFiles.frames(file)).isEqualTo(3);
    assertThat(VolumeFiles.frame(file, 0).samples()).containsExactly(1, 2);
    assertThat(VolumeFiles.frame(file, 2).samples()).containsExactly(5, 6);
  }

  @Test
  void lastAxisOfOneIsNoFrame() {
    Path file =
        nifti(folder.resolve("a.nii"), nifti1(LITTLE, 2, 2, 1, 1, 1), SmallVolumes.bytes(1, 2));

    assertThat(VolumeFiles.read(file).samples()).containsExactly(1, 2);
  }

  @Test
  void coloursAndFifthDimensionAreChannels() {
    Path colours =
        nifti(
            folder.resolve("rgb.nii"),
            nifti1(LITTLE, 128, 2, 1, 1),
            SmallVolumes.bytes(1, 2, 3, 4, 5, 6));
    Path vectors =
        nifti(
            folder.resolve("vector.nii"),
            nifti1(LITTLE, 2, 2, 1, 1, 1, 3),
            SmallVolumes.bytes(1, 4, 2, 5, 3, 6));

    assertThat(VolumeFiles.read(colours).channels()).isEqualTo(3);
    assertThat(VolumeFiles.read(colours).samples()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(VolumeFiles.read(vectors))
        .usingRecursiveComparison()
        .isEqualTo(VolumeFiles.read(colours));
    assertThat(VolumeFiles.read(vectors).channels()).isEqualTo(3);
  }

  private Grid grid(ByteBuffer header, int voxels) {
    return VolumeFiles.grid(nifti(folder.resolve("grid.nii"), header, new byte[voxels]));
  }
}
