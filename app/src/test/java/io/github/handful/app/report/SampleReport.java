package io.github.handful.app.report;

import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Footer;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.Table.Column;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A report with invented numbers and every part a report can have, for the tests and the eye. */
final class SampleReport {
  private static final int SIDE = 96;
  private static final int ITERATIONS = 1200;

  private final Random random = new Random(1);

  /** Writes the page to the file that the first argument names. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), ReportPage.render(new SampleReport().content()));
  }

  ReportContent content() {
    return new ReportContent(
        "Skin lesions from 40 labelled images",
        "Run isic-40 · GenSeg with U-Net · invented numbers",
        "The segmenter was trained on 40 labelled images and on pairs generated from their masks. "
            + "9 validation images tuned the generator's architecture and chose the checkpoint; "
            + "the 60 test images touched nothing.",
        List.of(
            new Headline("Test Dice", "0.842", "60 images, 95 % interval 0.81 to 0.87"),
            new Headline("Test IoU", "0.751", "interval 0.72 to 0.78"),
            new Headline("Gain over augmentation", "+0.046", "same images, same updates, 3 seeds"),
            new Headline("Time", "14 min", "1200 iterations, 2 threads, no GPU")),
        List.of(
            new Note(
                Note.Level.WARNING,
                "Two training masks are empty (ISIC_0017.png, ISIC_0031.png); they were used as "
                    + "images without a lesion."),
            new Note(
                Note.Level.REMARK, "Masks were read as 0/255: white is the lesion, black is not.")),
        charts(),
        List.of(generated(), overlays()),
        List.of(arms(), cases()),
        definitions(),
        new Footer(
            "0.1.0",
            "12 March 2026, 14:05",
            "handful train isic --out isic-40 --budget 15m --seed 1"));
  }

  private List<Chart> charts() {
    Axis iteration = Axis.linear("iteration");
    double[] x = IntStream.rangeClosed(1, ITERATIONS).asDoubleStream().toArray();
    double[] few = IntStream.rangeClosed(1, 12).mapToDouble(i -> i * 100).toArray();
    double[] dice = curve(few, i -> 0.84 - 0.6 * Math.exp(-i / 250), 0.01);
    return List.of(
        new LineChart(
            "Segmentation loss",
            "Dice plus cross-entropy per step; the full line is a moving average.",
            iteration,
            Axis.log("loss"),
            List.of(
                series("real pairs", x, i -> 0.08 + 0.9 * Math.exp(-i / 200), 0.2),
                series("generated pairs", x, i -> 0.15 + 0.85 * Math.exp(-i / 300), 0.2)),
            List.of()),
        new LineChart(
            "Validation Dice",
            "On 9 images that train no weight.",
            iteration,
            Axis.linear("Dice", 0, 1),
            List.of(new LineChart.Series("Dice", few, dice, false)),
            List.of(new LineChart.Marker("best validation, iteration 1000", 1000))),
        new LineChart(
            "Adversarial losses",
            "",
            iteration,
            Axis.linear("loss"),
            List.of(
                series("generator", x, i -> 1.1 + 0.2 * Math.sin(i / 150), 0.2),
                series("discriminator", x, i -> 0.6 - 0.1 * Math.sin(i / 150), 0.2)),
            List.of()),
        new LineChart(
            "L1 distance of generated images",
            "Lower is closer to the real image of the same mask.",
            iteration,
            Axis.linear("mean absolute difference"),
            List.of(series("L1", x, i -> 0.05 + 0.3 * Math.exp(-i / 180), 0.1)),
            List.of()),
        new LineChart(
            "Learning rates",
            "",
            iteration,
            Axis.log("learning rate"),
            List.of(
                plain("segmenter", x, i -> 1e-4 * Math.pow(1 - i / 1201, 0.9)),
                plain("architecture", x, i -> 1e-5 + 9e-5 * Math.exp(-i / 80)),
                plain("generator", x, i -> 2e-4),
                plain("discriminator", x, i -> 1.2e-4)),
            List.of(new LineChart.Marker("architecture begins", 300))),
        new StackedAreaChart(
            "Mixture weights of the generator's cells",
            "Share of each operation over the iterations; a cell that settles has found its "
                + "operation.",
            iteration,
            List.of("conv 3×3", "conv 5×5", "conv 7×7", "dilated 3×3"),
            IntStream.range(1, 9).mapToObj(this::cell).toList()));
  }

  private LineChart.Series series(String name, double[] x, DoubleUnaryOperator mean, double noise) {
    return new LineChart.Series(name, x, curve(x, mean, noise), true);
  }

  private static LineChart.Series plain(String name, double[] x, DoubleUnaryOperator value) {
    return new LineChart.Series(name, x, Arrays.stream(x).map(value).toArray(), false);
  }

  private double[] curve(double[] x, DoubleUnaryOperator mean, double noise) {
    return Arrays.stream(x)
        .map(i -> mean.applyAsDouble(i) * (1 + noise * random.nextGaussian()))
        .map(Math::abs)
        .toArray();
  }

  private StackedAreaChart.Panel cell(int number) {
    double[] x = IntStream.rangeClosed(0, 24).mapToDouble(i -> i * 50).toArray();
    double[] drift = random.doubles(4, -1.5, 1.5).toArray();
    double[][] shares = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double t = x[i] / ITERATIONS;
      double[] raw = Arrays.stream(drift).map(d -> Math.exp(d * t * 2)).toArray();
      double sum = Arrays.stream(raw).sum();
      shares[i] = Arrays.stream(raw).map(r -> r / sum).toArray();
    }
    return new StackedAreaChart.Panel("cell " + number, x, shares);
  }

  private Gallery generated() {
    return new Gallery(
        "Generated pairs",
        "From left to right: an augmented mask, the image generated from it, and the real image "
            + "of the mask before augmentation.",
        List.of(),
        List.of("mask", "generated", "real"),
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    new Gallery.Row(
                        String.format(Locale.ROOT, "ISIC_%04d", 12 + 7 * i),
                        "",
                        List.of(image(i, 0), image(i, 1), image(i, 2))))
            .toList());
  }

  private Gallery overlays() {
    return new Gallery(
        "Test cases, from worst to best",
        "",
        List.of(new Gallery.Swatch("lesion", 0xe69f00), new Gallery.Swatch("vessel", 0x009e73)),
        List.of("image", "truth", "prediction", "difference"),
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Gallery.Row(
                        String.format(Locale.ROOT, "ISIC_%04d", 503 + 11 * i),
                        String.format(Locale.ROOT, "Dice %.3f", 0.61 + 0.09 * i),
                        List.of(image(i, 2), image(i, 0), image(i, 0), image(i, 1))))
            .toList());
  }

  /** A lesion as its mask (kind 0), blurred (1) or with texture (2). */
  private byte[] image(int seed, int kind) {
    Random noise = new Random(10L * seed + kind);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    double radius = 18 + 4 * seed % 15;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double angle = Math.atan2(y - 46, x - 50);
        double edge = radius * (1 + 0.15 * Math.sin(3 * angle + seed));
        double depth = (edge - Math.hypot(x - 50, 1.2 * (y - 46))) / (kind == 1 ? 6 : 3);
        double inside = kind == 0 ? (depth > 0 ? 1 : 0) : 1 / (1 + Math.exp(-depth));
        double grain = kind == 0 ? 0 : 10 * noise.nextGaussian();
        image.setRGB(x, y, kind == 0 ? (inside > 0 ? 0xFFFFFF : 0) : skin(inside, grain));
      }
    }
    try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int skin(double inside, double grain) {
    int red = level(225 - 110 * inside + grain);
    int green = level(180 - 115 * inside + grain);
    int blue = level(160 - 110 * inside + grain);
    return red << 16 | green << 8 | blue;
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  private static Table arms() {
    return new Table(
        "What helped here",
        "All arms saw the same labelled images and made the same number of updates.",
        List.of(
            Column.text("Arm"),
            Column.number("Seed 1"),
            Column.number("Seed 2"),
            Column.number("Seed 3"),
            Column.number("Mean Dice")),
        List.of(
            List.of("plain", "0.741", "0.752", "0.738", "0.744"),
            List.of("augment", "0.795", "0.801", "0.792", "0.796"),
            List.of("separate", "0.810", "0.798", "0.815", "0.808"),
            List.of("genseg", "0.842", "0.839", "0.845", "0.842")),
        List.of(),
        false);
  }

  private Table cases() {
    List<List<String>> rows =
        IntStream.range(0, 60)
            .mapToObj(
                i -> {
                  double dice = Math.min(0.97, 0.84 + 0.07 * random.nextGaussian());
                  return List.of(
                      String.format(Locale.ROOT, "ISIC_%04d", 500 + i),
                      String.format(Locale.ROOT, "%.3f", dice),
                      String.format(Locale.ROOT, "%.3f", dice / (2 - dice)),
                      String.format(Locale.ROOT, "%.1f", 30 * (1 - dice)),
                      i % 17 == 3 ? "two parts in the prediction, one in the truth" : "");
                })
            .toList();
    return new Table(
        "Test cases",
        "Dice and IoU between 0 and 1; HD95 is the 95th percentile of the surface distance.",
        List.of(
            Column.text("Case"),
            Column.number("Dice"),
            Column.number("IoU"),
            Column.number("HD95 (px)"),
            Column.text("Remark")),
        rows,
        List.of(
            List.of("mean", "0.842", "0.751", "4.7", ""),
            List.of("standard deviation", "0.071", "0.089", "2.1", "")),
        true);
  }

  private static List<Definitions> definitions() {
    return List.of(
        new Definitions(
            "Data",
            List.of(
                new Definitions.Entry("Folder", "isic"),
                new Definitions.Entry("Images", "109, RGB, 600 × 450 to 4288 × 2848"),
                new Definitions.Entry("Split", "40 train, 9 validation, 60 test (split.csv)"),
                new Definitions.Entry("Classes", "background, lesion"),
                new Definitions.Entry(
                    "Fingerprint",
                    "sha256 3f6c0d9be1a24c4f0a1c8c6a52d7c0aef5b9a7718d6f4c2e90ab13cd5577e0aa"))),
        new Definitions(
            "Configuration",
            List.of(
                new Definitions.Entry("Network", "U-Net, width 32, 4 levels, 7.8 M parameters"),
                new Definitions.Entry("Generator", "searched U-Net, 16 cells"),
                new Definitions.Entry("Patch", "256 × 256, batch 4"),
                new Definitions.Entry("Optimiser", "RMSprop, learning rate 1e-4"),
                new Definitions.Entry("Seed, threads", "1, 2"))));
  }
}
