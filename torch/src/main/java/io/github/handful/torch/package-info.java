/**
 * libtorch for the rest of handful: the only package that knows its quirks.
 *
 * <p>{@link org.bytedeco.pytorch.Tensor} is the currency of all modules above; every other class of
 * the binding stays in here. {@link io.github.handful.torch.Ops} holds the functions on tensors,
 * {@link io.github.handful.torch.Autograd} the gradients, {@link io.github.handful.torch.Scope} the
 * life time of native memory, {@link io.github.handful.torch.ParameterSet} and the layers the
 * networks. Networks are functional: a layer owns names, not values, so that the same network runs
 * on its own weights or on any others (a perturbed copy, an unrolled step).
 */
@NullMarked
package io.github.handful.torch;

import org.jspecify.annotations.NullMarked;
