package io.github.handful.adapt;

import java.util.Map;

/** Hears nothing. */
final class Silent implements AdaptationListener {
  @Override
  public void stage(String name, int iterations) {}

  @Override
  public void step(String stage, int done, Map<String, Double> losses) {}

  @Override
  public void judged(Adaptation.Judged judged) {}
}
