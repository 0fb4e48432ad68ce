package io.github.handful.imaging;

import static io.github.handful.imaging.SmallVolumes.bytes;
import static io.github.handful.imaging.SmallVolumes.join;
import static io.github.handful.imaging.SmallVolumes.shorts;
import static io.github.handful.imaging.SmallVolumes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NrrdTest {
  private static final String SIZES =
      "NRRD0005\n# a comment: of no use\ndimension: 3\nsizes: 2 1 2\nkey:=value: x\n";
  private static final String RAW = "type: uchar\nencoding: raw\n";
  @TempDir Path folder;

  private Path file(String header, byte[] voxels) {
    return SmallFiles.write(folder.resolve("a.nrrd"), join(text(header + "\n"), voxels));
  }

  @ParameterizedTest
  @CsvSource({
    "left-posterior-superior, 1, 1",
    "LPS, 1, 1",
    "right-anterior-superior, -1, -1",
    "RAS, -1, -1",
    "LAS, 1, -1",
    "scanner-xyz, 1, 1"
  })
  void spacesAreTurnedToLeftPosteriorSuperior(String space, double x, double y) {
    Path file =
        file(
            SIZES
                + RAW
                + "space: "
                + space
                + "\nspace directions: (0,0.5,0) (2,0,0) (0,0,4)\nspace origin: (1,2,3)\n",
            bytes(1, 2, 3, 4));

    Placement place = VolumeFiles.grid(file).placement();

    assertThat(place.origin()).containsExactly(x, 2 * y, 3.0);
    assertThat(place.spacing()).containsExactly(0.5, 2.0, 4.0);
    assertThat(place.step(1, 0)).isEqualTo(0.5 * y);
    assertThat(place.step(0, 1)).isEqualTo(2 * x);
    assertThat(VolumeFiles.read(file).samples()).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "short, 2, -2",
    "signed short int, 2, -2",
    "unsigned short, 2, 65534",
    "uint16_t, 2, 65534",
    "int8, 1, -2",
    "unsigned char, 1, 254"
  })
  void typesHaveSeveralNames(String type, int size, float expected) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      String endian = order == ByteOrder.BIG_ENDIAN ? "big" : "little";
      byte[] voxels = size == 1 ? bytes(1, -2, 3, 4) : shorts(order, 1, -2, 3, 4);
      Path file =
          file(SIZES + "type: " + type + "\nencoding: raw\nendian: " + endian + "\n", voxels);

      assertThat(VolumeFiles.read(file).samples()).containsExactly(1, expected, 3, 4);
    }
  }

  @Test
  void voxelsMayBeGzipOrText() {
    Path gzip = file(SIZES + "type: uchar\nencoding: gzip\n", SmallVolumes.gzip(bytes(1, 2, 3, 4)));
    assertThat(VolumeFiles.read(gzip).samples()).containsExactly(1, 2, 3, 4);

    Path ascii = file(SIZES + "type: float\nencoding: ascii\n", text("1.5 2,3\n4e1\n"));
    assertThat(VolumeFiles.read(ascii).samples()).containsExactly(1.5f, 2, 3, 40);
  }

  @ParameterizedTest
  @CsvSource({
    "'line skip: 2', raw, 'ab|c|1234'",
    "'byte skip: 3', raw, 'abc1234'",
    "'byte skip: -1', raw, 'whatever1234'",
    "'line skip: 1|byte skip: 2', raw, 'a|bc1234'"
  })
  void foreignHeadersOfDataFilesAreSkipped(String skips, String encoding, String content) {
    SmallFiles.write(folder.resolve("v.raw"), text(content.replace('|', '\n')));
    Path header =
        SmallFiles.write(
            folder.resolve("v.nhdr"),
            text(
                SIZES
                    + "type: uchar\nencoding: "
                    + encoding
                    + "\n"
                    + skips.replace('|', '\n')
                    + "\ndata file: ./v.raw\n"));

    assertThat(VolumeFiles.read(header).samples()).containsExactly('1', '2', '3', '4');
  }

  @Test
  void bytesOfGzipAreSkippedAfterUnpacking() {
    Path file =
        file(
            SIZES + "type: uchar\nencoding: gz\nbyte skip: 2\n",
            SmallVolumes.gzip(bytes(9, 9, 1, 2, 3, 4)));

    assertThat(VolumeFiles.read(file).samples()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void firstAxisWithoutDirectionIsChannels() {
    Path file =
        file(
            "NRRD0004\ndimension: 4\nsizes: 2 1 1 3\nkinds: vector domain domain domain\n"
                + "space: LPS\nspace directions: none (1,0,0) (0,1,0) (0,0,2)\n"
                + RAW,
            bytes(1, 10, 2, 20, 3, 30));

    Image image = VolumeFiles.read(file);

    assertThat(image.channels()).isEqualTo(2);
    assertThat(image.grid().describe()).isEqualTo("1 x 1 x 3");
    assertThat(image.grid().placement().spacing()).containsExactly(1.0, 1.0, 2.0);
    assertThat(image.samples()).containsExactly(1, 2, 3, 10, 20, 30);
  }

  @Test
  void lastAxisWithoutDirectionIsFrames() {
    Path file =
        file(
            "NRRD0004\ndimension: 4\nsizes: 2 1 1 2\nkinds: domain domain domain list\n" + RAW,
            bytes(1, 2, 3, 4));

    assertThat(VolumeFiles.frames(file)).isEqualTo(2);
    assertThat(VolumeFiles.frame(file, 1).samples()).containsExactly(3, 4);
  }

  @Test
  void spacingsAloneLeaveTheAxesAsTheyAre() {
    Path file = file(SIZES + RAW + "spacings: 0.5 2 3\n", bytes(1, 2, 3, 4));

    assertThat(VolumeFiles.grid(file).placement()).isEqualTo(Placement.NONE.withSpacing(0.5, 2, 3));
  }

  @Test
  void unitsOfSpaceAreTurnedIntoMillimetres() {
    Path file =
        file(
            SIZES
                + RAW
                + "space: LPS\nspace units: \"um\" \"um\" \"um\"\n"
                + "space directions: (250,0,0) (0,250,0) (0,0,1000)\nspace origin: (1000,0,0)\n",
            bytes(1, 2, 3, 4));

    Placement place = VolumeFiles.grid(file).placement();
    assertThat(place.spacing().get(0)).isCloseTo(0.25, within(1e-12));
    assertThat(place.origin().get(0)).isCloseTo(1, within(1e-12));
  }
}
