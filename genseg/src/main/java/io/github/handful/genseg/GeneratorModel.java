package io.github.handful.genseg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.DataException;
import io.github.handful.torch.Compute;
import io.github.handful.torch.NativeException;
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
public record GeneratorModel(Generator generator, Architecture architecture)
    implements AutoCloseable {
  private static final String FILE = "generator.safetensors";
  private static final String STATISTICS = "statistics/";
  private static final String ARCHITECTURE = "architecture/";
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void write(Path folder, GeneratorTraining painting) throws IOException {
    Files.createDirectories(folder);
    try (ParameterSet all = new ParameterSet();
        Scope scope = Scope.open()) {
      var network = painting.generator().network();
      network.parameters().asMap().forEach(all::add);
      network.statistics().asMap().forEach((name, t) -> all.add(STATISTICS + name, t));
      painting
          .architecture()
          .logits()
          .asMap()
          .forEach((name, t) -> all.add(ARCHITECTURE + name, t));
      String spec = JSON.writeValueAsString(painting.generator().spec());
      Safetensors.write(folder.resolve(FILE), all, Map.of("format", "pt", "spec", spec));
    }
  }

  /**
   * Reads a generator.
   *
   * @throws DataException if it is missing or damaged
   */
  public static GeneratorModel read(Path folder, Compute compute) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          folder + " holds no generator; name the run of a method that generates, such as genseg");
    }
    try (Safetensors.Content content = Safetensors.read(file)) {
      GeneratorSpec spec =
          JSON.readValue(content.metadata().getOrDefault("spec", ""), GeneratorSpec.class);
      GeneratorModel model =
          new GeneratorModel(spec.build(compute), new Architecture(spec, compute));
      try {
        model.assign(content.tensors());
      } catch (IllegalArgumentException e) {
        model.close();
        throw e;
      }
      return model;
    } catch (JsonProcessingException | IllegalArgumentException | NativeException e) {
      throw new DataException(
          file + " is damaged or from another version of handful; train again", e);
    }
  }

  private void assign(ParameterSet all) {
    try (ParameterSet weights = new ParameterSet();
        ParameterSet statistics = new ParameterSet();
        ParameterSet logits = new ParameterSet();
        Scope scope = Scope.open()) {
      all.asMap()
          .forEach(
              (name, t) -> {
                if (name.startsWith(STATISTICS)) {
                  statistics.add(name.substring(STATISTICS.length()), t);
                } else if (name.startsWith(ARCHITECTURE)) {
                  logits.add(name.substring(ARCHITECTURE.length()), t);
                } else {
                  weights.add(name, t);
                }
              });
      generator.network().parameters().assign(weights);
      generator.network().statistics().assign(statistics);
      architecture.logits().assign(logits);
    }
  }

  @Override
  public void close() {
    generator.close();
    architecture.close();
  }
}
