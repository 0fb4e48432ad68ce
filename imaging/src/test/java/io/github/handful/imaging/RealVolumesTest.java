package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes of real data sets and the odd ones made of them. */
@Tag("realdata")
class RealVolumesTest {
  @ParameterizedTest
  @CsvSource({"hippocampus, 80, 1 2", "ct_mr_organs_small, 9, ''", "liver_vessel_ct, 30, 1"})
  void labelsHaveTheirKnownValuesOnTheGridsOfTheirImages(String set, int count, String values) {
    List<Path> images = volumes(existing(set).resolve("images"));

    assertThat(images).hasSize(count);
    for (Path image : images) {
      Path labels = image.resolveSibling("../labels").resolve(image.getFileName());
      Image read = VolumeFiles.readLabels(labels);
      Grid grid = VolumeFiles.read(image).grid();
      assertThat(SmallVolumes.values(read).first()).isZero();
      if (!values.isEmpty()) {
        assertThat(SmallVolumes.values(read).tailSet(1).toString().replaceAll("[\\[\\],]", ""))
            .isEqualTo(values);
      }
      if (set.startsWith("liver")) {
        // One slice of label for a slab of seven.
        assertThat(grid.describe()).isEqualTo("512 x 512 x 7");
        assertThat(read.grid().describe()).isEqualTo("512 x 512");
      } else {
        assertThat(grid.matches(read.grid())).as(image.toString()).isTrue();
      }
    }
  }

  @Test
  void vesselsAreRead() {
    for (Path file : volumes(existing("vessels3d"))) {
      Image image = VolumeFiles.read(file);
      assertThat(image.grid().isVolume()).isTrue();
      assertThat(VolumeFiles.grid(file)).isEqualTo(image.grid());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bigendian_int16.nii",
        "pair_float.hdr",
        "pair_float.img",
        "four_d_one_volume.nii.gz",
        "nifti2.nii.gz",
        "../tiff/multipage_16bit.tif",
        "../tiff/multipage_float_bigendian.tif"
      })
  void variantsOfOneVolumeHaveItsValues(String name) {
    Image original =
        VolumeFiles.read(existing("hippocampus").resolve("images/hippocampus_001.nii.gz"));
    Image variant = VolumeFiles.read(odd("nifti").resolve(name));

    assertThat(variant.samples()).isEqualTo(original.samples());
    assertThat(variant.grid().matches(original.grid())).isEqualTo(!name.endsWith(".tif"));
  }

  /** The first axis runs the other way: the voxels are in another order. */
  @Test
  void flippedAxisHasTheSameAnatomy() {
    Image original =
        VolumeFiles.read(existing("hippocampus").resolve("images/hippocampus_001.nii.gz"));
    Image flipped = VolumeFiles.read(odd("nifti/flipped_axis.nii.gz"));
    int last = original.width() - 1;

    assertThat(original.grid().placement().step(0, 0)).isEqualTo(-1);
    assertThat(flipped.grid().placement().step(0, 0)).isEqualTo(1);
    for (int z = 0; z < original.depth(); z++) {
      for (int y = 0; y < original.height(); y++) {
        for (int x = 0; x <= last; x++) {
          assertThat(flipped.at(0, z, y, last - x)).isEqualTo(original.at(0, z, y, x));
        }
      }
    }
  }

  @Test
  void scaledVolumeHasItsTrueValues() {
    Image original =
        VolumeFiles.read(existing("hippocampus").resolve("images/hippocampus_001.nii.gz"));
    Image scaled = VolumeFiles.read(odd("nifti/scaled_uint8.nii.gz"));

    // Up to the steps of eight bits.
    for (int i = 0; i < scaled.samples().length; i++) {
      assertThat(scaled.samples()[i]).isCloseTo(3.7f * original.samples()[i] - 100, within(2f));
    }
  }

  @Test
  void labelsOfFloatsAreWhole() {
    Image labels = VolumeFiles.readLabels(odd("nifti/label_float64.nii.gz"));

    assertThat(SmallVolumes.values(labels)).containsExactly(0, 1, 2);
  }

  @Test
  void coloursAreThreeChannels() {
    assertThat(VolumeFiles.read(odd("nifti/rgb24.nii.gz")).channels()).isEqualTo(3);
  }

  @Test
  void otherFormatsLieWhereTheirHeadersSay() {
    Placement label = VolumeFiles.grid(odd("other/label.nrrd")).placement();
    assertThat(label.spacing().get(2)).isCloseTo(2.5, within(1e-9));
    assertThat(label.origin().get(2)).isCloseTo(-177.75, within(1e-9));

    Grid levelset = VolumeFiles.grid(odd("other/levelset.mha"));
    assertThat(levelset.describe()).isEqualTo("157 x 393 x 34");
    assertThat(levelset.placement().step(1, 1)).isEqualTo(-0.878906);
  }

  @ParameterizedTest
  @CsvSource({
    "nifti/nan_voxels.nii.gz, 3 voxels that are not numbers",
    "broken/truncated.nii.gz, cut off",
    "broken/truncated.dcm, folder of its series",
    "broken/lfs_pointer.tif, Git LFS",
    "other/heyex_test_volume.vol, not a volume this program reads",
    "png/8gray_sem.png, picture (PNG)"
  })
  void theOthersAreRefused(String name, String says) {
    Path file = odd(name);

    assertThatThrownBy(() -> VolumeFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(says);
  }

  private static List<Path> volumes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(VolumeFiles::isVolume).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path odd(String name) {
    Path file = existing("oddfiles").resolve(name);
    assumeTrue(Files.exists(file));
    return file;
  }

  private static Path existing(String name) {
    Path folder = Path.of(System.getProperty("handful.data", "data"), name);
    assumeTrue(Files.isDirectory(folder));
    return folder;
  }

  @Test
  void manyOrgansAreManyClasses() {
    Path labels = existing("ct_mr_organs_small").resolve("labels/ts_ct_chest.nii.gz");
    LabelEncoding encoding = LabelFiles.infer(List.of(labels));
    assertThat(encoding.classes()).isEqualTo(42);
    LabelMap map = LabelFiles.read(labels, encoding);
    assertThat(map.count(41)).isPositive();
  }
}
