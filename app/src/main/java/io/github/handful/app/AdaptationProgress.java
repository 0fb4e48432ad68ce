package io.github.handful.app;

import io.github.handful.adapt.Adaptation;
import io.github.handful.adapt.AdaptationListener;
import io.github.handful.segment.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows an adaptation on a progress display and writes its log, where it has one. */
final class AdaptationProgress implements AdaptationListener {
  private final Progress progress;
  private final Optional<EventLog> log;
  private final String method;
  private double agreement = Double.NaN;

  AdaptationProgress(Progress progress, Optional<EventLog> log, String method) {
    this.progress = progress;
    this.log = log;
    this.method = method;
  }

  @Override
  public void stage(String name, int iterations) {
    progress.begin(method + " " + name, iterations);
  }

  @Override
  public void step(String stage, int done, Map<String, Double> losses) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "step");
    event.put("phase", stage);
    event.put("iteration", done);
    event.put("losses", losses);
    write(event);
    List<Progress.Reading> readings = new ArrayList<>();
    losses.forEach((name, value) -> readings.add(new Progress.Reading(name, value)));
    readings.add(new Progress.Reading("agreement", agreement));
    progress.at(done, readings);
  }

  @Override
  public void judged(Adaptation.Judged judged) {
    agreement = judged.judgement().agreement();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", "judgement");
    event.put("phase", judged.stage());
    event.put("network", judged.network());
    event.put("iteration", judged.iteration());
    event.put("agreement", judged.judgement().agreement());
    event.put("entropy", judged.judgement().entropy());
    event.put("shares", judged.judgement().shares());
    judged.objection().ifPresent(objection -> event.put("objection", objection));
    write(event);
  }

  private void write(Map<String, Object> event) {
    try {
      if (log.isPresent()) {
        log.get().write(event);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
