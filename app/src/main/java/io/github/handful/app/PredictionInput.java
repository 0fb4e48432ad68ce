package io.github.handful.app;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageSource;
import io.github.handful.imaging.dicom.DicomSeries;
import java.nio.file.Path;
import java.util.List;

/** An image to segment: files of pictures or volumes, or a DICOM series. */
sealed interface PredictionInput {
  /** The name of its results without their extension. */
  String id();

  /** All of its files. */
  List<Path> files();

  /**
   * Reads it.
   *
   * @throws io.github.handful.imaging.DataException if that is not possible
   */
  Image read();

  /** The first of its files, to name it by. */
  default Path file() {
    return files().get(0);
  }

  /** A picture or volume. */
  record Plain(ImageSource source) implements PredictionInput {
    @Override
    public String id() {
      return source.id();
    }

    @Override
    public List<Path> files() {
      return source.channels();
    }

    @Override
    public Image read() {
      return source.read();
    }
  }

  /** A DICOM series, called by its description or by a number. */
  record Series(String id, DicomSeries series) implements PredictionInput {
    @Override
    public List<Path> files() {
      return series.files();
    }

    @Override
    public Image read() {
      return series.read();
    }
  }
}
