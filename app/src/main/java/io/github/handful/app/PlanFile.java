package io.github.handful.app;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.handful.genseg.Plan;
import java.io.IOException;
import java.nio.file.Path;

final class PlanFile {
  static Plan read(Path p) throws IOException {
    return new YAMLMapper().readValue(p.toFile(), Plan.class);
  }
}
