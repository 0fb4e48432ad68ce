package io.github.handful.app;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.SlicePlane;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.Predictor.Judged;

/**
 * A target image with what the source and the kept network find in it.
 *
 * @param image a picture, or an axial slice of a volume
 * @param changed part of the pixels or voxels of the whole whose class changed
 */
record AdaptedCase(String id, Image image, Judged before, Judged after, double changed) {

  /**
   * The case of an image; of a volume the slice through the middle of what the kept network finds.
   *
   * @param side pixels of a slice's long side
   */
  static AdaptedCase of(String id, Image image, Predictor source, Predictor kept, int side) {
    Judged before = source.judged(image);
    Judged after = kept.judged(image);
    double changed = changed(before.labels().labels(), after.labels().labels());
    if (!image.grid().isVolume()) {
      return new AdaptedCase(id, image, before, after, changed);
    }
    Orientation orientation = Orientation.of(image.grid().placement());
    int[] voxel = orientation.toCanonical(image.grid(), VolumeOverlay.centre(after.labels()));
    return new AdaptedCase(
        id,
        SlicePlane.AXIAL.cut(orientation.toCanonical(image), voxel, side),
        slice(before, orientation, voxel, side),
        slice(after, orientation, voxel, side),
        changed);
  }

  private static Judged slice(Judged whole, Orientation orientation, int[] voxel, int side) {
    return new Judged(
        SlicePlane.AXIAL.cut(orientation.toCanonical(whole.labels()), voxel, side),
        SlicePlane.AXIAL.cut(orientation.toCanonical(whole.entropy()), voxel, side));
  }

  private static double changed(byte[] first, byte[] second) {
    int changed = 0;
    for (int i = 0; i < first.length; i++) {
      changed += first[i] == second[i] ? 0 : 1;
    }
    return (double) changed / first.length;
  }
}
