/**
 * The measurement programs: how long the pieces of a training take on this machine, and how much
 * memory.
 *
 * <p>A {@link io.github.handful.bench.Measurement} is one line of the table. {@link
 * io.github.handful.bench.Main} runs each in a JVM of its own, so that the peak of its memory is
 * its own. A new measurement is a line in the list of its suite; a new suite a class with such a
 * list, named in {@link io.github.handful.bench.Suite}.
 */
@NullMarked
package io.github.handful.bench;

import org.jspecify.annotations.NullMarked;
