package io.github.handful.imaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A data set as nnU-Net has it: {@code imagesTr}, {@code labelsTr}, perhaps {@code imagesTs} and
 * {@code labelsTs}, and {@code dataset.json} of version 1 or 2. A case {@code a} has the images
 * {@code a_0000}, {@code a_0001} and so on, one for each channel.
 */
final class NnUnetFolder {
  private final DataFolder root;
  private final SortedMap<Integer, String> classNames = new TreeMap<>();
  private final List<String> channelNames = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private NnUnetFolder(DataFolder root) {
    this.root = root;
    root.file("dataset.json").ifPresent(this::read);
  }

  /** The cases of both parts; those of imagesTs are test images where labelsTs has their labels. */
  static DataListing list(DataFolder root) {
    return new NnUnetFolder(root).list();
  }

  private DataListing list() {
    if (folder("labelstr").isEmpty()) {
      throw new DataException(
          root.path() + " has imagesTr but no labelsTr; add the folder with the labels.");
    }
    DataListing training =
        DataListing.matched(
            root,
            DataLayout.NNUNET,
            cases(folder("imagestr").get(0)),
            DataFolder.list(folder("labelstr").get(0)).requireImages(),
            classNames,
            findings);
    return withTestImages(training).withChannelNames(channelNames);
  }

  private List<Path> folder(String name) {
    return root.foldersNamed(List.of(name));
  }

  private DataListing withTestImages(DataListing training) {
    if (folder("imagests").isEmpty() || DataFolder.isEmpty(folder("imagests").get(0))) {
      return training;
    }
    List<ImageSource> images = cases(folder("imagests").get(0));
    if (folder("labelsts").isEmpty() || DataFolder.isEmpty(folder("labelsts").get(0))) {
      findings.add(
          Finding.info(
              "imagesTs has %d images without labels, for prediction.".formatted(images.size())));
      return training.withTest(List.of(), images, findings);
    }
    List<Path> labels = DataFolder.list(folder("labelsts").get(0)).requireImages();
    PairMatcher.Matches matches = PairMatcher.match(root.path(), images, labels);
    return training.withTest(matches.pairs(), matches.imagesOnly(), findings);
  }

  private static List<ImageSource> cases(Path folder) {
    return ImageSource.ofChannels(DataFolder.list(folder).requireImages());
  }

  private void read(Path json) {
    try {
      JsonNode content = new ObjectMapper().readTree(Files.readAllBytes(json));
      readLabels(json, content.path("labels"));
      JsonNode channels =
          content.has("channel_names") ? content.path("channel_names") : content.path("modality");
      channels.properties().forEach(entry -> channelNames.add(entry.getValue().asText()));
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new DataException(
          json + " is not a dataset.json with one number for each label; correct it.", e);
    } catch (IOException e) {
      throw new DataException(json + " cannot be read; check its access rights.", e);
    }
  }

  /** Value to name (version 1) or name to value (version 2). */
  private void readLabels(Path json, JsonNode labels) {
    for (Map.Entry<String, JsonNode> entry : labels.properties()) {
      if (entry.getValue().isArray()) {
        throw new DataException(
            "%s makes the region '%s' of several labels, which handful does not learn; give each label its own name."
                .formatted(json, entry.getKey()));
      }
      if (entry.getValue().isInt()) {
        classNames.put(entry.getValue().intValue(), entry.getKey());
      } else {
        classNames.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
      }
    }
  }
}
