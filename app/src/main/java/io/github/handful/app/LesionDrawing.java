package io.github.handful.app;

import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.PicturePng;
import java.nio.file.Path;

/** Pictures of lesions on skin as PNG files. */
record LesionDrawing(LesionPhantom phantom) implements PhantomDrawing {
  @Override
  public String name() {
    return "lesion";
  }

  @Override
  public void write(long seed, int index, Path images, Path masks, String id) {
    LesionPhantom.Phantom drawn = phantom.draw(seed, index);
    PicturePng.write(images.resolve(id + ".png"), drawn.image());
    MaskPng.write(masks.resolve(id + ".png"), drawn.labels(), phantom.classes() + 1);
  }

  @Override
  public String size() {
    return "%d x %d pixels (%s)"
        .formatted(phantom.size(), phantom.size(), phantom.channels() == 1 ? "grey" : "colour");
  }

  @Override
  public String shown() {
    return "lesions on uneven ground, with smooth blobs that are no lesions, hairs and speckle";
  }

  @Override
  public String meaning() {
    return phantom.classes() == 1
        ? "255 is lesion, 0 is not"
        : "palette index 1 is a mottled lesion, 2 a striped one, 0 neither";
  }
}
