package io.github.handful.app;

import io.github.handful.imaging.dicom.DicomSeries;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** File names for DICOM series: modality and description, with a number where they are alike. */
final class SeriesNames {
  private SeriesNames() {}

  static Map<String, DicomSeries> of(List<DicomSeries> series) {
    Map<String, Integer> times = new HashMap<>();
    series.forEach(one -> times.merge(word(one), 1, Integer::sum));
    Map<String, Integer> used = new HashMap<>();
    Map<String, DicomSeries> named = new LinkedHashMap<>();
    for (DicomSeries one : series) {
      String word = word(one);
      int number = used.merge(word, 1, Integer::sum);
      named.put(times.get(word) == 1 ? word : word + "_" + number, one);
    }
    return named;
  }

  private static String word(DicomSeries series) {
    String all = series.modality() + "_" + series.description();
    return all.replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
  }
}
