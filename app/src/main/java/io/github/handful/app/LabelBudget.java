package io.github.handful.app;

import io.github.handful.genseg.Method;

/**
 * What an arm does with its labelled images.
 *
 * @param training images that weights learn from
 * @param validating images that train no weight
 * @param use what the validating images are for
 */
record LabelBudget(int training, int validating, String use) {

  static LabelBudget of(Cell cell) {
    Method method = Method.parse(cell.method());
    if (!method.validates()) {
      return new LabelBudget(cell.labelled(), 0, "none: the last weights are kept");
    }
    int validating = LabelledData.validating(cell.labelled());
    return new LabelBudget(
        cell.labelled() - validating,
        validating,
        method.searches()
            ? "steer the architecture and choose the kept weights"
            : "choose the kept weights");
  }
}
