package io.github.handful.app;

import io.github.handful.surfaces.ReadOut;
import io.github.handful.surfaces.SurfaceMethod;
import java.util.Locale;

/** What {@code --read-out} asks for; AUTO takes the layer that the model was trained with. */
public enum ReadOutChoice {
  AUTO,
  COLUMNS,
  SMOOTHED_PATH,
  PROGRAMME,
  BEST_PATH,
  GRAPH_SEARCH;

  ReadOut value(SurfaceMethod method) {
    return this == AUTO ? ReadOut.of(method) : ReadOut.valueOf(name());
  }

  /**
   * Reads a choice as it is typed.
   *
   * @throws IllegalArgumentException for any other word
   */
  static ReadOutChoice parse(String word) {
    for (ReadOutChoice choice : values()) {
      if (choice.toString().equalsIgnoreCase(word)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is none of auto, columns, smoothed-path, programme, best-path and graph-search"
            .formatted(word));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
