package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written comes back at the same place with the same values, in every format. */
class VolumeFilesTest {
  private static final List<String> EXTENSIONS = List.of(".nii", ".nii.gz", ".mha", ".nrrd");
  @TempDir Path folder;

  static Stream<Placement> placements() {
    return Stream.concat(SmallVolumes.orientations().stream(), SmallVolumes.oblique(12).stream());
  }

  private static Image image(Placement placement, int channels) {
    Grid grid = new Grid(5, 4, 3, placement);
    float[] samples = new float[grid.count() * channels];
    Random random = new Random(1);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian() * 1000;
    }
    return new Image(grid, channels, 1, samples);
  }

  @ParameterizedTest
  @MethodSource("placements")
  void everyOrientationReturnsInEveryFormat(Placement placement) {
    Image image = image(placement, 1);
    for (String extension : EXTENSIONS) {
      Path file = folder.resolve("a" + extension);
      VolumeFiles.write(file, image);

      Image read = VolumeFiles.read(file);

      assertThat(read.samples()).isEqualTo(image.samples());
      assertSamePlace(read.grid().placement(), placement, extension.startsWith(".nii"));
      assertThat(read.grid().matches(image.grid())).isTrue();
      assertThat(VolumeFiles.grid(file)).isEqualTo(read.grid());
    }
  }

  /** NIfTI has single precision, the text headers the whole one. */
  private static void assertSamePlace(Placement read, Placement written, boolean single) {
    double allowed = single ? 1e-5 : 1e-12;
    for (int c = 0; c < 3; c++) {
      assertThat(read.origin().get(c)).isCloseTo(written.origin().get(c), within(allowed));
      for (int axis = 0; axis < 3; axis++) {
        assertThat(read.step(c, axis)).isCloseTo(written.step(c, axis), within(allowed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("placements")
  void qformSaysTheSameAsTheSform(Placement placement) throws IOException {
    Image image = image(placement, 1);
    Path file = folder.resolve("a.nii");
    VolumeFiles.write(file, image);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getShort(252)).isEqualTo((short) 1);
    assertThat(header.getShort(254)).isEqualTo((short) 1);

    header.putShort(254, (short) 0);
    Path withQformOnly = SmallFiles.write(folder.resolve("q.nii"), bytes);

    Placement read = VolumeFiles.grid(withQformOnly).placement();
    for (int c = 0; c < 3; c++) {
      for (int axis = 0; axis < 3; axis++) {
        assertThat(read.step(c, axis)).isCloseTo(placement.step(c, axis), within(1e-4));
      }
    }
    assertThat(VolumeFiles.grid(withQformOnly).matches(image.grid())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".nii", ".nii.gz", ".mha", ".nrrd"})
  void channelsReturnInTheirOrder(String extension) {
    Image image = image(Placement.NONE, 4);
    Path file = folder.resolve("a" + extension);

    VolumeFiles.write(file, image);

    assertThat(VolumeFiles.read(file).channels()).isEqualTo(4);
    assertThat(VolumeFiles.read(file).samples()).isEqualTo(image.samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {".nii", ".nii.gz", ".mha", ".nrrd"})
  void labelMapsReturnWithAllTheirClasses(String extension) throws IOException {
    Grid grid = new Grid(8, 8, 4, SmallVolumes.oblique(1).get(0));
    byte[] labels = new byte[256];
    for (int i = 0; i < 256; i++) {
      labels[i] = (byte) i;
    }
    Path file = folder.resolve("a" + extension);
    VolumeFiles.write(file, new LabelMap(grid, labels));
    byte[] once = Files.readAllBytes(file);
    VolumeFiles.write(file, new LabelMap(grid, labels));

    Image read = VolumeFiles.readLabels(file);

    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(read.grid().matches(grid)).isTrue();
    for (int i = 0; i < 256; i++) {
      assertThat(read.samples()[i]).isEqualTo(i);
    }
  }

  @Test
  void volumeLargerThanOnePieceReturns() {
    Grid grid = Grid.of(61, 53, 47);
    float[] samples = new float[grid.count() * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i;
    }
    Image image = new Image(grid, 3, 1, samples);
    for (String extension : EXTENSIONS) {
      Path file = folder.resolve("a" + extension);
      VolumeFiles.write(file, image);

      assertThat(VolumeFiles.read(file).samples()).isEqualTo(samples);
    }
  }

  @Test
  void labelsMayBeFloatsAndNegative() {
    byte[] voxels = SmallVolumes.floats(ByteOrder.LITTLE_ENDIAN, -1, 0, 1024, 2.0001f);
    Path file =
        SmallVolumes.nifti(
            folder.resolve("a.nii"), SmallVolumes.nifti1(ByteOrder.LITTLE_ENDIAN, 16, 4), voxels);

    Image labels = VolumeFiles.readLabels(file);

    assertThat(labels.samples()).containsExactly(-1, 0, 1024, 2);
    assertThat(labels.at(0, 0, 0, 2)).isEqualTo(1024);
  }

  @Test
  void formatIsToldByContentNotByName() throws IOException {
    Image image = image(Placement.NONE, 1);
    Path nrrd = folder.resolve("a.nrrd");
    VolumeFiles.write(nrrd, image);
    Path misnamed = Files.move(nrrd, folder.resolve("b.mha"));

    assertThat(VolumeFiles.read(misnamed).samples()).isEqualTo(image.samples());
  }

  @ParameterizedTest
  @CsvSource({
    "a.nii.gz, a",
    "a.b.nii, a.b",
    "A.NII.GZ, A",
    "case_1.seg.nrrd, case_1.seg",
    "x.mhd, x",
    "x.hdr.gz, x",
    "p.png, p",
    "plain, plain",
    ".nii, .nii"
  })
  void stemIsTheNameWithoutItsExtension(String name, String stem) {
    assertThat(VolumeFiles.stem(name)).isEqualTo(stem);
  }

  @ParameterizedTest
  @CsvSource({
    "a.nii.gz, true",
    "a.NII, true",
    "a.hdr, true",
    "a.img, false",
    "a.mha, true",
    "a.nhdr, true",
    "a.raw, false",
    "._a.nii.gz, false",
    "a.png, false",
    "a.gz, false"
  })
  void volumesAreToldByTheirNames(String name, boolean volume) {
    assertThat(VolumeFiles.isVolume(Path.of(name))).isEqualTo(volume);
  }

  @Test
  void nothingIsLeftWhereWritingFails() {
    Image image = image(Placement.NONE, 1);
    Path nowhere = folder.resolve("missing").resolve("a.nii.gz");

    assertThatThrownBy(() -> VolumeFiles.write(nowhere, image))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> VolumeFiles.write(folder.resolve("a.png"), image))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(".nii.gz");
    assertThatThrownBy(
            () ->
                VolumeFiles.write(
                    folder.resolve("long.nii"),
                    new LabelMap(Grid.of(40_000, 1, 1), new byte[40_000])))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("32767");
    assertThat(folder).isEmptyDirectory();
  }
}
