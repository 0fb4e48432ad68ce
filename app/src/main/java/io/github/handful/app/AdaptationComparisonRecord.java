package io.github.handful.app;

import io.github.handful.imaging.DataException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code adaptation.json} of a comparison holds: all that its adaptations have in common.
 *
 * @param model folder of the source model
 * @param modelFingerprint SHA-256 of its weights
 * @param images a few words on the unlabelled images
 * @param imagesFingerprint SHA-256 over their files
 * @param scored the images with masks that score and do nothing else
 * @param iterations updates of each adaptation
 * @param device as it was asked for
 * @param precision as it was asked for
 */
record AdaptationComparisonRecord(
    String handful,
    String created,
    String model,
    String modelFingerprint,
    String images,
    String imagesFingerprint,
    ScoredSet scored,
    int iterations,
    String device,
    String precision,
    int threads) {

  /**
   * Makes sure that this is what a comparison was begun with.
   *
   * @throws DataException that names the first thing that differs
   */
  void requireSame(AdaptationComparisonRecord before, Object folder) {
    Map<String, Object> then = before.terms();
    terms()
        .forEach(
            (term, now) -> {
              if (!now.equals(then.get(term))) {
                throw new DataException(
                    "the comparison in %s was begun with another %s (%s, now %s); leave it as it was or name a new folder"
                        .formatted(folder, term, then.get(term), now));
              }
            });
  }

  private Map<String, Object> terms() {
    Map<String, Object> terms = new LinkedHashMap<>();
    terms.put("source model", model);
    terms.put("content of the source model", modelFingerprint);
    terms.put("choice of unlabelled images", images);
    terms.put("content of the unlabelled images", imagesFingerprint);
    terms.put("set to score on", scored);
    terms.put("number of updates", iterations);
    terms.put("device", device);
    terms.put("precision", precision);
    return terms;
  }
}
