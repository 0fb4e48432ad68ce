package io.github.handful.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a comparison and the names of what is in it. */
record CompareFolder(Path path) {

  /** Held while a comparison runs; given back when the process ends, however it ends. */
  record Lock(FileChannel file, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  Path record() {
    return path.resolve("compare.json");
  }

  Path plan(int labelled) {
    return path.resolve("plans").resolve("labelled-" + labelled + ".yaml");
  }

  RunFolder run(Cell cell) {
    return new RunFolder(path.resolve("runs").resolve(cell.folder()));
  }

  /** The scores of a cell on one of the sets, by case and class. */
  Path scores(Cell cell, ScoredSet set, boolean first) {
    RunFolder run = run(cell);
    return first ? run.scores() : run.path().resolve("scores-" + set.name() + ".csv");
  }

  Path report() {
    return path.resolve("comparison.html");
  }

  Path table() {
    return path.resolve("comparison.csv");
  }

  Path cases() {
    return path.resolve("cases.csv");
  }

  Path json() {
    return path.resolve("comparison.json");
  }

  /**
   * The record of a comparison that was started here, if there is one.
   *
   * @throws DataException if the folder holds something else, or the record is damaged
   */
  Optional<CompareRecord> read() throws IOException {
    OutputFolder.requirePossible(path);
    if (!Files.exists(record())) {
      if (holdsMoreThanTheLock()) {
        throw new DataException(
            path + " holds other files and no comparison; name a new folder for the comparison");
      }
      return Optional.empty();
    }
    String damaged =
        record() + " is damaged or from another version of handful; name a new folder for --out";
    try {
      JsonNode fields = RunFolder.json().readTree(record().toFile());
      if (!fields.isObject()) {
        throw new DataException(damaged);
      }
      fields.path("cells").forEach(entry -> completeOlder(entry.path("cell")));
      return Optional.of(RunFolder.json().treeToValue(fields, CompareRecord.class));
    } catch (JsonProcessingException e) {
      throw new DataException(damaged, e);
    }
  }

  /** Cells of comparisons that were started before networks and settings could be compared. */
  private static void completeOlder(JsonNode cell) {
    if (!(cell instanceof ObjectNode fields)) {
      return;
    }
    if (!fields.has("segmenter")) {
      fields.putNull("segmenter");
      fields.putArray("settings");
    }
    if (!fields.has("generator")) {
      fields.putNull("generator");
    }
  }

  /** Whether there is anything here but the lock of a comparison. */
  boolean holdsMoreThanTheLock() throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.anyMatch(entry -> !entry.equals(lockFile()));
    }
  }

  void write(CompareRecord comparison) throws IOException {
    AtomicFile.write(record(), RunFolder.json().writeValueAsBytes(comparison));
  }

  private Path lockFile() {
    return path.resolve(".lock");
  }

  /**
   * Makes the folder and keeps other processes from comparing into it.
   *
   * @throws DataException if one does so now
   */
  Lock lock() throws IOException {
    Files.createDirectories(path);
    FileChannel file =
        FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      Optional<FileLock> lock = Optional.ofNullable(file.tryLock());
      if (lock.isPresent()) {
        return new Lock(file, lock.get());
      }
    } catch (OverlappingFileLockException e) {
      // this process holds it: the same sentence serves
    }
    file.close();
    throw new DataException(
        "another handful compare is writing into " + path + "; wait for it, or end it first");
  }
}
