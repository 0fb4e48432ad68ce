package io.github.handful.torch;

import org.bytedeco.pytorch.Tensor;

/** Draws the first values of the layers' weights from libtorch's generator. */
public enum Initialiser {
  /** PyTorch's default for convolutions: uniform within 1/sqrt(fan-in), bias likewise. */
  FAN_IN {
    @Override
    Tensor kernel(long fanIn, long... shape) {
      return Ops.uniform(1 / Math.sqrt(fanIn), shape);
    }

    @Override
    Tensor bias(long fanIn, long length) {
      return Ops.uniform(1 / Math.sqrt(fanIn), length);
    }

    @Override
    Tensor normScale(long channels) {
      return Ops.ones(channels);
    }
  },
  /** Conditional GANs (Isola et al. 2017): normal with standard deviation 0.02, biases zero. */
  GAN {
    @Override
    Tensor kernel(long fanIn, long... shape) {
      return Ops.normal(0.02, shape);
    }

    @Override
    Tensor bias(long fanIn, long length) {
      return Ops.zeros(length);
    }

    @Override
    Tensor normScale(long channels) {
      return Ops.plus(Ops.normal(0.02, channels), 1);
    }
  },
  /** Zeros that take no memory: to count the parameters of a network of any size. */
  DECLARED {
    @Override
    Tensor kernel(long fanIn, long... shape) {
      return Ops.zeros(1).expand(shape);
    }

    @Override
    Tensor bias(long fanIn, long length) {
      return Ops.zeros(length);
    }

    @Override
    Tensor normScale(long channels) {
      return Ops.zeros(channels);
    }

    @Override
    Tensor projection(long... shape) {
      return kernel(1, shape);
    }
  };

  abstract Tensor kernel(long fanIn, long... shape);

  abstract Tensor bias(long fanIn, long length);

  abstract Tensor normScale(long channels);

  /** Weights of a transformer: normal with standard deviation 0.02, as is usual there. */
  Tensor projection(long... shape) {
    return Ops.normal(0.02, shape);
  }
}
