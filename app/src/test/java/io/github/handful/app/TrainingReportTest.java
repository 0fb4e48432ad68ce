package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TrainingReportTest {
  /** The names of two images; Windows has no files with angle brackets. */
  private static final String LEARNT = File.separatorChar == '/' ? "a&b<i>c" : "a&b;c";

  private static final String SCORED = File.separatorChar == '/' ? "s&t<script>" : "s&t;";

  @TempDir private static Path folder;
  private static String searched = "";
  private static String plain = "";

  @BeforeAll
  static void trainTwice() throws IOException {
    Path data = TinyTraining.data(folder.resolve("data"), 4);
    rename(data, "lesion_000", LEARNT);
    rename(data, "lesion_007", SCORED);
    Path plan = TinyTraining.plan(folder.resolve("plan.yaml"), data);
    String weighing = "--set=genseg.gammaRate=0.1";
    Path run = folder.resolve("searched");
    searched = report(data, plan, run, "--method=genseg", "--baseline", weighing);
    Files.delete(data.resolve("split.csv"));
    plain = report(data, plan, folder.resolve("plain"), "--method=plain", "--labelled=5");
  }

  private static void rename(Path data, String id, String name) throws IOException {
    for (String part : List.of("images", "masks")) {
      Files.move(
          data.resolve(part).resolve(id + ".png"), data.resolve(part).resolve(name + ".png"));
    }
    Path split = data.resolve("split.csv");
    Files.writeString(split, Files.readString(split).replace(id, name));
  }

  private static String report(Path data, Path plan, Path run, String... options)
      throws IOException {
    CapturedConsole captured = new CapturedConsole();
    List<String> args = new ArrayList<>(List.of(data.toString(), "--out=" + run, "--plan=" + plan));
    args.addAll(List.of("--device=cpu", "--threads=1"));
    args.addAll(List.of(options));
    int code = TinyTraining.train(captured, args.toArray(String[]::new));
    assertThat(code).as(captured.err()).isZero();
    return Files.readString(run.resolve("report.html"));
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(String page, String name) throws Exception {
    NodeList nodes = parsed(page).getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(String page, String name) throws Exception {
    return elements(page, name).stream().map(e -> e.getTextContent().strip()).toList();
  }

  /** The pictures that stand over a caption with this text. */
  private static List<String> columns(String page, String caption) throws Exception {
    Element figure =
        elements(page, "figure").stream()
            .filter(f -> f.getElementsByTagName("img").getLength() > 0)
            .filter(f -> f.getTextContent().contains(caption))
            .findFirst()
            .orElseThrow();
    NodeList images = figure.getElementsByTagName("img");
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < images.getLength(); i++) {
      columns.add(((Element) images.item(i)).getAttribute("alt"));
    }
    return columns;
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    assertThat(searched).doesNotContain("@import", "url(", "http:", "https:", "<script", "<link");
    for (Element element : elements(searched, "*")) {
      for (String attribute : List.of("src", "href", "srcset", "data", "action")) {
        assertThat(element.getAttribute(attribute))
            .matches(value -> value.isEmpty() || value.startsWith("data:image/png;base64,"));
      }
    }
  }

  @Test
  void curvesOfASearchAreShown() throws Exception {
    assertThat(texts(searched, "h2"))
        .contains(
            "Segmentation loss",
            "Validation Dice",
            "Difference of painted and real images",
            "Hypergradient",
            "Weight of synthetic pairs",
            "Mixture weights of the encoder",
            "Mixture weights of the decoder");
    assertThat(searched).contains("at first, then following the validation loss");
    long drawn = elements(searched, "svg").stream().filter(e -> e.hasAttribute("role")).count();
    // five curves, and a panel for each searched cell of encoder and decoder
    assertThat(drawn).isGreaterThanOrEqualTo(5 + 2 * 3);
  }

  @Test
  void methodWithoutAGeneratorHasNoCurvesAndNoPairsOfIt() throws Exception {
    assertThat(texts(plain, "h2"))
        .contains("Segmentation loss", "Validation Dice")
        .doesNotContain("Hypergradient", "Mixture weights of the encoder", "Generated pairs");
  }

  @Test
  void everyPaintedPairStandsBesideItsRealImage() throws Exception {
    assertThat(texts(searched, "h2")).contains("Generated pairs");
    assertThat(columns(searched, "lesion_001"))
        .containsExactly(
            "mask of lesion_001",
            "real image of lesion_001",
            "painted of lesion_001",
            "changed mask of lesion_001",
            "painted for it of lesion_001");
  }

  @Test
  void everyScoredImageHasARow() throws Exception {
    assertThat(texts(searched, "th")).contains("lesion_008", SCORED).doesNotContain("lesion_005");
  }

  @Test
  void leadSaysWhatWasTrainedAndScoredOnWhat() throws Exception {
    assertThat(texts(searched, "h1")).containsExactly("data from 4 labelled images");
    assertThat(texts(searched, "p").get(1))
        .contains(
            "learnt from 3 labelled images and from images that a generator painted",
            "One further labelled image,",
            "steered the generator's architecture",
            "2 images of the split \"test\"",
            "no part in the training");
  }

  @Test
  void leadSaysThatScoresOnValidationImagesFlatter() throws Exception {
    assertThat(texts(plain, "p").get(1))
        .contains("learnt from 4 labelled images as they are", "flatter the model");
  }

  @Test
  void baselineStandsBesideTheScoreWithTheDifference() throws Exception {
    assertThat(texts(searched, "dt")).contains("Dice", "Augmentation alone", "Difference");
    assertThat(texts(plain, "dt")).contains("Dice").doesNotContain("Augmentation alone");
  }

  @Test
  void namesOfImagesAreEscapedWhereverTheyStand() throws Exception {
    assertThat(elements(searched, "script")).isEmpty();
    assertThat(elements(searched, "i")).isEmpty();
    assertThat(texts(searched, "dd")).anyMatch(text -> text.contains(LEARNT));
    assertThat(columns(searched, SCORED)).isNotEmpty().allMatch(alt -> alt.endsWith(SCORED));
  }
}
