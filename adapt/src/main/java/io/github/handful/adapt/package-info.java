/**
 * Source-free adaptation: a trained segmenter learns from images of another scanner, without their
 * masks and without the images it was trained on (TT-SFUDA, arXiv 2203.15792).
 *
 * <p>{@link io.github.handful.adapt.Adaptation} adapts a segmenter to {@link
 * io.github.handful.adapt.TargetImages} by a {@link io.github.handful.adapt.Method} and keeps the
 * better of source and adapted weights by the criterion in {@link
 * io.github.handful.adapt.Safeguard}, which needs no masks either. Everything here works on
 * pictures N×C×H×W and volumes N×C×D×H×W alike.
 */
@NullMarked
package io.github.handful.adapt;

import org.jspecify.annotations.NullMarked;
