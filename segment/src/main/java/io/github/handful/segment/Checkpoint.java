package io.github.handful.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.torch.NativeException;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Safetensors;
import io.github.handful.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The latest state of a training in one file, replaced atomically: all tensors of the learner, the
 * best weights, and how far the loop has come.
 */
public final class Checkpoint {
  private static final String LOOP = "loop";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /** The checkpoint of a run, in {@code folder}, which is made if absent. */
  public Checkpoint(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.file = folder.resolve("latest.safetensors");
  }

  public boolean exists() {
    return Files.exists(file);
  }

  private LoopState loop(Safetensors.Content saved) throws IOException {
    try {
      return JSON.readValue(saved.metadata().getOrDefault(LOOP, ""), LoopState.class);
    } catch (JsonProcessingException e) {
      throw foreign(e);
    }
  }

  private TrainingException foreign(Exception reason) {
    return new TrainingException(
        file
            + " does not belong to this run ("
            + reason.getMessage().lines().findFirst().orElse("")
            + "); train again with --overwrite");
  }

  void save(Map<String, ParameterSet> state, LoopState loop) throws IOException {
    try (ParameterSet all = new ParameterSet();
        Scope scope = Scope.open()) {
      state.forEach((part, set) -> set.asMap().forEach((name, t) -> all.add(part + "/" + name, t)));
      Safetensors.write(file, all, Map.of(LOOP, JSON.writeValueAsString(loop)));
    }
  }

  /**
   * Overwrites the tensors of {@code state} with the saved ones.
   *
   * @throws TrainingException if the file is damaged or belongs to another configuration
   */
  LoopState restore(Map<String, ParameterSet> state) throws IOException {
    try (Safetensors.Content saved = Safetensors.read(file)) {
      for (Map.Entry<String, ParameterSet> part : state.entrySet()) {
        try (ParameterSet own = new ParameterSet();
            Scope scope = Scope.open()) {
          String prefix = part.getKey() + "/";
          saved
              .tensors()
              .asMap()
              .forEach(
                  (name, t) -> {
                    if (name.startsWith(prefix)) {
                      own.add(name.substring(prefix.length()), t);
                    }
                  });
          part.getValue().assign(own);
        }
      }
      return loop(saved);
    } catch (IllegalArgumentException | NativeException e) {
      throw foreign(e);
    }
  }
}
