package io.github.handful.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of a comparison of adaptations. Each adaptation leaves one file with its scores, which
 * appears whole when they are known, so that a comparison that was stopped goes on.
 */
record AdaptationComparisonFolder(Path path) {
  private static final String RECORD = "adaptation.json";
  private static final String SCORES = "scores";

  private Path record() {
    return path.resolve(RECORD);
  }

  private Path scores(String method, long seed) {
    boolean source = method.equals(AdaptationScores.SOURCE);
    return path.resolve(SCORES)
        .resolve(source ? method + ".json" : "%s-seed-%d.json".formatted(method, seed));
  }

  /**
   * Makes sure that a comparison can begin here, or go on.
   *
   * @throws DataException if the folder holds something else, or a comparison under other
   *     conditions
   */
  void requireFit(AdaptationComparisonRecord wanted) throws IOException {
    OutputFolder.requirePossible(path);
    if (Files.exists(record())) {
      wanted.requireSame(read(record(), AdaptationComparisonRecord.class), path);
    } else if (new CompareFolder(path).holdsMoreThanTheLock()) {
      throw new DataException(
          path + " holds other files and no comparison of adaptations; name a new folder for it");
    }
  }

  /** Begins a comparison; the record of one that is here already stays as it is. */
  AdaptationComparisonRecord begin(AdaptationComparisonRecord wanted) throws IOException {
    requireFit(wanted);
    if (Files.exists(record())) {
      return read(record(), AdaptationComparisonRecord.class);
    }
    Files.createDirectories(path.resolve(SCORES));
    write(record(), Json.of(wanted));
    return wanted;
  }

  /** The scores of an adaptation that has ended. */
  Optional<AdaptationScores> read(String method, long seed) throws IOException {
    Path file = scores(method, seed);
    return Files.exists(file) ? Optional.of(read(file, AdaptationScores.class)) : Optional.empty();
  }

  void write(AdaptationScores scores) {
    write(scores(scores.method(), scores.seed()), Json.of(scores));
  }

  private static void write(Path file, String content) {
    AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return Optional.ofNullable(RunFolder.json().readValue(file.toFile(), type))
          .orElseThrow(() -> damaged(file));
    } catch (JsonProcessingException e) {
      throw damaged(file);
    }
  }

  private static DataException damaged(Path file) {
    return new DataException(
        file + " is damaged or from another version of handful; delete it and compare again");
  }
}
