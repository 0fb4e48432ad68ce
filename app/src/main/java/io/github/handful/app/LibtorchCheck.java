package io.github.handful.app;

import io.github.handful.app.Diagnosis.Check;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** Which libtorch is on the class path, found out from its jars alone, without loading it. */
final class LibtorchCheck {
  private static final String VERSION = "META-INF/maven/org.bytedeco/pytorch/pom.properties";
  private static final String LIBRARIES = "org/bytedeco/pytorch/";
  private static final String NAME = "libtorch";

  private LibtorchCheck() {}

  static Check run() {
    Optional<String> platform =
        Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));
    return of(LibtorchCheck.class.getClassLoader(), platform.orElse("none"));
  }

  /** Whether the libtorch on the class path was built with CUDA. */
  static boolean hasCuda() {
    return Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
        .map(platform -> hasCuda(LibtorchCheck.class.getClassLoader(), platform))
        .orElse(false);
  }

  static Check of(ClassLoader jars, String platform) {
    Optional<String> version = version(jars);
    if (version.isEmpty()) {
      return Check.problem(NAME, "missing", "Build handful again with: mvn -DskipTests package");
    }
    if (hasCuda(jars, platform)) {
      return Check.ok(NAME, "%s for %s with CUDA".formatted(version.get(), platform));
    }
    return jars.getResource(LIBRARIES + platform + "/") != null
        ? Check.ok(NAME, "%s for %s without CUDA".formatted(version.get(), platform))
        : Check.problem(
            NAME,
            "%s without libraries for %s".formatted(version.get(), platform),
            "Build handful on this machine with: mvn -DskipTests clean package");
  }

  private static boolean hasCuda(ClassLoader jars, String platform) {
    return jars.getResource(LIBRARIES + platform + "-gpu/") != null;
  }

  private static Optional<String> version(ClassLoader jars) {
    try (InputStream in = jars.getResourceAsStream(VERSION)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
