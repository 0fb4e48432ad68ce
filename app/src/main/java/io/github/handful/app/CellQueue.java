package io.github.handful.app;

import io.github.handful.genseg.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trains the cells of a comparison that are not finished, several at once, each in a process of its
 * own, and shows how far all of them have come.
 */
final class CellQueue {
  /** A line of a child's progress, for example {@code genseg train 120/800 (15 %), loss 0.3}. */
  private static final Pattern PROGRESS = Pattern.compile("\\S+ (pretrain|train) (\\d+)/(\\d+) .*");

  /** Part of a cell with a generator that passes before the segmenter starts. */
  private static final double EARLY = 0.15;

  /** Part of a cell after which only scores and report are left. */
  private static final double LATE = 0.95;

  private static final int PERCENT = 100;

  private final CompareFolder folder;
  private final CompareRecord settings;
  private final Progress progress;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<Cell, Double> shares = new HashMap<>();

  /** What the processes tell; the thread that shows and records takes one after the other. */
  private sealed interface Event {
    Cell cell();

    /** Part of the cell that is done, 0 to 1. */
    record Advanced(Cell cell, double share) implements Event {}

    /** The cell has ended, with a failure or without. */
    record Ended(Cell cell, Optional<String> failure) implements Event {}
  }

  CellQueue(CompareFolder folder, CompareRecord settings, Progress progress) {
    this.folder = folder;
    this.settings = settings;
    this.progress = progress;
  }

  /** Whether the cell is trained, and scored on all sets. */
  static boolean isFinished(CompareFolder folder, CompareRecord record, Cell cell)
      throws IOException {
    return isTrained(folder.run(cell)) && unscored(folder, record, cell).isEmpty();
  }

  private static boolean isTrained(RunFolder run) throws IOException {
    return Files.exists(run.record())
        && run.read().result().isPresent()
        && Files.exists(run.scores());
  }

  private static List<ScoredSet> unscored(CompareFolder folder, CompareRecord record, Cell cell) {
    return record.sets().stream()
        .skip(1)
        .filter(set -> !Files.exists(folder.scores(cell, set, false)))
        .toList();
  }

  /** Trains the cells in their order and returns the record with what became of them. */
  CompareRecord train(List<Cell> cells, int jobs) throws IOException, InterruptedException {
    progress.begin("comparing", PERCENT);
    CompareRecord record = settings;
    double all = cells.stream().mapToDouble(CellQueue::cost).sum();
    try (ChildPool pool = new ChildPool(jobs)) {
      cells.forEach(cell -> pool.submit(() -> work(cell, pool)));
      int ended = 0;
      int failed = 0;
      while (ended < cells.size()) {
        Event event = events.take();
        if (event instanceof Event.Ended end) {
          ended++;
          failed += end.failure().isPresent() ? 1 : 0;
          shares.put(end.cell(), 1.0);
          record = record.after(end.cell(), end.failure());
          folder.write(record);
        } else if (event instanceof Event.Advanced advanced) {
          shares.put(advanced.cell(), advanced.share());
        }
        progress.at((long) (PERCENT * done() / all + 1e-9), readings(ended, failed));
      }
    }
    return record;
  }

  private double done() {
    return shares.entrySet().stream().mapToDouble(e -> e.getValue() * cost(e.getKey())).sum();
  }

  private static List<Progress.Reading> readings(int ended, int failed) {
    List<Progress.Reading> readings = new ArrayList<>();
    readings.add(new Progress.Reading("cells ended", ended));
    if (failed > 0) {
      readings.add(new Progress.Reading("failed", failed));
    }
    return readings;
  }

  /** About what a cell costs, as a multiple of the plainest: for the time left only. */
  private static double cost(Cell cell) {
    return switch (Method.parse(cell.method())) {
      case PLAIN, AUGMENT, AUGMENT_ALL -> 1;
      case SEPARATE -> 2.2;
      case JOINT -> 3.2;
      case GENSEG -> 4.3;
    };
  }

  /** Always ends with an event, or the queue would wait for ever. */
  private boolean work(Cell cell, ChildPool pool) {
    Optional<String> failure;
    try {
      failure = trainAndScore(cell, pool);
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(ErrorReport.of(e).sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Optional.of("it was stopped");
    }
    return events.add(new Event.Ended(cell, failure));
  }

  private Optional<String> trainAndScore(Cell cell, ChildPool pool)
      throws IOException, InterruptedException {
    RunFolder run = folder.run(cell);
    if (!isTrained(run)) {
      List<String> arguments =
          Files.exists(run.record())
              ? List.of("train", "--resume", run.path().toString(), "--json")
              : trainingArguments(cell);
      Optional<String> failure = pool.run(arguments, line -> advanced(cell, line)).failure();
      if (failure.isPresent()) {
        return failure;
      }
    }
    for (ScoredSet set : unscored(folder, settings, cell)) {
      Optional<String> failure = pool.run(scoringArguments(cell, set), line -> {}).failure();
      if (failure.isPresent()) {
        return Optional.of("scoring on %s: %s".formatted(set.name(), failure.get()));
      }
    }
    return Optional.empty();
  }

  private void advanced(Cell cell, String line) {
    Matcher shown = PROGRESS.matcher(line);
    if (shown.matches()) {
      double part = Double.parseDouble(shown.group(2)) / Double.parseDouble(shown.group(3));
      double early = Method.parse(cell.method()).generates() ? EARLY : 0;
      boolean pretraining = shown.group(1).equals("pretrain");
      events.add(
          new Event.Advanced(cell, pretraining ? early * part : early + (LATE - early) * part));
    }
  }

  private List<String> trainingArguments(Cell cell) throws IOException {
    RunFolder run = folder.run(cell);
    Files.createDirectories(run.path().getParent());
    List<String> arguments = new ArrayList<>(List.of("train", settings.data(), "--json"));
    arguments.add("--out=" + run.path());
    arguments.add("--plan=" + folder.plan(cell.labelled()));
    arguments.addAll(cell.options());
    arguments.add("--device=" + settings.device());
    arguments.add("--precision=" + settings.precision());
    arguments.add("--threads=" + settings.threads());
    String split = settings.sets().get(0).split();
    if (!split.equals(Scored.VALIDATION)) {
      arguments.add("--score=" + split);
    }
    return arguments;
  }

  private List<String> scoringArguments(Cell cell, ScoredSet set) {
    return List.of(
        "score",
        folder.run(cell).path().toString(),
        set.root(),
        "--split=" + set.split(),
        "--out=" + folder.scores(cell, set, false),
        "--device=" + settings.device(),
        "--precision=" + settings.precision(),
        "--threads=" + settings.threads(),
        "--json");
  }
}
