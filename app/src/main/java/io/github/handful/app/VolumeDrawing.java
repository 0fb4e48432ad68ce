package io.github.handful.app;

import io.github.handful.imaging.VolumeFiles;
import io.github.handful.imaging.VolumePhantom;
import java.nio.file.Path;
import java.util.Locale;

/** Volumes of two bent organs as NIfTI files. */
record VolumeDrawing(VolumePhantom phantom) implements PhantomDrawing {
  @Override
  public String name() {
    return "volume";
  }

  @Override
  public void write(long seed, int index, Path images, Path masks, String id) {
    VolumePhantom.Phantom drawn = phantom.draw(seed, index);
    VolumeFiles.write(images.resolve(id + ".nii.gz"), drawn.image());
    VolumeFiles.write(masks.resolve(id + ".nii.gz"), drawn.labels());
  }

  @Override
  public String size() {
    var spacing = phantom.grid().placement().spacing();
    return String.format(
        Locale.ROOT,
        "%s voxels of %.3g x %.3g x %.3g mm",
        phantom.grid().describe(),
        spacing.get(0),
        spacing.get(1),
        spacing.get(2));
  }

  @Override
  public String shown() {
    return "a body with two bent organs among vessels and lumps of the same brightness, with noise";
  }

  @Override
  public String meaning() {
    return "1 is the left organ, 2 the right one, 0 neither";
  }
}
