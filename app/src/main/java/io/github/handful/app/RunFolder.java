package io.github.handful.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The folder of one run and the names of what is in it. */
record RunFolder(Path path) {
  private static final String WEIGHTS = "weights";
  private static final ObjectMapper JSON =
      Json.mapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /** Reads and writes records strictly: what is missing is a fault. */
  static ObjectMapper json() {
    return JSON;
  }

  Path record() {
    return path.resolve("run.json");
  }

  Path log() {
    return path.resolve("log.jsonl");
  }

  Path checkpoint() {
    return path.resolve("checkpoint");
  }

  Path model() {
    return path.resolve("model");
  }

  Path generator() {
    return path.resolve("generator");
  }

  Path report() {
    return path.resolve("report.html");
  }

  /** The scores of each case and class. */
  Path scores() {
    return path.resolve("scores.csv");
  }

  /** What came out of the folds. */
  Path crossValidation() {
    return path.resolve("cross-validation.json");
  }

  /** The run of one fold, counted from 1. */
  RunFolder fold(int number) {
    return new RunFolder(path.resolve("fold-" + number));
  }

  /** The run that trains the baseline for comparison. */
  RunFolder baseline() {
    return new RunFolder(path.resolve("baseline"));
  }

  /**
   * Makes sure that a new run may be written here.
   *
   * @throws DataException if the folder holds something, unless that is a run and {@code overwrite}
   *     is set
   */
  void requireFree(boolean overwrite) throws IOException {
    OutputFolder.requirePossible(path);
    if (Files.isDirectory(path) && !isEmpty()) {
      if (!Files.exists(record())) {
        throw new DataException(
            path + " holds other files and no run; name a new folder for the run");
      }
      if (!overwrite) {
        throw new DataException(
            path
                + " holds a run already; go on with --resume, replace it with --overwrite, or name"
                + " another folder");
      }
    }
  }

  /** Makes the folder for a new run, without what an earlier run wrote into it. */
  void create() throws IOException {
    delete();
    Files.createDirectories(path);
  }

  private boolean isEmpty() throws IOException {
    try (var entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  /**
   * Deletes what a run writes and nothing else; the record last, so that it stays a run so long.
   */
  private void delete() throws IOException {
    for (int fold = 1; Files.isDirectory(fold(fold).path()); fold++) {
      delete(fold(fold).path());
    }
    for (Path part :
        List.of(
            report(),
            scores(),
            crossValidation(),
            model(),
            generator(),
            baseline().path(),
            checkpoint(),
            log(),
            record())) {
      delete(part);
    }
  }

  private static void delete(Path part) throws IOException {
    if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (var entries = Files.walk(part)) {
      all = entries.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : all) {
      Files.delete(entry);
    }
  }

  RunRecord read() throws IOException {
    if (!Files.isRegularFile(record())) {
      throw new DataException(path + " holds no run (no run.json); check the folder's name");
    }
    if (SurfaceRecord.isIn(this)) {
      throw new DataException(path + " is a run on surfaces; this verb takes runs on masks only");
    }
    String damaged = record() + " is damaged or from another version of handful; train again";
    try {
      if (!(JSON.readTree(record().toFile()) instanceof ObjectNode fields)) {
        throw new DataException(damaged);
      }
      if (!fields.has(WEIGHTS)) {
        // Runs that were started before weights could be brought.
        fields.putNull(WEIGHTS);
      }
      OlderPlan.complete(fields.path("plan"));
      return JSON.treeToValue(fields, RunRecord.class);
    } catch (JsonProcessingException e) {
      throw new DataException(damaged, e);
    }
  }

  void write(RunRecord run) throws IOException {
    AtomicFile.write(record(), JSON.writeValueAsBytes(run));
  }
}
