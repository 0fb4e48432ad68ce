package io.github.handful.bench;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** The middle of every range. */
final class Still implements RandomGenerator {
  @Override
  public long nextLong() {
    return 0;
  }

  @Override
  public double nextDouble(double low, double high) {
    return (low + high) / 2;
  }

  @Override
  public DoubleStream doubles(long count, double low, double high) {
    return DoubleStream.generate(() -> (low + high) / 2).limit(count);
  }

  @Override
  public double nextGaussian() {
    return 0;
  }
}
