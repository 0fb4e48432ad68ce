package io.github.handful.genseg;

/**
 * The searched convolutions of one part of a generator; each has a row of logits of its own.
 *
 * @param part its name
 * @param count of convolutions
 * @param kernels that each of them mixes
 * @param inwards whether the first is the innermost of the part and the last the outermost; else
 *     they are in the order of the computation
 */
public record SearchedCells(String part, int count, KernelSizes kernels, boolean inwards) {}
