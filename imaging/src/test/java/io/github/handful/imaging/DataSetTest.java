package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.Finding.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "images, masks, '', '', png",
    "Images, LABELS, '', '', png",
    "image, mask, '', _mask, png",
    "images, annotations, '', _segmentation, gif",
    "images, label, mask_, '', bmp",
    "images, labels, '', -mask, tiff",
    "images, masks, '', _anno_by_expert, png"
  })
  void foldersAreMatchedByName(
      String images, String masks, String prefix, String suffix, String ending) {
    for (String id : List.of("case10", "case2", "case1")) {
      image(images + "/" + id + ".png");
      SmallFiles.write(
          root.resolve(masks + "/" + prefix + id + suffix + "." + ending),
          ending,
          SmallFiles.grey(2, 0, 255));
    }
    text("README.md", "read me");
    text(images + "/.hidden.png", "no image");

    DataSet data = DataSet.open(root);

    assertThat(data.layout()).isEqualTo(DataLayout.FOLDERS);
    assertThat(ids(data.pairs())).containsExactly("case1", "case2", "case10");
    assertThat(data.pairs().get(2).mask()).hasFileName(prefix + "case10" + suffix + "." + ending);
    assertThat(data.classNames()).containsExactly("background", "foreground");
    assertThat(data.unpairedImages()).isEmpty();
  }

  @Test
  void imagesAndMasksInOneFolderAreToldApartByAWord() {
    for (String id : List.of("1", "2")) {
      image(id + ".png");
      mask(id + "_mask.png");
    }

    DataSet data = DataSet.open(root);

    assertThat(data.layout()).isEqualTo(DataLayout.ONE_FOLDER);
    assertThat(ids(data.pairs())).containsExactly("1", "2");
    assertThat(data.pairs().get(0).mask()).hasFileName("1_mask.png");
  }

  @Test
  void nnUnetFoldersGiveClassNames() {
    image("imagesTr/a_0000.png");
    image("imagesTr/b_0000.png");
    SmallFiles.greyPng(root.resolve("labelsTr/a.png"), 2, 0, 1);
    SmallFiles.greyPng(root.resolve("labelsTr/b.png"), 2, 0, 2);
    text("dataset.json", "{\"labels\": {\"background\": 0, \"cup\": 1, \"disc\": 2}}");

    DataSet data = DataSet.open(root);

    assertThat(data.layout()).isEqualTo(DataLayout.NNUNET);
    assertThat(ids(data.pairs())).containsExactly("a", "b");
    assertThat(data.classNames()).containsExactly("background", "cup", "disc");
  }

  @Test
  void channelsOfNnUnetBecomeOneImage() {
    SmallFiles.greyPng(root.resolve("imagesTr/a_0000.png"), 2, 1, 2);
    SmallFiles.greyPng(root.resolve("imagesTr/a_0001.png"), 2, 3, 4);
    mask("labelsTr/a.png");
    text(
        "dataset.json",
        "{\"labels\": {\"background\": 0, \"cup\": 1}, \"channel_names\": {\"0\": \"T1\", \"1\": \"CT\"}}");

    DataSet data = DataSet.open(root);

    assertThat(ids(data.pairs())).containsExactly("a");
    assertThat(data.channelNames()).containsExactly("T1", "CT");
    Image image = data.read(data.pairs().get(0)).image();
    assertThat(image.channels()).isEqualTo(2);
    assertThat(image.samples()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aMissingChannelOfNnUnetIsNamed() {
    image("imagesTr/a_0000.png");
    image("imagesTr/a_0001.png");
    image("imagesTr/b_0000.png");
    image("imagesTr/b_0002.png");
    mask("labelsTr/a.png");
    assertRefused(root, "b_0002.png", "0001 is missing");
  }

  @Test
  void casesOfNnUnetHaveOneNumberOfChannels() {
    image("imagesTr/a_0000.png");
    image("imagesTr/a_0001.png");
    image("imagesTr/b_0000.png");
    mask("labelsTr/a.png");
    mask("labelsTr/b.png");
    assertRefused(root, "a_0000.png has 2 channels", "b_0000.png has 1");
  }

  @Test
  void channelsOnDifferentGridsAreRefused() {
    image("imagesTr/a_0000.png");
    SmallFiles.greyPng(root.resolve("imagesTr/a_0001.png"), 3, 3, 4, 5);
    mask("labelsTr/a.png");
    DataSet data = DataSet.open(root);
    assertThatThrownBy(() -> data.read(data.pairs().get(0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a_0001.png")
        .hasMessageContaining("not on one grid");
  }

  @Test
  void testImagesOfNnUnetAreForTestingOrPrediction() {
    image("imagesTr/a_0000.png");
    mask("labelsTr/a.png");
    image("imagesTs/b_0000.png");
    DataSet unlabelled = DataSet.open(root);
    assertThat(unlabelled.split()).isEmpty();
    assertThat(unlabelled.unpairedImages()).extracting(ImageSource::id).containsExactly("b");

    mask("labelsTs/b.png");
    DataSet labelled = DataSet.open(root);
    assertThat(ids(labelled.trainingPairs())).containsExactly("a");
    assertThat(ids(labelled.pairsOf("test"))).containsExactly("b");
    assertThat(labelled.unpairedImages()).isEmpty();
  }

  @Test
  void regionsOfNnUnetAreRefused() {
    image("imagesTr/a_0000.png");
    mask("labelsTr/a.png");
    text("dataset.json", "{\"labels\": {\"background\": 0, \"whole\": [1, 2]}}");
    assertRefused(root, "dataset.json", "'whole'");
  }

  @Test
  void aManifestNamesFilesRelativeToItself() {
    image("x/one.png");
    mask("y/first.png");
    image("x/two.png");
    mask("y/second.png");
    text(
        "list.csv",
        "\uFEFFID;Image;Mask;Split\r\nb;x/two.png;y/second.png;training\r\n"
            + "\"a\";\"x/one.png\";y/first.png;test\r\n;x/three.png;;\r\n");

    DataSet data = DataSet.open(root.resolve("list.csv"));

    assertThat(data.layout()).isEqualTo(DataLayout.MANIFEST);
    assertThat(ids(data.pairs())).containsExactly("a", "b");
    assertThat(ids(data.trainingPairs())).containsExactly("b");
    assertThat(ids(data.pairsOf("test"))).containsExactly("a");
    assertThat(data.unpairedImages()).hasSize(1);
  }

  @Test
  void aManifestWithAnIdThatLeavesTheFolderIsRefused() {
    pair("a");
    text("list.csv", "id,image,mask\n../a,images/a.png,masks/a.png\n");

    assertRefused(root.resolve("list.csv"), "list.csv", "'../a'");
  }

  @Test
  void aManifestWithAMissingFileIsRefused() {
    pair("a");
    text("manifest.csv", "image,mask\nimages/a.png,masks/b.png\n");

    assertRefused(root, "manifest.csv", "b.png", "does not exist");
  }

  @Test
  void theSplitKeepsItsOrderAndOtherColumnsAreIgnored() {
    for (String id : List.of("a", "b", "c,d", "e")) {
      pair(id);
    }
    text(
        "split.csv",
        "source,id,split\nx,\"c,d\",train\n\"y\n\"\"z\"\"\",b,Validation\nx,a,train\nx,gone,train\n");

    DataSet data = DataSet.open(root);

    assertThat(ids(data.trainingPairs())).containsExactly("c,d", "a");
    assertThat(ids(data.pairsOf("val"))).containsExactly("b");
    assertThat(messages(data, Severity.WARNING)).anyMatch(text -> text.contains("'gone'"));
    assertThat(messages(data, Severity.WARNING)).anyMatch(text -> text.contains("'e'"));
  }

  @Test
  void withoutASplitAllPairsAreForTraining() {
    pair("b");
    pair("a");

    assertThat(ids(DataSet.open(root).trainingPairs())).containsExactly("a", "b");
    assertThat(DataSet.open(root).pairsOf("train")).isEmpty();
  }

  @Test
  void imagesWithoutMaskAreListedAndNotRefused() {
    pair("a");
    image("images/b.png");
    mask("masks/z.png");

    DataSet data = DataSet.open(root);

    assertThat(ids(data.pairs())).containsExactly("a");
    assertThat(data.unpairedImages()).containsExactly(ImageSource.of(root.resolve("images/b.png")));
    assertThat(messages(data, Severity.WARNING)).anyMatch(text -> text.contains("b.png"));
    assertThat(messages(data, Severity.WARNING)).anyMatch(text -> text.contains("z.png"));
  }

  @Test
  void namesThatDoNotMatchAreShown() {
    image("images/a1.png");
    image("images/a2.png");
    mask("masks/b1.png");
    mask("masks/b2.png");

    assertRefused(root, "'a1', 'a2'", "'b1', 'b2'");
  }

  @Test
  void ambiguousNamesAreRefused() {
    pair("a");
    image("images/a.bmp");
    assertRefused(root, "a.bmp", "two images");

    Path other = root.resolve("other");
    image("other/images/a.png");
    mask("other/masks/a_mask.png");
    mask("other/masks/a_mask_1.png");
    assertRefused(other, "a_mask.png", "a_mask_1.png");
  }

  @Test
  void missingEmptyAndWrongFoldersAreNamed() throws IOException {
    assertRefused(root.resolve("absent"), "absent", "does not exist");
    assertRefused(root, root.toString(), "is empty");
    text("file.txt", "x");
    assertRefused(root.resolve("file.txt"), "file.txt", "is a file");
    assertRefused(root, root.toString(), "neither the folders images and masks");
    Files.createDirectories(root.resolve("images"));
    Files.createDirectories(root.resolve("masks"));
    assertRefused(root, "images", "is empty");
    image("images/a.png");
    text("masks/notes.txt", "x");
    assertRefused(root, "masks", "holds no image");
  }

  @Test
  void aSplitWithoutAnyKnownIdIsRefused() {
    pair("a");
    text("split.csv", "id,split\na.png,train\n");

    assertRefused(root, "split.csv", "without extension");
  }

  @Test
  void readingGivesImageAndClassesOnOneGrid() {
    pair("a");

    DataSet data = DataSet.open(root);
    Sample sample = data.read(data.pairs().get(0));

    assertThat(sample.id()).isEqualTo("a");
    assertThat(sample.image().samples()).containsExactly(10, 20);
    assertThat(sample.labels().labels()).containsExactly(0, 1);
  }

  @Test
  void differentSizesAreRefusedWithBoth() {
    image("images/a.png");
    SmallFiles.greyPng(root.resolve("masks/a.png"), 3, 0, 255, 0);
    DataSet data = DataSet.open(root);

    assertThatThrownBy(() -> data.read(data.pairs().get(0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 x 1")
        .hasMessageContaining("3 x 1");
  }

  @Test
  void theFingerprintDependsOnContentsAndIdsOnly() {
    pair("a");
    pair("b");
    String before = DataSet.open(root).fingerprint();
    text("split.csv", "id,split\na,train\n");
    assertThat(DataSet.open(root).fingerprint()).isEqualTo(before).hasSize(64);

    SmallFiles.greyPng(root.resolve("images/b.png"), 2, 10, 21);
    assertThat(DataSet.open(root).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void namesAreOrderedByTheirNumbers() {
    assertThat(List.of("b1", "a10", "a2", "a02", "a", "a2b").stream().sorted(new NaturalOrder()))
        .containsExactly("a", "a02", "a2", "a2b", "a10", "b1");
  }

  private void pair(String id) {
    image("images/" + id + ".png");
    mask("masks/" + id + ".png");
  }

  private void image(String path) {
    SmallFiles.greyPng(root.resolve(path), 2, 10, 20);
  }

  private void mask(String path) {
    SmallFiles.greyPng(root.resolve(path), 2, 0, 255);
  }

  private void text(String path, String content) {
    SmallFiles.write(root.resolve(path), content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> ids(List<Pair> pairs) {
    return pairs.stream().map(Pair::id).toList();
  }

  private static List<String> messages(DataSet data, Severity severity) {
    return data.findings().stream()
        .filter(f -> f.severity() == severity)
        .map(Finding::message)
        .toList();
  }

  private static void assertRefused(Path data, String... parts) {
    assertThatThrownBy(() -> DataSet.open(data))
        .isInstanceOf(DataException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }
}
