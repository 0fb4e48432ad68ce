package io.github.handful.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A plan as a YAML file that a person reads and edits. */
final class PlanFile {
  private static final String REASONS = "reasons";
  private static final String HEAD =
      """
      # A plan of handful: everything that decides a training beside the data, the method and the seed.
      # Edit it and train with: handful train DATA --out RUN --plan THIS_FILE
      # Every field must be there. Options such as --iterations win over what is written here.
      """;
  private static final Map<String, String> COMMENTS = comments();

  private PlanFile() {}

  private static Map<String, String> comments() {
    Map<String, String> comments = new LinkedHashMap<>();
    comments.put(
        "image",
        """
        What the networks see. Of a picture: width and height in pixels, 1 or 3 channels.
        scale 0.0 makes each whole image fit; above 0, images are resized by this factor and seen through windows.
        intensities: for each channel the values that become 0 and 1, as parts of the largest value of the file type.
        """);
    comments.put(
        "segmenter",
        """
        The network that segments; classes counts the background too. architecture unet: width is its number of
        feature maps on the first level, depth how often it halves the image, whose sides must be multiples of
        2 to that power, norm whether features are normalised over the batch (BATCH, whose running statistics
        adapt can replace) or image by image (INSTANCE, better after small batches). deeplabv3: width, 64 as published. swin-unet: width (96 as published), heads (3) and
        window (7) of the attention, blocks on each level ([2, 2, 2, 2]).
        """);
    comments.put(
        "training",
        """
        How the segmenter learns: images in a batch, learning rate (rises over the part warmUp, then falls to
        the part last of its peak), weight decay, how much of the running average of weights is kept, and loss
        (DICE or JACCARD, each with cross-entropy).
        """);
    comments.put(
        "generator",
        """
        The generator of synthetic pairs: mask planes in, image channels out, width. kind pix2pix: how often it halves
        the image (sides must be multiples of 2 to that power), norm (BATCH or INSTANCE), which cells are searched
        (NONE, ENCODER, DECODER or BOTH), and whether it uses dropout; halvings is for volumes: how often x, y and z are
        halved, of which downs is the greatest; nothing for pictures. spade: hidden feature maps between mask and
        scales. bbdm: factors of the width at each resolution, blocks there, sides of the squares of pixels that are
        folded into channels, whether the network sees the mask too (conditioned), steps that paint an image, and how
        many of them, the last ones, hypergradients go through. soft-intro-vae: latent numbers in a code. wgan-gp makes
        masks itself, from latent random numbers and a start of so many pixels, doubled at each level up to the size of
        the image; criticNorm: whether its critic normalises features, as the published one does.
        """);
    comments.put(
        "genseg",
        """
        How generator and architecture learn beside the segmenter; gamma is the weight of synthetic pairs, 1 in the
        paper; gammaRate: how far its logarithm moves in each step of the architecture, against the validation loss, 0
        for not at all. l1Weight and maskedL1 are about pix2pix and spade only. movedPairs: whether the generator learns from
        labelled pairs moved as augmentation moves them, or, as in the paper, as they are (false). hypergradientPaths:
        what steers the architecture, BOTH, GENERATOR (what the generator learns under it) or DIRECT (what is painted
        with it); generatorGuidance: length of the steps by which the generator's weights follow the validation loss
        too, 0 for none. masks says how masks are changed before images are painted for them: the operators in use and
        the range of each.
        """);
    comments.put(
        "augmentation",
        """
        How the methods that augment change labelled pairs: ranges and probabilities of movements and of
        changes of intensity, of which toning is that of each change of brightness, contrast, gamma and
        colour. Mirroring is wrong where left and right, or up and down, are classes.
        outOfPlaneRotation and depthFlip are about volumes and do nothing to pictures.
        """);
    comments.put(
        "pretraining",
        "Steps of the generator before the segmenter starts, updates of the segmenter, validations on the way.\n");
    comments.put(REASONS, "Why the plan is as it is, for people; this changes nothing.\n");
    return comments;
  }

  /**
   * Makes sure that a plan can be written without replacing a file that is to be kept.
   *
   * @throws DataException if the file is there and {@code overwrite} is false
   */
  static void requireFree(Path file, boolean overwrite) {
    if (!overwrite && Files.exists(file)) {
      throw new DataException(
          file + " is there already; add --overwrite or name another file for the plan");
    }
  }

