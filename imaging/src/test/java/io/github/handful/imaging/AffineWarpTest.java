package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.AffineWarp.Border;
import org.junit.jupiter.api.Test;

class AffineWarpTest {
  private static final Image ROW = new Image(4, 1, 1, 10, new float[] {1, 2, 3, 4});
  private static final LabelMap SQUARE = new LabelMap(3, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});

  @Test
  void identityCopiesExactly() {
    assertThat(AffineWarp.identity().apply(ROW, 0).samples()).isEqualTo(ROW.samples());
    assertThat(AffineWarp.identity().apply(ROW, Border.MIRROR).samples()).isEqualTo(ROW.samples());
    assertThat(AffineWarp.identity().apply(SQUARE).labels()).isEqualTo(SQUARE.labels());
  }

  @Test
  void translationMovesTheContentToTheRight() {
    AffineWarp warp = AffineWarp.translation(2, 0);
    assertThat(warp.apply(ROW, 9).samples()).containsExactly(9, 9, 1, 2);
    assertThat(warp.apply(ROW, Border.REPLICATE).samples()).containsExactly(1, 1, 1, 2);
    assertThat(warp.apply(ROW, Border.MIRROR).samples()).containsExactly(2, 1, 1, 2);
  }

  @Test
  void mirroringRepeatsWithTwiceThePeriod() {
    assertThat(AffineWarp.translation(5, 0).apply(ROW, Border.MIRROR).samples())
        .containsExactly(4, 4, 3, 2);
    assertThat(AffineWarp.translation(-9, 0).apply(ROW, Border.MIRROR).samples())
        .containsExactly(2, 3, 4, 4);
  }

  @Test
  void halfAPixelMixesNeighboursEqually() {
    assertThat(AffineWarp.translation(0.5, 0).apply(ROW, 0).samples())
        .containsExactly((0 + 1) / 2f, (1 + 2) / 2f, (2 + 3) / 2f, (3 + 4) / 2f);
  }

  @Test
  void flipsMirrorRowsAndColumns() {
    assertThat(AffineWarp.horizontalFlip(3).apply(SQUARE).labels())
        .containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    assertThat(AffineWarp.verticalFlip(3).apply(SQUARE).labels())
        .containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
  }

  @Test
  void aQuarterTurnIsClockwise() {
    assertThat(AffineWarp.rotation(90, 3, 3).apply(SQUARE).labels())
        .containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void scalingEnlargesAboutTheCentre() {
    LabelMap line = new LabelMap(6, 1, new byte[] {0, 0, 1, 2, 0, 0});
    assertThat(AffineWarp.scaling(2, 1, 6, 1).apply(line).labels())
        .containsExactly(0, 1, 1, 2, 2, 0);
  }

  @Test
  void shearLeansVerticalLinesAboutTheCentre() {
    // tan(26.565 degrees) = 1/2: rows at -2, 0, 2 of the centre move by -1, 0, 1.
    double half = Math.toDegrees(Math.atan(0.5));
    byte[] labels = new byte[25];
    for (int y = 0; y < 5; y++) {
      labels[y * 5 + 2] = 1;
    }
    LabelMap sheared = AffineWarp.shear(half, 0, 5, 5).apply(new LabelMap(5, 5, labels));
    assertThat(sheared.at(0, 1)).isEqualTo(1);
    assertThat(sheared.at(2, 2)).isEqualTo(1);
    assertThat(sheared.at(4, 3)).isEqualTo(1);
  }

  @Test
  void thenDoesTheFirstWarpFirst() {
    AffineWarp shiftThenFlip = AffineWarp.translation(1, 0).then(AffineWarp.horizontalFlip(4));
    assertThat(shiftThenFlip.apply(ROW, 0).samples()).containsExactly(3, 2, 1, 0);
    AffineWarp flipThenShift = AffineWarp.horizontalFlip(4).then(AffineWarp.translation(1, 0));
    assertThat(flipThenShift.apply(ROW, 0).samples()).containsExactly(0, 4, 3, 2);
  }

  @Test
  void aWarpAndItsOppositeCancel() {
    AffineWarp there = AffineWarp.rotation(20, 9, 7).then(AffineWarp.scaling(1.5, 0.8, 9, 7));
    AffineWarp back =
        AffineWarp.scaling(1 / 1.5, 1 / 0.8, 9, 7).then(AffineWarp.rotation(-20, 9, 7));
    AffineWarp both = there.then(back);
    for (int input = 0; input < 3; input++) {
      assertThat(both.offset(input)).isCloseTo(0, within(1e-12));
      for (int output = 0; output < 3; output++) {
        assertThat(both.linear(input, output)).isCloseTo(input == output ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void labelsAndImagesMoveAlike() {
    float[] samples = new float[9];
    for (int i = 0; i < 9; i++) {
      samples[i] = SQUARE.labels()[i];
    }
    AffineWarp warp = AffineWarp.translation(-1, 1);
    Image image = warp.apply(new Image(3, 3, 1, 9, samples), Border.REPLICATE);
    LabelMap map = warp.apply(SQUARE, Border.REPLICATE);
    for (int i = 0; i < 9; i++) {
      assertThat(image.samples()[i]).isEqualTo(map.labels()[i]);
    }
    assertThat(map.labels()).containsExactly(2, 3, 3, 2, 3, 3, 5, 6, 6);
  }

  @Test
  void mapsThatCannotBeInvertedAreRefused() {
    assertThatThrownBy(() -> AffineWarp.scaling(0, 1, 3, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AffineWarp.shear(45, 0, 3, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
