package io.github.handful.app.report;

import static io.github.handful.app.report.Markup.escape;
import static io.github.handful.app.report.ReportPage.each;
import static io.github.handful.app.report.ReportPage.paragraph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets a gallery: one figure per row, as many beside one another as the page is wide. */
final class GallerySection {
  /** Rows of fewer images are as wide as if they had so many, and show them larger. */
  private static final int LEAST_COLUMNS = 3;

  private GallerySection() {}

  static String render(Gallery gallery) {
    return """
        <section>
        <h2>%s</h2>
        %s%s<div class="gallery%s" style="--columns: %d">
        %s</div>
        </section>
        """
        .formatted(
            escape(gallery.title()),
            paragraph("caption", gallery.caption()),
            legend(gallery.legend()),
            gallery.large() ? " large" : "",
            Math.max(LEAST_COLUMNS, gallery.columns().size()),
            each(gallery.rows(), row -> row(gallery, row)));
  }

  private static String legend(List<Gallery.Swatch> swatches) {
    return swatches.isEmpty()
        ? ""
        : "<ul class=\"legend\">" + each(swatches, GallerySection::swatch) + "</ul>\n";
  }

  private static String swatch(Gallery.Swatch swatch) {
    return """
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><rect x="4" width="14" height="12" fill="#%06x"/></svg>%s</li>
        """
        .formatted(swatch.colour(), escape(swatch.name()));
  }

  private static String row(Gallery gallery, Gallery.Row row) {
    String images =
        IntStream.range(0, row.images().size())
            .mapToObj(i -> image(row, gallery.columns().get(i), row.images().get(i)))
            .collect(Collectors.joining());
    String detail = row.detail().isEmpty() ? "" : "<span>" + escape(row.detail()) + "</span>";
    return """
        <figure>
        <div class="images">%s</div>
        <figcaption><b>%s</b>%s</figcaption>
        </figure>
        """
        .formatted(images, escape(row.label()), detail);
  }

  private static String image(Gallery.Row row, String column, byte[] png) {
    return "<div><img alt=\"%s\" src=\"%s\"/><span>%s</span></div>"
        .formatted(escape(column + " of " + row.label()), Markup.dataUri(png), escape(column));
  }
}
