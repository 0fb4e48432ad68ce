package io.github.handful.genseg;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Safetensors;
import io.github.handful.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trained generator on disk: {@code generator.safetensors} holds its weights, its statistics, the
 * architecture logits and, in the metadata, its shape.
 */
public final class GeneratorModel {
  private static final String FILE = "generator.safetensors";

  private GeneratorModel() {}

  public static void write(Path folder, GeneratorTraining painting) throws IOException {
    Files.createDirectories(folder);
    try (ParameterSet all = new ParameterSet();
        Scope scope = Scope.open()) {
      var network = painting.generator().network();
      network.parameters().asMap().forEach(all::add);
      network.statistics().asMap().forEach((name, t) -> all.add("statistics/" + name, t));
      painting
          .architecture()
          .logits()
          .asMap()
          .forEach((name, t) -> all.add("architecture/" + name, t));
      String spec = new ObjectMapper().writeValueAsString(painting.generator().spec());
      Safetensors.write(folder.resolve(FILE), all, Map.of("format", "pt", "spec", spec));
    }
  }
}
