package io.github.handful.app;

import io.github.handful.imaging.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes phantoms as a data set: {@code images}, a folder with the truth, {@code split.csv} and a
 * text that says what it is.
 *
 * @param count number of images
 * @param train how many of the first are for training
 * @param validation how many of the next are for validation; the others are for testing
 */
record PhantomFiles(PhantomDrawing drawing, long seed, int count, int train, int validation) {

  /** Writes everything into a folder that exists. */
  void write(Path folder, Progress progress) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path truth = Files.createDirectories(folder.resolve(drawing.truth()));
    StringBuilder splits = new StringBuilder("id,split\n");
    progress.begin("drawing", count);
    for (int i = 0; i < count; i++) {
      String id = String.format(Locale.ROOT, "%s_%03d", drawing.name(), i);
      drawing.write(seed, i, images, truth, id);
      splits.append(id).append(',').append(split(i)).append('\n');
      progress.at(i + 1, List.of());
    }
    text(folder.resolve("split.csv"), splits.toString());
    drawing.tables().forEach((name, lines) -> text(folder.resolve(name), lines));
    text(folder.resolve("README.txt"), description());
  }

  int test() {
    return count - train - validation;
  }

  private String split(int index) {
    return index < train ? "train" : index < train + validation ? "val" : "test";
  }

  private String description() {
    String title = "Synthetic %ss with exact truth".formatted(drawing.name());
    return """
        %s
        %s

        %d images of %s, drawn by handful %s from the seed %d. They show no patient
        and imitate no disease: they are for trying programs out, and prove nothing about real images.

        images/    %s
        %-10s the truth, exact everywhere: %s
        split.csv  %d images for training, %d for validation, %d for testing

        The same seed and options give the same files on every machine.
        """
        .formatted(
            title,
            "=".repeat(title.length()),
            count,
            drawing.size(),
            Version.handful(),
            seed,
            drawing.shown(),
            drawing.truth() + "/",
            drawing.meaning(),
            train,
            validation,
            test());
  }

  private static void text(Path file, String content) {
    AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
