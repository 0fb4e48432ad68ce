package io.github.handful.app;

import io.github.handful.app.Diagnosis.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders that handful and libtorch write to besides those that the user names. */
final class FolderChecks {
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** What the unpacked libraries take; those with CUDA take more. */
  private static final long LIBRARIES = 600L << 20;

  private static final long SCRATCH = 100L << 20;

  private FolderChecks() {}

  static List<Check> all() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path cache =
        Path.of(
            System.getProperty(
                CACHE_PROPERTY,
                Path.of(System.getProperty("user.home"), ".javacpp", "cache").toString()));
    return List.of(temporary(temporary), cache(cache));
  }

  static Check temporary(Path folder) {
    return check(
        "temporary folder",
        folder,
        SCRATCH,
        "Name a folder that can be written to with HANDFUL_OPTS=-Djava.io.tmpdir=FOLDER.",
        "Free some space there.");
  }

  static Check cache(Path folder) {
    return check(
        "library cache",
        folder,
        holdsLibraries(folder) ? 0 : LIBRARIES,
        "Name a folder that can be written to with HANDFUL_OPTS=-D" + CACHE_PROPERTY + "=FOLDER.",
        "libtorch is unpacked there once and needs %s; free some space, or name another folder with HANDFUL_OPTS=-D%s=FOLDER."
            .formatted(MachineChecks.gibibytes(LIBRARIES), CACHE_PROPERTY));
  }

  private static Check check(
      String name, Path folder, long needed, String ifClosed, String ifFull) {
    Path existing = existing(folder);
    if (!writable(existing)) {
      return Check.problem(name, folder + ", not writable", ifClosed);
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String value = "%s, %s free".formatted(folder, MachineChecks.gibibytes(free));
      return free < needed ? Check.problem(name, value, ifFull) : Check.ok(name, value);
    } catch (IOException e) { // some network drives do not tell
      return Check.ok(name, folder + ", free space unknown");
    }
  }

  private static boolean holdsLibraries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(entry -> entry.getFileName().toString().startsWith("pytorch-"));
    } catch (IOException e) {
      return false;
    }
  }

  /** The folder itself or the nearest one above it that exists, where it would be made. */
  private static Path existing(Path folder) {
    Path path = folder.toAbsolutePath();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  /** Tried out, since access lists and read-only mounts do not show in the permissions. */
  private static boolean writable(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "handful", ".tmp"));
      return true;
    } catch (IOException | SecurityException e) {
      return false;
    }
  }
}
