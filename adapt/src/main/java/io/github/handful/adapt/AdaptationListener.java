package io.github.handful.adapt;

import java.util.Map;

/** Hears how an adaptation goes on, on the thread that adapts. */
public interface AdaptationListener {
  /** A stage of so many updates begins. */
  void stage(String name, int iterations);

  /** {@code done} updates of the stage are finished; its losses by name. */
  void step(String stage, int done, Map<String, Double> losses);

  /** A network was judged. */
  void judged(Adaptation.Judged judged);
}
