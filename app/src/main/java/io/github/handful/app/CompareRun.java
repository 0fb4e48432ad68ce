package io.github.handful.app;

import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportPage;
import io.github.handful.imaging.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains what a comparison lacks and writes its results. */
record CompareRun(PreparedComparison prepared, Console console) {

  /** What the verb prints and what comparison.json holds. */
  record Result(
      Path folder,
      Path report,
      int updates,
      Optional<Double> budgetSeconds,
      int threads,
      List<ScoredSet> sets,
      List<Comparison.Row> rows,
      List<CellResult> cells) {}

  Result run(ReportContent.Footer footer) throws IOException, InterruptedException {
    prepared.begin();
    CompareFolder folder = prepared.folder();
    CompareRecord record = trained();
    Comparison comparison = new Comparison(record.sets(), CellResult.all(folder, record));
    Result result =
        new Result(
            folder.path(),
            folder.report(),
            record.updates(),
            record.budgetSeconds(),
            record.threads(),
            comparison.sets(),
            comparison.rows(),
            comparison.cells());
    write(folder.table(), ComparisonCsv.cells(comparison));
    write(folder.cases(), ComparisonCsv.cases(comparison));
    write(folder.json(), Json.of(result));
    ReportContent page = new ComparisonReport(prepared, record, comparison).content(footer);
    write(folder.report(), ReportPage.render(page));
    if (failed(result) > 0) {
      console.note(
          "handful: %d of %d cells failed, the table says why; the same command tries them again"
              .formatted(failed(result), prepared.wanted().size()));
    }
    return result;
  }

  private CompareRecord trained() throws IOException, InterruptedException {
    CompareFolder folder = prepared.folder();
    CompareRecord record = prepared.record();
    List<Cell> pending = new ArrayList<>();
    for (Cell cell : prepared.wanted()) {
      if (!CellQueue.isFinished(folder, record, cell)) {
        pending.add(cell);
      }
    }
    console.note(intention(pending.size()));
    if (pending.isEmpty()) {
      return record;
    }
    try (Progress progress = console.progress()) {
      return new CellQueue(folder, record, progress).train(pending, prepared.jobs());
    }
  }

  private String intention(int pending) {
    int all = prepared.wanted().size();
    return "%d cells%s with %d updates each, %d at once with %s each"
        .formatted(
            all,
            pending == all ? "" : ", of which %d are finished,".formatted(all - pending),
            prepared.record().updates(),
            prepared.jobs(),
            Counted.of(prepared.record().threads(), "thread"));
  }

  /** How many of the wanted cells failed. */
  long failed(Result result) {
    return result.cells().stream()
        .filter(cell -> cell.failed() && prepared.wanted().contains(cell.cell()))
        .count();
  }

  String text(Result result) {
    Comparison comparison = new Comparison(result.sets(), result.cells());
    return "%s%n%nSee %s"
        .formatted(ComparisonText.of(comparison, result.updates()), result.report());
  }

  private static void write(Path file, String content) {
    AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
