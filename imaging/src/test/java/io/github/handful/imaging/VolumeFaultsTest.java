package io.github.handful.imaging;

import static io.github.handful.imaging.SmallVolumes.bytes;
import static io.github.handful.imaging.SmallVolumes.gzip;
import static io.github.handful.imaging.SmallVolumes.join;
import static io.github.handful.imaging.SmallVolumes.nifti1;
import static io.github.handful.imaging.SmallVolumes.nifti2;
import static io.github.handful.imaging.SmallVolumes.text;
import static io.github.handful.imaging.SmallVolumes.withQform;
import static io.github.handful.imaging.SmallVolumes.withSform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken volumes are refused in one sentence that names the file. */
class VolumeFaultsTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final String META = "ObjectType = Image\nNDims = 3\n";
  private static final String NRRD = "NRRD0004\ndimension: 3\n";
  @TempDir Path folder;

  /** File name, content and what the sentence says. */
  static Stream<Arguments> broken() {
    ByteBuffer whole = nifti1(LITTLE, 4, 2, 2, 2);
    byte[] volume = join(whole.array(), new byte[16]);
    byte[] packed = gzip(join(nifti1(LITTLE, 2, 64, 64, 64).array(), noise(64 * 64 * 64)));
    byte[] flipped = packed.clone();
    flipped[flipped.length - 6] ^= 1;
    byte[] bomb = gzip(join(nifti1(LITTLE, 2, 8, 8, 8).array(), new byte[20 << 20]));
    return Stream.of(
        Arguments.of("a.nii", new byte[0], "is empty (0 bytes)"),
        Arguments.of("a.nii", Arrays.copyOf(volume, 300), "cut off"),
        Arguments.of("a.nii", Arrays.copyOf(volume, 360), "2 x 2 x 2 voxels but is too short"),
        Arguments.of("a.nii.gz", Arrays.copyOf(packed, packed.length / 2), "cut off"),
        Arguments.of("a.nii.gz", Arrays.copyOf(packed, packed.length - 4), "cut off"),
        Arguments.of("a.nii.gz", flipped, "damaged"),
        Arguments.of("a.nii.gz", Arrays.copyOf(packed, 12), "damaged"),
        Arguments.of("a.nii.gz", bomb, "goes on after the 8 x 8 x 8 voxels"),
        Arguments.of("a.nii", join(volume, new byte[5000]), "goes on after the 2 x 2 x 2 voxels"),
        Arguments.of("a.nii", nifti1(LITTLE, 2, 0, 2, 2).array(), "size 0 along axis 1"),
        Arguments.of("a.nii", nifti1(LITTLE, 2, 2, -3, 2).array(), "size -3 along axis 2"),
        Arguments.of("a.nii", nifti1(LITTLE, 2).array(), "0 dimensions"),
        Arguments.of(
            "a.nii", nifti1(LITTLE, 2, 32767, 32767, 32767).array(), "more than one image"),
        Arguments.of(
            "a.nii", nifti1(LITTLE, 2, 1000, 1000, 1000).array(), "1000 x 1000 x 1000 voxels but"),
        Arguments.of(
            "a.nii", nifti1(LITTLE, 2, 2, 2, 2, 32000).array(), "in 32000 frames but is too short"),
        Arguments.of("a.nii.gz", gzip(nifti1(LITTLE, 2, 1000, 1000, 1000).array()), "is too short"),
        Arguments.of(
            "a.nii", nifti2(LITTLE, 2, Long.MAX_VALUE, 1 << 30, 3).array(), "more than one image"),
        Arguments.of("a.nii", nifti1(LITTLE, 2, 2, 2, 1, 1, 1, 2).array(), "6 dimensions"),
        Arguments.of("a.nii", nifti1(LITTLE, 32, 2, 2, 2).array(), "complex numbers"),
        Arguments.of("a.nii", nifti1(LITTLE, 77, 2, 2, 2).array(), "data type 77 (unknown)"),
        Arguments.of("a.nii", changed(344, 0, 4), "Analyze 7.5"),
        Arguments.of("a.nii", changed(108, 0, 4), "voxels at byte 0.0"),
        Arguments.of("a.nii", changed(254, 9, 1), "unknown sform_code 9"),
        Arguments.of("a.nii", changed(252, 9, 1), "unknown qform_code 9"),
        Arguments.of("a.nii", changed(123, 6, 1), "unknown unit of length 6"),
        Arguments.of("a.nii", changed(80, 0, 4), "spacing of 0 along its first axis"),
        Arguments.of(
            "a.nii",
            changed(nifti1(LITTLE, 2, 2, 2, 2).putFloat(84, Float.NaN)),
            "spacing that is not a number"),
        Arguments.of(
            "a.nii",
            changed(withSform(nifti1(LITTLE, 2, 2, 2, 2), 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)),
            "sheared by 45.0 degrees"),
        Arguments.of(
            "a.nii",
            changed(withSform(nifti1(LITTLE, 2, 2, 2, 2), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
            "spacing of 0"),
        Arguments.of(
            "a.nii",
            changed(withQform(nifti1(LITTLE, 2, 2, 2, 2), 1, 1, 1, 1, 0, 0, 0)),
            "qform is no rotation"),
        Arguments.of("a.hdr", changed(344, 'n' | 'i' << 8 | '1' << 16, 4), ".img at its end"),
        Arguments.of("a.img", new byte[] {1, 2, 3}, ".hdr at its end"),
        Arguments.of("a.mha", text(META), "no ElementDataFile"),
        Arguments.of("a.mha", meta("DimSize = 2 2\n", "LOCAL"), "DimSize is '2 2'"),
        Arguments.of("a.mha", meta("DimSize = 2 0 2\n", "LOCAL"), "size 2 x 0 x 2"),
        Arguments.of("a.mha", meta("DimSize = 99 99 99\n", "LOCAL"), "too short"),
        Arguments.of("a.mha", meta("DimSize = 2 x 2\n", "LOCAL"), "DimSize is '2 x 2'"),
        Arguments.of(
            "a.mha", meta("DimSize = 1 1 1\nElementSpacing = 1 0 1\n", "LOCAL"), "too short"),
        Arguments.of("a.mhd", meta("DimSize = 1 1 1\n", "gone.raw"), "'gone.raw' beside it"),
        Arguments.of("a.mhd", meta("DimSize = 1 1 1\n", "../x.raw"), "only a plain name"),
        Arguments.of("a.mhd", meta("DimSize = 1 1 1\n", "/etc/passwd"), "only a plain name"),
        Arguments.of("a.mhd", meta("DimSize = 1 1 1\n", "C:\\x.raw"), "only a plain name"),
        Arguments.of("a.mhd", meta("DimSize = 1 1 1\n", "LIST"), "list of files"),
        Arguments.of("a.mhd", meta("DimSize = 1 1 1\n", "s%03d.raw 1 9 1"), "list of files"),
        Arguments.of(
            "a.mha",
            meta("DimSize = 1 1 1\nAnatomicalOrientation = RRS\n", "LOCAL"),
            "AnatomicalOrientation RRS"),
        Arguments.of(
            "a.mha",
            text(META + "DimSize = 1 1 1\nElementType = MET_ODD\nElementDataFile = LOCAL\n"),
            "ElementType MET_ODD"),
        Arguments.of(
            "a.mha",
            meta("DimSize = 1 1 1\nCompressedData = True\nCompressedDataSize = 99\n", "LOCAL"),
            "cut off"),
        Arguments.of("a.nrrd", text(NRRD + "type: uchar\nencoding: raw\n\n"), "no sizes"),
        Arguments.of("a.nrrd", nrrd("sizes: 2 2 2\n", "raw"), "too short"),
        Arguments.of("a.nrrd", nrrd("sizes: 1 1 1\n", "bzip2"), "encoding bzip2"),
        Arguments.of("a.nrrd", nrrd("sizes: 1 1 1\ndata file: ../v.raw\n", "raw"), "plain name"),
        Arguments.of("a.nrrd", nrrd("sizes: 1 1 1\ndata file: LIST\n", "raw"), "list of files"),
        Arguments.of(
            "a.nrrd",
            join(
                nrrd(
                    "sizes: 1 1 1\nspace: moon\nspace directions: (1,0,0) (0,1,0) (0,0,1)\n",
                    "raw"),
                bytes(1)),
            "unknown space moon"),
        Arguments.of(
            "a.nrrd",
            join(
                nrrd("sizes: 2 1 1\nspace directions: (0,0,0) (0,1,0) (0,0,1)\n", "raw"),
                bytes(1, 2)),
            "spacing of 0"),
        Arguments.of(
            "a.nrrd",
            join(nrrd("sizes: 2 1 1\n", "ascii"), text("1 one\n")),
            "'one' where a number"),
        Arguments.of(
            "a.nrrd",
            text(NRRD + "sizes: 1 1 1\ntype: block\nencoding: raw\n\n"),
            "unknown type block"),
        Arguments.of(
            "a.nrrd",
            join(text(NRRD + "sizes: 1 1 1\ntype: short\nencoding: raw\n\n"), bytes(1, 2)),
            "no endian"),
        Arguments.of("a.nii", text("<html>gone</html>"), "web page"),
        Arguments.of("a.nii", text("version https://git-lfs.github.com/spec/v1\n"), "Git LFS"),
        Arguments.of("a.nii", new byte[400], "nothing but zeros"),
        Arguments.of("a.bin", text("whatever"), "not a volume this program reads"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenFileIsRefusedInOneSentence(String name, byte[] content, String says) {
    Path file = SmallFiles.write(folder.resolve(name), content);

    assertThatThrownBy(() -> VolumeFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(says)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").endsWith("."));
  }

  @Test
  void missingFileAndFolderAreRefused() {
    assertThatThrownBy(() -> VolumeFiles.read(folder.resolve("no.nii")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> VolumeFiles.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void framesAreRefusedWhereOneVolumeIsMeant() {
    Path file =
        SmallVolumes.nifti(folder.resolve("a.nii"), nifti1(LITTLE, 2, 2, 2, 1, 3), new byte[12]);

    assertThatThrownBy(() -> VolumeFiles.grid(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4-D (3 volumes of 2 x 2)");
    assertThatThrownBy(() -> VolumeFiles.frame(file, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void voxelsThatAreNoNumbersAreCounted() {
    byte[] voxels =
        SmallVolumes.floats(LITTLE, 1, Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN, 5);
    Path file = SmallVolumes.nifti(folder.resolve("a.nii"), nifti1(LITTLE, 16, 5), voxels);

    assertThatThrownBy(() -> VolumeFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 voxels that are not numbers")
        .hasMessageContaining("replace them by 0");
    assertThatThrownBy(() -> VolumeFiles.readLabels(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the value NaN");
  }

  @ParameterizedTest
  @CsvSource({"0.5, the value 0.5", "3e9, the value 3.0E9"})
  void labelsMustBeWholeAndOfIntegerSize(float value, String says) {
    Path file =
        SmallVolumes.nifti(
            folder.resolve("a.nii"), nifti1(LITTLE, 16, 1), SmallVolumes.floats(LITTLE, value));

    assertThatThrownBy(() -> VolumeFiles.readLabels(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(says)
        .hasMessageContaining("does not look like labels");
  }

  @Test
  void imagesAndColoursAreNoLabels() {
    int[] values = new int[257];
    Arrays.setAll(values, i -> i);
    Path image =
        SmallVolumes.nifti(
            folder.resolve("a.nii"), nifti1(LITTLE, 4, 257), SmallVolumes.shorts(LITTLE, values));
    Path colours =
        SmallVolumes.nifti(folder.resolve("b.nii"), nifti1(LITTLE, 128, 1), bytes(1, 2, 3));

    assertThatThrownBy(() -> VolumeFiles.readLabels(image))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than 256 different values");
    assertThatThrownBy(() -> VolumeFiles.readLabels(colours))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 values for each voxel");
  }

  private static byte[] changed(int at, int value, int count) {
    ByteBuffer header = nifti1(LITTLE, 2, 2, 2, 2);
    for (int i = 0; i < count; i++) {
      header.put(at + i, (byte) (value >> 8 * i));
    }
    return changed(header);
  }

  private static byte[] changed(ByteBuffer header) {
    return join(header.array(), new byte[8]);
  }

  private static byte[] meta(String fields, String data) {
    return text(META + fields + "ElementType = MET_UCHAR\nElementDataFile = " + data + "\n");
  }

  private static byte[] nrrd(String fields, String encoding) {
    return text(NRRD + fields + "type: uchar\nencoding: " + encoding + "\n\n");
  }

  private static byte[] noise(int count) {
    byte[] noise = new byte[count];
    new Random(3).nextBytes(noise);
    return noise;
  }
}
