/**
 * Nested optimisation: the gradient of an outer loss with respect to variables that act on it only
 * through the optimisation steps of inner levels.
 *
 * <p>A {@link io.github.handful.nested.Level} is a set of variables; a {@link
 * io.github.handful.nested.InnerStep} says that a level has taken one step of its optimiser on its
 * loss; a {@link io.github.handful.nested.Hypergradient} differentiates an outer loss through these
 * steps, either exactly or by finite differences. Nothing in here knows what the levels are for,
 * and nothing is ever changed in place: shifted and unrolled variables are new tensors.
 */
@NullMarked
package io.github.handful.nested;

import org.jspecify.annotations.NullMarked;
