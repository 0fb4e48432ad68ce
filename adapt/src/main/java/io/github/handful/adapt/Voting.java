package io.github.handful.adapt;

import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/**
 * How the predictions for an image and its changed copies become one pseudo-label (TT-SFUDA, target
 * specific stage). Both ways replace background by the likeliest other class where that class is
 * nearly likely enough and the entropy is high in the image itself and in its copies.
 */
public enum Voting {
  /** As in the released code: the class is that of the image itself, copies give entropy only. */
  RELEASED {
    @Override
    Verdict basis(ClassProbabilities image, List<ClassProbabilities> copies) {
      return new Verdict(image.labels(), image.planes());
    }
  },
  /** As in the paper: the copies vote on the class; of equal votes the image's own decides. */
  MEMBERS {
    @Override
    Verdict basis(ClassProbabilities image, List<ClassProbabilities> copies) {
      Tensor own = image.oneHot();
      Tensor votes = Ops.times(own, 1 + TIE);
      Tensor sum = image.planes();
      for (ClassProbabilities copy : copies) {
        votes = votes.add(copy.oneHot());
        sum = sum.add(copy.planes());
      }
      Tensor labels = Ops.toFloat(Ops.argmax(votes, 1)).unsqueeze(1);
      return new Verdict(labels, Ops.times(sum, 1.0 / (copies.size() + 1)));
    }
  };

  private static final double TIE = 0.5;
  private static final double OWN_ENTROPY = 0.75;
  private static final double UNCERTAIN = 0.5;
  private static final double LEAST_PROBABILITY = 0.3;
  private static final double SURE = 0.5;

  /** A copy whose mean entropy is not above this has collapsed and has no say. */
  private static final double COLLAPSED = 1e-4;

  /** Labels 1×1×… before the promotion, and the probabilities 1×K×… that it looks at. */
  record Verdict(Tensor labels, Tensor probabilities) {}

  /**
   * A pseudo-label, 1×1×… with the classes in float32.
   *
   * @param promoted 1 where background was replaced because of uncertainty
   */
  record PseudoLabel(Tensor labels, Tensor promoted) {
    double promotedShare() {
      return Ops.value(promoted.mean());
    }
  }

  abstract Verdict basis(ClassProbabilities image, List<ClassProbabilities> copies);

  /** The pseudo-label by members M×K×…, of which the first is the image itself. */
  PseudoLabel label(ClassProbabilities members) {
    ClassProbabilities image = members.image(0);
    List<ClassProbabilities> copies = new ArrayList<>();
    for (int m = 1; m < members.images(); m++) {
      ClassProbabilities copy = members.image(m);
      if (Ops.value(copy.entropy().mean()) > COLLAPSED) {
        copies.add(copy);
      }
    }
    Verdict verdict = basis(image, copies);
    return promote(verdict, uncertainty(image, copies));
  }

  /** Of pixels that are background, those as likely as uncertain take their likeliest class. */
  static PseudoLabel promote(Verdict verdict, Tensor uncertainty) {
    Tensor probabilities = verdict.probabilities();
    Tensor others = probabilities.narrow(1, 1, probabilities.size(1) - 1);
    Tensor greatest = others.amax(new long[] {1}, true);
    Tensor likeliest = Ops.plus(Ops.toFloat(Ops.argmax(others, 1)).unsqueeze(1), 1);
    Tensor background = Ops.oneMinus(Ops.above(verdict.labels(), 0));
    Tensor promoted =
        background
            .mul(Ops.above(uncertainty, UNCERTAIN))
            .mul(Ops.above(greatest, LEAST_PROBABILITY))
            .mul(Ops.oneMinus(Ops.above(greatest, SURE)));
    return new PseudoLabel(verdict.labels().add(promoted.mul(likeliest)), promoted);
  }

  /** The entropies of the image and of its copies, each from 0 to 1 over the image, weighted. */
  static Tensor uncertainty(ClassProbabilities image, List<ClassProbabilities> copies) {
    Tensor own = stretched(image.entropy());
    if (copies.isEmpty()) {
      return own;
    }
    Tensor sum = copies.get(0).entropy();
    for (ClassProbabilities copy : copies.subList(1, copies.size())) {
      sum = sum.add(copy.entropy());
    }
    Tensor theirs = stretched(Ops.times(sum, 1.0 / copies.size()));
    return Ops.times(own, OWN_ENTROPY).add(Ops.times(theirs, 1 - OWN_ENTROPY));
  }

  /** From 0 at the least value to 1 at the greatest; 0 everywhere if all are alike. */
  private static Tensor stretched(Tensor x) {
    double least = Ops.value(x.min());
    double range = Ops.value(x.max()) - least;
    return range > 0 ? Ops.times(Ops.plus(x, -least), 1 / range) : Ops.zerosLike(x);
  }

  /** The name on the command line and in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
