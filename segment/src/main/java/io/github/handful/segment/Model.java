package io.github.handful.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.handful.imaging.AtomicFile;
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

/** A trained segmenter with its description: {@code model.json} and {@code weights.safetensors}. */
public record Model(ModelDescription description, Segmenter segmenter) implements AutoCloseable {
  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String STATISTICS = "statistics/";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /** Writes a model folder; each file is replaced atomically, the description last. */
  public static void write(
      Path folder, ModelDescription description, ParameterSet weights, ParameterSet statistics)
      throws IOException {
    Files.createDirectories(folder);
    try (ParameterSet all = new ParameterSet();
        Scope scope = Scope.open()) {
      weights.asMap().forEach(all::add);
      statistics.asMap().forEach((name, t) -> all.add(STATISTICS + name, t));
      Safetensors.write(folder.resolve(WEIGHTS), all, Map.of("format", "pt"));
    }
    AtomicFile.write(folder.resolve(DESCRIPTION), JSON.writeValueAsBytes(description));
  }

  /**
   * Reads the description only; needs no libtorch.
   *
   * @throws DataException if there is none, or it is damaged or from a later version
   */
  public static ModelDescription describe(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          folder + " holds no model (no " + DESCRIPTION + "); name the folder of a finished run");
    }
    try {
      JsonNode fields = JSON.readTree(file.toFile());
      OlderSegmenter.complete(fields.path("segmenter"));
      ModelDescription description = JSON.treeToValue(fields, ModelDescription.class);
      if (description == null || description.format() != ModelDescription.FORMAT) {
        throw new DataException(
            file + " has a format that this version of handful does not read; update handful");
      }
      return description;
    } catch (JsonProcessingException e) {
      throw new DataException(
          file + " is damaged or not a model of handful; copy it again or train anew", e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws DataException if it is missing, damaged, or its weights do not fit its description
   */
  public static Model read(Path folder, Compute compute) throws IOException {
    ModelDescription description = describe(folder);
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw new DataException(folder + " holds no " + WEIGHTS + "; copy the whole model folder");
    }
    Segmenter segmenter = description.segmenter().build(compute);
    try (Safetensors.Content content = Safetensors.read(file)) {
      assign(content.tensors(), "", segmenter.network().parameters());
      assign(content.tensors(), STATISTICS, segmenter.network().statistics());
    } catch (IllegalArgumentException | NativeException e) {
      segmenter.close();
      throw new DataException(
          file + " cannot be used: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
    return new Model(description, segmenter);
  }

  private static void assign(ParameterSet all, String prefix, ParameterSet target) {
    try (ParameterSet own = new ParameterSet();
        Scope scope = Scope.open()) {
      all.asMap()
          .forEach(
              (name, t) -> {
                boolean statistic = name.startsWith(STATISTICS);
                if (statistic == !prefix.isEmpty()) {
                  own.add(name.substring(prefix.length()), t);
                }
              });
      target.assign(own);
    }
  }

  @Override
  public void close() {
    segmenter.close();
  }
}
