package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.MaskPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfaceDataSetTest {
  @TempDir Path folder;

  @Test
  void imagesAndSurfacesAreMatchedByName() throws IOException {
    image("b");
    image("a");
    image("alone");
    surfaces("a", "column,s,t\n0,1,2\n1,1,3\n");
    surfaces("b", "column,s,t\n0,1,2\n");
    text("split.csv", "id,split\nb,train\na,Test\n");
    text("pixel_size.csv", "axial_um,lateral_um\n3.87,11.5\n");
    SurfaceDataSet data = SurfaceDataSet.open(folder);
    assertThat(data.entries()).extracting(SurfaceDataSet.Entry::id).containsExactly("a", "b");
    assertThat(data.trainingEntries()).extracting(SurfaceDataSet.Entry::id).containsExactly("b");
    assertThat(data.entriesOf("test")).hasSize(1);
    assertThat(data.pixelSize()).contains(new PixelSize(3.87, 11.5));
    List<SurfaceScan> scans = data.read(data.entries());
    assertThat(scans.get(0).heights().rows()).containsExactly(1, 1, 2, 3);
    assertThat(data.inspect())
        .extracting(Finding::message)
        .containsExactly(
            "1 images have no surfaces, among them alone; they are left out.",
            "b: 50.0 % of the columns of its 2 surfaces are not annotated and are left out.");
  }

  @Test
  void aWordForAnnotationsMayStandBehindTheNameOfAnImage() throws IOException {
    image("a");
    image("a_raw");
    surfaces("a_Manual", "1,2\n");
    surfaces("a_vendor", "1,3\n");
    SurfaceDataSet data = SurfaceDataSet.open(folder);
    assertThat(data.read(data.entries()))
        .singleElement()
        .satisfies(scan -> assertThat(scan.heights().rows()).containsExactly(0, 1));
    assertThat(data.findings())
        .extracting(Finding::message)
        .containsExactly(
            "The surfaces of a are those of a_Manual.csv.",
            "1 images have no surfaces, among them a_raw; they are left out.",
            "1 files in surfaces have the name of no image, among them a_vendor; they are left out.");
    surfaces("a_layers", "1,2\n");
    assertThatThrownBy(() -> SurfaceDataSet.open(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("surfaces of a in a_Manual and in a_layers");
    surfaces("a", "1,4\n");
    SurfaceDataSet own = SurfaceDataSet.open(folder);
    assertThat(own.read(own.entries().get(0)).heights().rows()).containsExactly(0, 3);
  }

  @Test
  void aManifestNamesThePairs() throws IOException {
    image("x");
    surfaces("by_hand", "1,2\n");
    text("manifest.csv", "image,surfaces,id\nimages/x.png,surfaces/by_hand.csv,eye\n");
    SurfaceDataSet data = SurfaceDataSet.open(folder);
    assertThat(data.read(data.entries().get(0)).heights().rows()).containsExactly(0, 1);
    assertThat(data.entries().get(0).id()).isEqualTo("eye");
  }

  @Test
  void surfacesAreDerivedFromMasksOfLayers() throws IOException {
    image("a");
    Files.createDirectories(folder.resolve("masks"));
    byte[] labels = {0, 0, 1, 0, 1, 1, 2, 2};
    MaskPng.write(folder.resolve("masks/a.png"), new LabelMap(2, 4, labels), 3);
    SurfaceDataSet data = SurfaceDataSet.open(folder);
    assertThat(data.read(data.entries().get(0)).heights().rows())
        .containsExactly(0.5, 1.5, 2.5, 2.5);
  }

  @Test
  void whatCannotBeUsedIsToldByInspectionAndRefusedByReading() throws IOException {
    image("a");
    image("b");
    surfaces("a", "column,s\n0,1\n");
    surfaces("b", "column,s\n0,9\n");
    SurfaceDataSet data = SurfaceDataSet.open(folder);
    assertThat(data.inspect())
        .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("b.csv has surface 1 at row 9.0000 in column 0, outside the 4 rows");
    assertThatThrownBy(() -> data.read(data.entries())).isInstanceOf(DataException.class);
    surfaces("b", "column,s,t\n0,1,2\n");
    assertThatThrownBy(() -> data.read(data.entries()))
        .hasMessageContaining("a.csv has 1 surfaces")
        .hasMessageContaining("b.csv has 2");
  }

  @Test
  void foldersThatHoldNoDataSetAreRefusedWithAReason() throws IOException {
    assertThatThrownBy(() -> SurfaceDataSet.open(folder)).hasMessageContaining("manifest.csv");
    assertThatThrownBy(() -> SurfaceDataSet.open(folder.resolve("none")))
        .hasMessageContaining("is not a folder");
    image("a");
    surfaces("c", "1,2\n");
    assertThatThrownBy(() -> SurfaceDataSet.open(folder))
        .hasMessageContaining("images: a, surfaces: c");
    text("manifest.csv", "image,surfaces\nimages/a.png,gone.csv\n");
    assertThatThrownBy(() -> SurfaceDataSet.open(folder))
        .hasMessageContaining("gone.csv in line 2");
  }

  @Test
  void theFingerprintFollowsTheContent() throws IOException {
    image("a");
    surfaces("a", "1,2\n");
    String before = SurfaceDataSet.open(folder).fingerprint();
    assertThat(SurfaceDataSet.open(folder).fingerprint()).isEqualTo(before).hasSize(64);
    surfaces("a", "1,3\n");
    assertThat(SurfaceDataSet.open(folder).fingerprint()).isNotEqualTo(before);
  }

  @Test
  @Tag("realdata")
  void theAnnotatedCircularScanIsReadWithSurfacesInOrder() {
    Path data = Path.of(System.getProperty("handful.data", "none"), "oct_surfaces_circular");
    Assumptions.assumeTrue(Files.isDirectory(data));
    SurfaceDataSet set = SurfaceDataSet.open(data);
    assertThat(set.entries()).extracting(SurfaceDataSet.Entry::id).containsExactly("circular");
    SurfaceScan scan = set.read(set.entries().get(0));
    assertThat(scan.heights().count()).isEqualTo(9);
    assertThat(scan.image().width()).isEqualTo(768);
    assertThat(scan.heights().at(0, 0)).isEqualTo(231.930);
    assertThat(SurfacePlanner.propose(List.of(scan), SurfaceMethod.DDP).limits().jumps())
        .hasSize(9)
        .allMatch(jump -> jump <= 2);
  }

  /** Two columns of four rows. */
  private void image(String name) throws IOException {
    Path file = folder.resolve("images").resolve(name + ".png");
    Files.createDirectories(file.getParent());
    MaskPng.write16(file, 2, 4, new float[] {0, 0, 0, 1, 1, 1, 0, 1});
  }

  private void surfaces(String name, String content) throws IOException {
    Files.createDirectories(folder.resolve("surfaces"));
    text("surfaces/" + name + ".csv", content);
  }

  private void text(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
