package io.github.handful.app;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Plan;
import io.github.handful.segment.SegmenterKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan of each cell of a comparison.
 *
 * @param data for faults
 * @param planned for each number of labelled images the plan before any variation
 * @param published whether segmenters have the sizes of their papers
 */
record CellPlans(Path data, Map<Integer, Plan> planned, boolean published) {

  /**
   * The plan that a cell is trained with.
   *
   * @throws io.github.handful.imaging.DataException if the plan cannot be changed as the cell says
   */
  Plan of(Cell cell) {
    PlanChange change =
        new PlanChange(
            cell.segmenter().map(SegmenterKind::parse),
            cell.generator().map(GeneratorKind::parse),
            PlanSetting.parse(cell.settings()),
            published);
    return change.of(planned.get(cell.labelled()), data);
  }

  /** The same cell without variations that are what its plan says anyway. */
  Cell simplest(Cell cell) {
    Cell unvaried =
        new Cell(
            cell.labelled(),
            cell.method(),
            cell.segmenter(),
            cell.generator(),
            List.of(),
            cell.seed());
    Plan plan = of(unvaried);
    Plan usual = planned.get(cell.labelled());
    boolean ownSegmenter = plan.segmenter().equals(usual.segmenter());
    boolean ownGenerator = plan.generator().equals(usual.generator());
    boolean idle = PlanFile.with(plan, PlanSetting.parse(cell.settings())).equals(plan);
    return new Cell(
        cell.labelled(),
        cell.method(),
        ownSegmenter ? Optional.empty() : cell.segmenter(),
        ownGenerator ? Optional.empty() : cell.generator(),
        idle ? List.of() : cell.settings(),
        cell.seed());
  }
}
