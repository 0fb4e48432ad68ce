package io.github.handful.app;

import io.github.handful.app.CaseMatching.Case;
import io.github.handful.imaging.LabelEncoding;
import io.github.handful.imaging.LabelFiles;
import io.github.handful.segment.metrics.CaseMetrics;
import io.github.handful.segment.metrics.SurfaceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads pairs of masks and measures them.
 *
 * @param truth how true masks are read
 * @param prediction how predicted masks are read, as the same classes
 */
record CaseScoring(LabelEncoding truth, LabelEncoding prediction, SurfaceSettings settings) {

  /**
   * The rows of all cases in their order, whatever the number of threads.
   *
   * @throws io.github.handful.imaging.DataException if a mask cannot be read or two sizes differ
   */
  List<CaseMetrics> score(List<Case> cases, int threads, Progress progress)
      throws InterruptedException, ExecutionException {
    progress.begin("evaluating", cases.size());
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<CaseMetrics>>> futures = new ArrayList<>();
      cases.forEach(one -> futures.add(workers.submit(() -> score(one))));
      List<CaseMetrics> rows = new ArrayList<>();
      for (int i = 0; i < futures.size(); i++) {
        rows.addAll(futures.get(i).get());
        progress.at(i + 1, List.of());
      }
      return rows;
    } finally {
      workers.shutdownNow();
    }
  }

  private List<CaseMetrics> score(Case one) {
    return CaseMetrics.of(
        one.truth().id(),
        LabelFiles.read(one.prediction(), prediction),
        LabelFiles.read(one.truth().mask(), truth),
        truth.classes(),
        settings);
  }
}
