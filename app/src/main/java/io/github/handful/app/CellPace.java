package io.github.handful.app;

/**
 * Seconds that the parts of a cell take, measured.
 *
 * @param start of the process, with the reading of the images
 * @param pretraining a step of the generator, 0 without one
 * @param update an update of the segmenter
 * @param validating a validation
 * @param scoring an image of those that the model is scored on
 */
record CellPace(
    double start, double pretraining, double update, double validating, double scoring) {}
