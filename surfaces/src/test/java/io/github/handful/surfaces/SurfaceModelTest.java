package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.surfaces.solver.ThicknessLimits;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfaceModelTest {
  private static final SurfaceModelDescription DESCRIPTION =
      new SurfaceModelDescription(
          SurfaceModelDescription.FORMAT,
          SurfaceModelDescription.TASK,
          "0.1",
          SurfaceMethod.DDP,
          new SurfaceNetworkSpec(2, 2, 2, 1, 4),
          new SurfaceLimits(
              List.of(1, 2), new ThicknessLimits(List.of(1.0), List.of(Double.POSITIVE_INFINITY))),
          Optional.of(new PixelSize(3.87, 5.8)),
          Map.of("scans", 3));

  @TempDir Path folder;

  @Test
  void aModelPredictsTheSameAfterItIsReadAgain() throws IOException {
    Image image = new SurfacePhantom(32, 128, SurfacePhantom.Noise.LOW).draw(1, 0, 0).image();
    double[] before;
    try (SurfaceNetwork network = DESCRIPTION.network().build(Compute.REFERENCE)) {
      SurfaceModel.write(folder, DESCRIPTION, network.network().parameters());
      before =
          new SurfaceModel(DESCRIPTION, network).predictor(Compute.REFERENCE).predict(image).rows();
    }
    assertThat(SurfaceModel.isIn(folder)).isTrue();
    try (SurfaceModel model = SurfaceModel.read(folder, Compute.REFERENCE)) {
      assertThat(model.description()).isEqualTo(DESCRIPTION);
      assertThat(model.predictor(Compute.REFERENCE).predict(image).rows()).isEqualTo(before);
    }
  }

  @Test
  void foldersWithoutASoundSurfaceModelAreRefused() throws IOException {
    assertThat(SurfaceModel.isIn(folder)).isFalse();
    assertThatThrownBy(() -> SurfaceModel.read(folder, Compute.REFERENCE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no model");
    Files.writeString(folder.resolve("model.json"), "{\"format\": 1, \"segmenter\": {}}");
    assertThat(SurfaceModel.isIn(folder)).isFalse();
    assertThatThrownBy(() -> SurfaceModel.read(folder, Compute.REFERENCE))
        .hasMessageContaining("not a surface model");
    try (SurfaceNetwork other = new SurfaceNetworkSpec(3, 2, 2, 1, 4).build(Compute.REFERENCE)) {
      SurfaceModel.write(folder, DESCRIPTION, other.network().parameters());
    }
    assertThatThrownBy(() -> SurfaceModel.read(folder, Compute.REFERENCE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("weights.safetensors cannot be used")
        .hasMessageNotContaining("\n");
    Files.delete(folder.resolve("weights.safetensors"));
    assertThatThrownBy(() -> SurfaceModel.read(folder, Compute.REFERENCE))
        .hasMessageContaining("holds no weights.safetensors");
  }
}
