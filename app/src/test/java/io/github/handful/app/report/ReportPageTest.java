package io.github.handful.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Footer;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.Table.Column;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  /** Text that would break out of an element, an attribute and a style if it were not escaped. */
  private static final String HOSTILE = "a</td>\"'><script>alert(1)</script>&\u0000\u001b{}%s%n";

  private static final String READ_BACK = "a</td>\"'><script>alert(1)</script>&\uFFFD\uFFFD{}%s%n";

  private static final Set<String> LOADING = Set.of("src", "href", "srcset", "data", "action");

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static ReportContent hostile() {
    String h = HOSTILE;
    byte[] png = {1, 2, 3};
    return new ReportContent(
        h,
        h,
        h,
        List.of(new Headline(h, h, h)),
        List.of(new Note(Note.Level.WARNING, h)),
        List.of(
            new LineChart(
                h,
                h,
                Axis.linear(h),
                Axis.linear(h),
                List.of(new LineChart.Series(h, new double[] {0}, new double[] {1}, false)),
                List.of(new LineChart.Marker(h, 0))),
            new StackedAreaChart(
                h,
                h,
                Axis.linear(h),
                List.of(h),
                List.of(new StackedAreaChart.Panel(h, new double[] {0}, new double[][] {{1}})))),
        List.of(
            new Gallery(
                h,
                h,
                List.of(new Gallery.Swatch(h, 0)),
                List.of(h),
                List.of(new Gallery.Row(h, h, List.of(png))))),
        List.of(
            new Table(
                h, h, List.of(Column.text(h)), List.of(List.of(h)), List.of(List.of(h)), true)),
        List.of(new Definitions(h, List.of(new Definitions.Entry(h, h)))),
        new Footer(h, h, h));
  }

  @Test
  void pageIsWellFormed() throws Exception {
    Document page = parsed(ReportPage.render(new SampleReport().content()));
    assertThat(page.getDocumentElement().getTagName()).isEqualTo("html");
    assertThat(elements(page, "h1")).hasSize(1);
    assertThat(elements(page, "svg").stream().filter(e -> e.hasAttribute("role"))).hasSize(13);
  }

  @Test
  void everyTextIsEscapedWhereverItStands() throws Exception {
    Document page = parsed(ReportPage.render(hostile()));
    assertThat(elements(page, "script")).isEmpty();
    for (String name : List.of("title", "h1", "h2", "dt", "b", "th", "text", "pre", "figcaption")) {
      assertThat(elements(page, name))
          .as(name)
          .anySatisfy(e -> assertThat(e.getTextContent()).contains(READ_BACK));
    }
    assertThat(elements(page, "img").get(0).getAttribute("alt")).contains(READ_BACK);
    assertThat(elements(page, "svg"))
        .anySatisfy(e -> assertThat(e.getAttribute("aria-label")).contains(READ_BACK));
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    String text = ReportPage.render(new SampleReport().content());
    assertThat(text).doesNotContain("@import", "url(", "http:", "https:", "<script", "<link");
    for (Element element : elements(parsed(text), "*")) {
      for (String attribute : LOADING) {
        assertThat(element.getAttribute(attribute))
            .matches(value -> value.isEmpty() || value.startsWith("data:image/png;base64,"));
      }
    }
  }

  @Test
  void imagesAreInsideThePageWithATextForThoseWhoCannotSeeThem() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 7};
    Gallery gallery =
        new Gallery(
            "g",
            "",
            List.of(new Gallery.Swatch("lesion", 0xe69f00)),
            List.of("mask", "real"),
            List.of(new Gallery.Row("case 3", "", List.of(png, png))));
    List<Element> images = elements(parsed(GallerySection.render(gallery)), "img");
    assertThat(images)
        .extracting(e -> e.getAttribute("alt"))
        .containsExactly("mask of case 3", "real of case 3");
    String data = images.get(0).getAttribute("src").substring("data:image/png;base64,".length());
    assertThat(Base64.getDecoder().decode(data)).isEqualTo(png);
  }

  @Test
  void tableNamesItsRowsAndColumnsAndSetsNumbersFlushRight() throws Exception {
    Table table =
        new Table(
            "t",
            "",
            List.of(Column.text("Case"), Column.number("Dice")),
            List.of(List.of("a", "0.5"), List.of("b", "0.7")),
            List.of(List.of("mean", "0.6")),
            false);
    Document section = parsed(TableSection.render(table));
    assertThat(elements(section, "th"))
        .extracting(e -> e.getTextContent() + " " + e.getAttribute("scope"))
        .containsExactly("Case col", "Dice col", "a row", "b row", "mean row");
    assertThat(elements(section, "td")).allMatch(e -> e.getAttribute("class").equals("number"));
    assertThat(elements(section, "tfoot").get(0).getTextContent().strip()).isEqualTo("mean0.6");
  }

  @Test
  void foldedTableKeepsItsSummaryInSight() throws Exception {
    Table table =
        new Table(
            "t",
            "",
            List.of(Column.text("Case")),
            List.of(List.of("a"), List.of("b")),
            List.of(List.of("mean")),
            true);
    Document section = parsed(TableSection.render(table));
    assertThat(elements(section, "summary").get(0).getTextContent()).isEqualTo("Show all 2 rows");
    String hidden = elements(section, "details").get(0).getTextContent();
    assertThat(hidden).contains("a", "b").doesNotContain("mean");
    assertThat(elements(section, "tfoot").get(0).getTextContent()).contains("mean");
  }

  @Test
  void emptyPartsLeaveNoEmptyHeadings() throws Exception {
    ReportContent empty =
        new ReportContent(
            "t",
            "",
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Footer("1", "today", "handful train"));
    Document page = parsed(ReportPage.render(empty));
    assertThat(elements(page, "main").get(0).getTextContent()).isBlank();
    assertThat(elements(page, "footer").get(0).getTextContent())
        .contains("Not a medical device", "handful 1 on today", "handful train");
  }

  @Test
  void numbersHaveAPointInEveryCountry() {
    Locale before = Locale.getDefault();
    String here = ReportPage.render(new SampleReport().content());
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(ReportPage.render(new SampleReport().content())).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }
}
