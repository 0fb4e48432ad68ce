package io.github.handful.app;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.SlicePlane;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.segment.Predictor;

/**
 * A target image with what the source and the kept network find in it.
 *
 * @param image a picture, or an axial slice of a volume
 * @param changed part of the pixels or voxels of the whole whose class changed
 */
record AdaptedCase(String id, Image image, Found before, Found after, double changed) {

  /** Labels, and their entropy as a grey image. */
  record Found(LabelMap labels, Image entropy) {
    static Found by(Predictor predictor, Image image) {
      return new Found(predictor.labels(image), predictor.entropy(image));
    }

    Found slice(Orientation orientation, int[] voxel, int side) {
      return new Found(
          SlicePlane.AXIAL.cut(orientation.toCanonical(labels), voxel, side),
          SlicePlane.AXIAL.cut(orientation.toCanonical(entropy), voxel, side));
    }
  }

  /**
   * The case of an image; of a volume the slice through the middle of what the kept network finds.
   *
   * @param side pixels of a slice's long side
   */
  static AdaptedCase of(String id, Image image, Predictor source, Predictor kept, int side) {
    Found before = Found.by(source, image);
    Found after = Found.by(kept, image);
    double changed = changed(before.labels().labels(), after.labels().labels());
    if (!image.grid().isVolume()) {
      return new AdaptedCase(id, image, before, after, changed);
    }
    Orientation orientation = Orientation.of(image.grid().placement());
    int[] voxel = orientation.toCanonical(image.grid(), VolumeOverlay.centre(after.labels()));
    return new AdaptedCase(
        id,
        SlicePlane.AXIAL.cut(orientation.toCanonical(image), voxel, side),
        before.slice(orientation, voxel, side),
        after.slice(orientation, voxel, side),
        changed);
  }

  private static double changed(byte[] first, byte[] second) {
    int changed = 0;
    for (int i = 0; i < first.length; i++) {
      changed += first[i] == second[i] ? 0 : 1;
    }
    return (double) changed / first.length;
  }
}
