package io.github.handful.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.handful.imaging.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures and prints one table; {@code bench/run} starts it. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures handful on this machine and prints one table.")
final class Main implements Callable<Integer> {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SUITE",
      description = "Only these suites: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Keys.class)
  private List<String> only = List.of();

  @Option(names = "--quick", description = "One repetition of each: for trying things out.")
  private boolean quick;

  @Option(names = "--threads", paramLabel = "N", description = "Threads of one operation.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the table to a file too.")
  private Optional<Path> json = Optional.empty();

  /** The names of the suites, for the help. */
  static final class Keys extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Keys() {
      super(Arrays.stream(Suite.values()).map(Suite::key).toList());
    }
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Suite> suites = suites();
    Machine machine = Machine.present(threads);
    System.out.println(machine);
    List<Row> rows = new ArrayList<>();
    for (Suite suite : suites) {
      for (Measurement measurement : suite.measurements()) {
        System.err.println("measuring " + suite.key() + ": " + measurement.name());
        rows.add(Child.measure(measurement, quick ? Effort.QUICK : Effort.FULL, threads));
      }
    }
    System.out.print(Table.of(rows));
    if (json.isPresent()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("machine", machine);
      all.put("rows", rows);
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      AtomicFile.write(json.get(), mapper.writeValueAsBytes(all));
    }
    return 0;
  }

  private List<Suite> suites() {
    List<String> known = new Keys();
    for (String name : only) {
      if (!known.contains(name)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this),
            "no suite is called %s; there are %s"
                .formatted(name, known.stream().collect(Collectors.joining(", "))));
      }
    }
    return Arrays.stream(Suite.values())
        .filter(suite -> only.isEmpty() || only.contains(suite.key()))
        .toList();
  }
}