  /**
   * Writes a plan with comments on its sections.
   *
   * @throws DataException if the file cannot be written, or is there and may not be replaced
   */
  static void write(Path file, Plan plan, boolean overwrite) {
    requireFree(file, overwrite);
    AtomicFile.write(file, text(plan).getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write(Path, Plan, boolean)}, without replacing a file. */
  static void write(Path file, Plan plan) {
    write(file, plan, false);
  }

  /**
   * Reads a plan.
   *
   * @throws DataException if the file is missing, no YAML or no plan; the sentence names the field
   */
  static Plan read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file + " is no file; write a plan with: handful inspect DATA --write-plan FILE");
    }
    ObjectMapper yaml = PlanYaml.mapper();
    JsonNode fields;
    try {
      fields = yaml.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      String where =
          Optional.ofNullable(e.getLocation())
              .map(at -> " (line %d)".formatted(at.getLineNr()))
              .orElse("");
      throw new DataException(
          "%s is not YAML%s; mend it or write the plan anew".formatted(file, where), e);
    }
    if (!(fields instanceof ObjectNode plan)) {
      throw new DataException(
          file + " holds no plan; write one with: handful inspect DATA --write-plan FILE");
    }
    if (!plan.has(REASONS)) {
      plan.putArray(REASONS);
    }
    OlderPlan.complete(plan);
    return plan(file.toString(), plan);
  }

  /**
   * The plan with other values in some of its fields.
   *
   * @throws DataException if there is no such field, or the value does not fit it or the plan
   */
  static Plan with(Plan plan, List<PlanSetting> settings) {
    ObjectNode fields = PlanYaml.mapper().valueToTree(plan);
    settings.forEach(setting -> set(fields, setting));
    return plan(PlanSetting.joined(settings), fields);
  }

  private static void set(ObjectNode fields, PlanSetting setting) {
    JsonNode parent = fields;
    List<String> path = setting.path();
    for (int i = 0; i < path.size(); i++) {
      if (!(parent instanceof ObjectNode object) || !object.has(path.get(i))) {
        throw new DataException(
            "%s: the field %s is unknown; known %s are %s"
                .formatted(
                    setting,
                    setting.field(),
                    i == 0 ? "fields" : "below " + String.join(".", path.subList(0, i)),
                    known(parent)));
      }
      if (i == path.size() - 1) {
        object.set(path.get(i), value(setting));
      }
      parent = object.get(path.get(i));
    }
  }

  private static String known(JsonNode parent) {
    List<String> names = new ArrayList<>();
    parent.fieldNames().forEachRemaining(names::add);
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static JsonNode value(PlanSetting setting) {
    try {
      return PlanYaml.mapper().readTree(setting.value());
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s: %s is no value of a plan's field; write it as in a plan's file, lists in brackets"
              .formatted(setting, setting.value()),
          e);
    }
  }

  private static Plan plan(String source, ObjectNode fields) {
    new PlanFields(source).check(Plan.class, fields);
    try {
      return requireMatchingMasks(source, PlanYaml.mapper().treeToValue(fields, Plan.class));
    } catch (JsonProcessingException e) {
      throw new DataException("%s does not fit together: %s".formatted(source, reason(e)), e);
    }
  }

  private static Plan requireMatchingMasks(String source, Plan plan) {
    int classes = plan.segmenter().classes();
    int planes = classes == 2 ? 1 : classes;
    if (plan.generator().inputs() != planes) {
      throw new DataException(
          "%s does not fit together: generator.inputs must be %d for %d classes, got %d"
              .formatted(source, planes, classes, plan.generator().inputs()));
    }
    return plan;
  }

  private static String reason(JsonProcessingException failure) {
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    return Objects.requireNonNullElse(cause.getMessage(), "").lines().findFirst().orElse("");
  }

  private static String text(Plan plan) {
    ObjectMapper yaml = PlanYaml.mapper();
    ObjectNode all = yaml.valueToTree(plan);
    StringBuilder text = new StringBuilder(HEAD);
    all.properties()
        .forEach(
            field -> {
              Optional.ofNullable(COMMENTS.get(field.getKey()))
                  .ifPresent(
                      comment -> {
                        text.append('\n');
                        comment
                            .lines()
                            .forEach(line -> text.append("# ").append(line).append('\n'));
                      });
              text.append(section(yaml, field.getKey(), field.getValue()));
            });
    return text.toString();
  }

  private static String section(ObjectMapper yaml, String name, JsonNode value) {
    try {
      return yaml.writeValueAsString(yaml.createObjectNode().set(name, value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
