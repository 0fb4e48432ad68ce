package io.github.handful.app;

import io.github.handful.app.report.Gallery;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import io.github.handful.segment.Example;
import io.github.handful.segment.metrics.KernelDistance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Generated pairs as a page: how they lie to the training images, and the nearest of these. */
record GeneratedReport(String title, RunRecord run, GeneratedImages images, Fidelity fidelity) {
  /** Pairs that are shown, those of the least distance. */
  private static final int SHOWN = 12;

  /** Fewer training images make halves that say little. */
  private static final int FEW = 10;

  ReportContent content(ReportContent.Footer footer) {
    return new ReportContent(
        title,
        "%d images made by the generator of a run by the method %s"
            .formatted(count(), run.method()),
        (painted()
                    ? "Masks of %d training images were changed at random and an image was painted for each."
                    : "The generator learnt from %d training images and made images and masks together.")
                .formatted(fidelity.training())
            + " The images are held against these training images, by what the run's segmenter sees in them and pixel by pixel.",
        headlines(),
        notes(),
        List.of(),
        List.of(gallery()),
        List.of(table()),
        List.of(measures()),
        footer);
  }

  private boolean painted() {
    return run.plan().generator().conditional();
  }

  private int count() {
    return images.generated().size();
  }

  private List<Headline> headlines() {
    return List.of(
        new Headline(
            "Kernel distance to training images",
            mean(fidelity.generatedToTraining()),
            spread(fidelity.generatedToTraining())),
        new Headline(
            "Training images among themselves",
            mean(fidelity.trainingToTraining()),
            spread(fidelity.trainingToTraining())),
        new Headline(
            "Distance to the nearest training image",
            number(fidelity.nearest()),
            "median; of a training image to the nearest other %s"
                .formatted(number(fidelity.amongTraining()))),
        new Headline(
            "Likely copies",
            "%d of %d".formatted(fidelity.copies(), count()),
            "by features; %d by pixels".formatted(fidelity.copiesInPixels())));
  }

  private static String mean(Optional<KernelDistance.Spread> spread) {
    return spread.map(s -> number(s.mean())).orElse("–");
  }

  private static String spread(Optional<KernelDistance.Spread> spread) {
    return spread
        .map(
            s ->
                "95 %% of subsets of %d: %s to %s"
                    .formatted(s.size(), number(s.lower()), number(s.upper())))
        .orElse("too few images");
  }

  private List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    if (fidelity.generatedToTraining().isEmpty()) {
      notes.add(
          warning("A kernel distance takes four training and two generated images at least."));
    } else {
      if (fidelity.training() < FEW) {
        notes.add(
            warning(
                "%d training images make a rough guide to what is chance."
                    .formatted(fidelity.training())));
      }
      notes.add(
          new Note(
              Note.Level.REMARK,
              fidelity.beyondChance()
                  ? "To the segmenter the generated images differ from the training images by more than these do among themselves."
                  : "To the segmenter the generated images differ from the training images no more than these may among themselves."));
    }
    int copies = Math.max(fidelity.copies(), fidelity.copiesInPixels());
    if (copies > 0) {
      notes.add(
          warning(
              "%d of the generated images may be memorised: look at the nearest pairs below."
                  .formatted(copies)));
    }
    return notes;
  }

  private static Note warning(String text) {
    return new Note(Note.Level.WARNING, text);
  }

  private List<Likeness> nearestFirst() {
    return images.generated().stream()
        .sorted(Comparator.comparingDouble(g -> g.byFeatures().distance()))
        .toList();
  }

  private Gallery gallery() {
    List<Gallery.Row> rows = new ArrayList<>();
    for (Likeness g : nearestFirst().subList(0, Math.min(SHOWN, count()))) {
      Example seen = images.training(g.byFeatures().image());
      Example alike = images.training(g.byPixels().image());
      rows.add(
          new Gallery.Row(
              g.id(),
              "%s at %s, in pixels %s at %s"
                  .formatted(
                      seen.id(),
                      number(g.byFeatures().distance()),
                      alike.id(),
                      number(g.byPixels().distance())),
              List.of(
                  g.picture(),
                  GeneratedImages.picture(seen.image(), seen.labels()),
                  GeneratedImages.picture(alike.image(), alike.labels()))));
    }
    return new Gallery(
        "Generated images and the training images nearest to them",
        "The nearest pairs first. An image that was memorised has its like beside it."
            + (images.training(0).image().grid().isVolume()
                ? " Axial slices through the middle of the structures."
                : ""),
        List.of(),
        List.of("generated", "nearest by features", "nearest by pixels"),
        rows);
  }

  private Table table() {
    return new Table(
        "Every generated image",
        painted()
            ? "%d of %d lie nearest to the image whose mask was changed for them."
                .formatted(fidelity.nearestToSource(), count())
            : "None was made for the mask of one.",
        List.of(
            Column.text("Image"),
            Column.text("Mask of"),
            Column.text("Nearest by features"),
            Column.number("Distance"),
            Column.text("Nearest by pixels"),
            Column.number("Difference")),
        images.generated().stream()
            .map(
                g ->
                    List.of(
                        g.id(),
                        g.source().orElse("–"),
                        images.training(g.byFeatures().image()).id(),
                        number(g.byFeatures().distance()),
                        images.training(g.byPixels().image()).id(),
                        number(g.byPixels().distance())))
            .toList(),
        List.of(),
        count() > SHOWN);
  }

  private Definitions measures() {
    return new Definitions(
        "Measures",
        List.of(
            entry(
                "features",
                "means of the deepest maps of the run's segmenter, divided by their root mean square over the training images; it learnt from such images, and another run's numbers are on another scale"),
            entry(
                "kernel distance",
                "squared maximum mean discrepancy with the kernel (x·y / d + 1)³, unbiased, mean over 1,000 random subsets (Bińkowski et al. 2018); negative values are chance"),
            entry(
                "training images among themselves",
                "the same between two random parts of the training images, of the same size"),
            entry("distance by features", "root mean square difference"),
            entry(
                "likely copies",
                "nearer to a training image than any two of these lie to each other, and less than half as far as to the next one, which no blurred mean of all is"),
            entry(
                "difference by pixels",
                "mean absolute difference of intensities from 0 to 1, in place: an image that was memorised and moved is told by features only")));
  }

  private static Definitions.Entry entry(String term, String value) {
    return new Definitions.Entry(term, value);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
  }
}
