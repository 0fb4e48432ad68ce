package io.github.handful.segment;

import io.github.handful.imaging.DataException;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.NativeException;
import io.github.handful.torch.Network;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Safetensors;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives a network first values that a person brings in a safetensors file, such as those of an
 * ImageNet classifier. A tensor is taken if its name and its shape are the network's. In the file,
 * names may begin with {@code module.}, {@code swin_unet.} or {@code statistics/}, and may lack the
 * {@code backbone.} of the network. A network for grey images sums the colours of the first
 * convolution. Where the file has no decoder, Swin-Unet's blocks on the way up begin as those of
 * the same level on the way down, as in the original.
 */
public final class PretrainedWeights {
  private static final List<String> PREFIXES =
      List.of("", "module.", "swin_unet.", "module.swin_unet.", "statistics/");
  private static final String BACKBONE = "backbone.";
  private static final Pattern DECODER = Pattern.compile("layers_up\\.(\\d+)(\\.blocks\\..*)");
  private static final int COLOURS = 3;

  private final Segmenter segmenter;
  private final ParameterSet file;
  private final Set<String> used = new LinkedHashSet<>();
  private final List<String> loaded = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();

  private PretrainedWeights(Segmenter segmenter, ParameterSet file) {
    this.segmenter = segmenter;
    this.file = file;
  }

  /**
   * What became of the tensors.
   *
   * @param loaded names in the network that were given the file's values
   * @param kept names in the network that keep their first values
   * @param unused names in the file that fit nothing
   */
  public record Report(List<String> loaded, List<String> kept, List<String> unused) {
    public Report {
      loaded = List.copyOf(loaded);
      kept = List.copyOf(kept);
      unused = List.copyOf(unused);
    }

    /** In one sentence. */
    public String describe() {
      return "%d of the network's %d tensors loaded; %d begin from scratch%s; %d in the file not used%s"
          .formatted(
              loaded.size(),
              loaded.size() + kept.size(),
              kept.size(),
              some(kept),
              unused.size(),
              some(unused));
    }

    private static String some(List<String> names) {
      String more = names.size() > 3 ? ", ..." : "";
      return names.isEmpty()
          ? ""
          : " (%s%s)"
              .formatted(String.join(", ", names.subList(0, Math.min(3, names.size()))), more);
    }
  }

  /**
   * Overwrites the tensors of a segmenter that the file has values for.
   *
   * @throws DataException if the file is missing or no safetensors file, or none of its tensors
   *     fits
   */
  public static Report load(Path file, Segmenter segmenter) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + " is no file; name a safetensors file of weights");
    }
    try (Safetensors.Content content = Safetensors.read(file)) {
      Report report = new PretrainedWeights(segmenter, content.tensors()).load();
      if (report.loaded().isEmpty()) {
        throw new DataException(
            "%s holds no tensor that fits the %s; bring weights of the same network, named as in torchvision or the original Swin-Unet"
                .formatted(file, segmenter.spec().describe()));
      }
      return report;
    } catch (NativeException e) {
      throw new DataException(
          file + " cannot be used: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  private Report load() {
    Network network = segmenter.network();
    Autograd.withoutGraph(
        () -> {
          try (Scope scope = Scope.open()) {
            network.parameters().asMap().forEach(this::load);
            network.statistics().asMap().forEach(this::load);
          }
        });
    List<String> unused = file.names().stream().filter(name -> !used.contains(name)).toList();
    return new Report(loaded, kept, unused);
  }

  private void load(String name, Tensor own) {
    Optional<String> source =
        candidates(name).filter(candidate -> file.asMap().containsKey(candidate)).findFirst();
    Optional<Tensor> values = source.flatMap(s -> fitting(file.get(s), own));
    values.ifPresent(own::copy_);
    if (values.isPresent()) {
      used.add(source.orElseThrow());
      loaded.add(name);
    } else {
      kept.add(name);
    }
  }

  /** The names that a tensor may have in the file, the likeliest first. */
  private Stream<String> candidates(String name) {
    Stream<String> plain =
        name.startsWith(BACKBONE)
            ? Stream.of(name, name.substring(BACKBONE.length()))
            : Stream.of(name);
    return Stream.concat(plain, onTheWayDown(name).stream())
        .flatMap(n -> PREFIXES.stream().map(prefix -> prefix + n));
  }

  private Optional<String> onTheWayDown(String name) {
    Matcher matcher = DECODER.matcher(name);
    return segmenter.spec() instanceof SwinUNetSpec swin && matcher.matches()
        ? Optional.of(
            "layers." + (swin.levels() - 1 - Integer.parseInt(matcher.group(1))) + matcher.group(2))
        : Optional.empty();
  }

  private static Optional<Tensor> fitting(Tensor theirs, Tensor own) {
    long[] wanted = Shapes.of(own);
    long[] there = Shapes.of(theirs);
    if (Arrays.equals(wanted, there)) {
      return Optional.of(theirs);
    }
    boolean greyOfColour = wanted.length == 4 && wanted[1] == 1 && there.length == 4;
    if (greyOfColour && there[1] == COLOURS) {
      Tensor sum = theirs.sum(new long[] {1}).unsqueeze(1);
      return Optional.of(sum).filter(s -> Arrays.equals(Shapes.of(s), wanted));
    }
    return Optional.empty();
  }
}
