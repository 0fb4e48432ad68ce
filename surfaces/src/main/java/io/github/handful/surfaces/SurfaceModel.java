package io.github.handful.surfaces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.torch.Compute;
import io.github.handful.torch.NativeException;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trained surface network with its description: {@code model.json}, {@code weights.safetensors}.
 */
public record SurfaceModel(SurfaceModelDescription description, SurfaceNetwork network)
    implements AutoCloseable {
  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /** Writes a model folder; each file is replaced atomically, the description last. */
  public static void write(Path folder, SurfaceModelDescription description, ParameterSet weights)
      throws IOException {
    Files.createDirectories(folder);
    Safetensors.write(folder.resolve(WEIGHTS), weights, Map.of("format", "pt"));
    AtomicFile.write(folder.resolve(DESCRIPTION), JSON.writeValueAsBytes(description));
  }

  /** Whether a folder holds a surface model, and not one of another kind; needs no libtorch. */
  public static boolean isIn(Path folder) {
    try {
      return JSON.readTree(folder.resolve(DESCRIPTION).toFile())
          .path("task")
          .asText()
          .equals(SurfaceModelDescription.TASK);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the description only; needs no libtorch.
   *
   * @throws DataException if there is none, or it is damaged or from a later version
   */
  public static SurfaceModelDescription describe(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          folder + " holds no model (no " + DESCRIPTION + "); name the folder of a finished run");
    }
    try {
      SurfaceModelDescription description =
          JSON.readValue(file.toFile(), SurfaceModelDescription.class);
      if (description.format() != SurfaceModelDescription.FORMAT) {
        throw new DataException(
            file + " has a format that this version of handful does not read; update handful");
      }
      return description;
    } catch (JsonProcessingException e) {
      throw new DataException(
          file + " is damaged or not a surface model; copy it again or train anew", e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws DataException if it is missing, damaged, or its weights do not fit its description
   */
  public static SurfaceModel read(Path folder, Compute compute) throws IOException {
    SurfaceModelDescription description = describe(folder);
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw new DataException(folder + " holds no " + WEIGHTS + "; copy the whole model folder");
    }
    SurfaceNetwork network = description.network().build(compute);
    try (Safetensors.Content content = Safetensors.read(file)) {
      network.network().parameters().assign(content.tensors());
    } catch (IllegalArgumentException | NativeException e) {
      network.close();
      throw new DataException(
          file + " cannot be used: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
    return new SurfaceModel(description, network);
  }

  /** Applies the model by the read-out of its method. */
  public SurfacePredictor predictor(Compute compute) {
    return predictor(ReadOut.of(description.method()), compute);
  }

  /** Applies the model by another read-out, such as an exact search. */
  public SurfacePredictor predictor(ReadOut readOut, Compute compute) {
    return new SurfacePredictor(network, description.limits(), readOut, compute);
  }

  @Override
  public void close() {
    network.close();
  }
}
