package io.github.handful.torch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.Loader;

/**
 * Loads libtorch, in dependency order, before any class of the binding is touched.
 *
 * <p>The binding's own order extracts and loads {@code libtorch} before {@code libtorch_cpu} lies
 * beside it, so that on an empty cache the dynamic loader takes another installed libtorch and the
 * process dies. Loading every library by its full path, dependencies first, leaves the dynamic
 * loader nothing to look for.
 */
public final class NativeRuntime {
  /** Megabytes that the native libraries take in the cache folder. */
  public static final int UNPACKED_MEGABYTES = 364;

  private NativeRuntime() {}

  private static final class Once {
    static final Optional<NativeException> FAILURE = start();
  }

  /**
   * Loads libtorch once for this process; later calls cost nothing.
   *
   * @throws NativeException if the libraries cannot be unpacked or loaded, or if a second libtorch
   *     was loaded into this process; again for each call
   */
  public static void load() {
    if (Once.FAILURE.isPresent()) {
      throw Once.FAILURE.get();
    }
  }

  /** The folder into which native libraries are unpacked. */
  public static Path cacheFolder() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      throw new NativeException(
          "no folder can be written to unpack libtorch into; name one with"
              + " -Dorg.bytedeco.javacpp.cachedir=FOLDER",
          e);
    }
  }

  private static Optional<NativeException> start() {
    try {
      loadAll();
      requireOneLibtorch();
      return Optional.empty();
    } catch (NativeException e) {
      return Optional.of(e);
    }
  }

  private static void loadAll() {
    // The binding's accounting sees handles of 16 bytes instead of tensors, which scopes free; it
    // would only stop the world in System.gc().
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    String platform = Loader.getPlatform();
    try {
      List<String> libraries = libraries(platform);
      String last = libraries.get(libraries.size() - 1);
      String resource = "/org/bytedeco/pytorch/" + platform + extension() + "/";
      announceUnpacking(resource, last);
      Loader.load(org.bytedeco.openblas.global.openblas.class);
      for (String name : libraries) {
        File file = Loader.cacheResource(org.bytedeco.pytorch.presets.torch.class, resource + name);
        if (file == null) {
          throw new NativeException(
              "the library "
                  + name
                  + " for "
                  + platform
                  + " is not on the class path; build handful"
                  + " on this platform, so that its natives are included");
        }
        System.load(file.getCanonicalPath());
      }
      Loader.load(org.bytedeco.pytorch.global.torch.class);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new NativeException(
          "libtorch could not be loaded for "
              + platform
              + ": "
              + firstLine(e.getMessage())
              + "; `handful doctor` checks the cache folder and the free space",
          e);
    }
  }

  private static String extension() {
    String extension = System.getProperty("org.bytedeco.javacpp.platform.extension", "");
    return extension.isEmpty() && isOnClassPath("-gpu") ? "-gpu" : extension;
  }

  private static boolean isOnClassPath(String extension) {
    String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + extension;
    return NativeRuntime.class.getResource(folder + "/libjnitorch.so") != null
        || NativeRuntime.class.getResource(folder + "/jnitorch.dll") != null;
  }

  private static List<String> libraries(String platform) {
    if (platform.startsWith("windows")) {
      return List.of("uv.dll", "asmjit.dll", "fbgemm.dll", "c10.dll", "torch_cpu.dll", "torch.dll")
          .stream()
          .filter(name -> resourceExists(platform, name))
          .toList();
    }
    if (platform.startsWith("macosx")) {
      return List.of(
              "libiomp5.dylib",
              "libomp.dylib",
              "libc10.dylib",
              "libtorch_cpu.dylib",
              "libtorch.dylib")
          .stream()
          .filter(name -> resourceExists(platform, name))
          .toList();
    }
    return extension().isEmpty()
        ? List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so")
        : List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so");
  }

  private static boolean resourceExists(String platform, String name) {
    return NativeRuntime.class.getResource(
            "/org/bytedeco/pytorch/" + platform + extension() + "/" + name)
        != null;
  }

  private static void announceUnpacking(String resource, String library) {
    Path cache = cacheFolder();
    if (!unpackedSomewhere(cache, library)) {
      System.err.printf(
          "preparing libtorch, once: unpacking %d MB into %s%n", UNPACKED_MEGABYTES, cache);
    }
  }

  private static boolean unpackedSomewhere(Path cache, String library) {
    try (var folders = Files.list(cache)) {
      return folders
          .filter(f -> f.getFileName().toString().startsWith("pytorch-"))
          .anyMatch(
              f ->
                  Files.exists(
                      f.resolve(
                          "org/bytedeco/pytorch/"
                              + Loader.getPlatform()
                              + extension()
                              + "/"
                              + library)));
    } catch (IOException e) {
      return false;
    }
  }

  private static void requireOneLibtorch() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return;
    }
    Set<String> loaded = new TreeSet<>();
    try (var lines = Files.lines(maps)) {
      lines
          .map(line -> line.substring(line.indexOf('/') + 1))
          .filter(path -> path.contains("libtorch_cpu."))
          .forEach(path -> loaded.add("/" + path));
    } catch (IOException e) {
      return;
    }
    if (loaded.size() > 1) {
      throw new NativeException(
          "two libtorch libraries are in this process, "
              + String.join(" and ", loaded)
              + "; remove the foreign one from LD_PRELOAD or LD_LIBRARY_PATH");
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
