package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.genseg.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTest {
  private static Cell varied(String... settings) {
    return new Cell(9, "genseg", Optional.of("swin-unet"), Optional.empty(), List.of(settings), 2);
  }

  @Test
  void foldersOfPlainCellsAreThoseOfOlderComparisons() {
    assertThat(new Cell(9, "genseg", 2).folder()).isEqualTo("labelled-9/genseg/seed-2");
  }

  @Test
  void foldersTellVariationsApartAndSuitEveryFileSystem() {
    assertThat(varied("genseg.gamma=0.3").folder())
        .isEqualTo("labelled-9/genseg+swin-unet+genseg.gamma=0.3/seed-2");
    String brackets = varied("genseg.masks.operators=[PAD]").folder();
    String braces = varied("genseg.masks.operators={PAD}").folder();
    assertThat(brackets).isNotEqualTo(braces).matches("[A-Za-z0-9.=+_/-]+");
    assertThat(varied("x".repeat(300)).folder()).hasSizeLessThan(130);
  }

  @Test
  void optionsSayAllThatIsNotThePlans() {
    assertThat(varied("genseg.gamma=0.3", "genseg.rate=1e-5").options())
        .containsExactly(
            "--labelled=9",
            "--method=genseg",
            "--seed=2",
            "--segmenter=swin-unet",
            "--set=genseg.gamma=0.3",
            "--set=genseg.rate=1e-5");
  }

  @Test
  void generatorIsInTheFolderTheOptionsAndTheName() {
    Cell cell = new Cell(9, "joint", Optional.empty(), Optional.of("spade"), List.of(), 2);
    assertThat(cell.folder()).isEqualTo("labelled-9/joint+spade/seed-2");
    assertThat(cell.options()).contains("--generator=spade");
    assertThat(cell.arm()).isEqualTo("joint (spade)");
    assertThat(cell.arm(Optional.of("unet"), Optional.of("pix2pix")))
        .isEqualTo("joint (unet, spade)");
  }

  @Test
  void valuesOfAFieldAreVariationsOfTheirOwnAndListsStayWhole() {
    assertThat(PlanSetting.variations("genseg.masks.operators=[PAD, SHEAR],[]"))
        .containsExactly(
            List.of(new PlanSetting("genseg.masks.operators", "[PAD, SHEAR]")),
            List.of(new PlanSetting("genseg.masks.operators", "[]")));
    assertThat(PlanSetting.variations("genseg.gamma=0.3;generator.search=NONE"))
        .containsExactly(
            List.of(
                new PlanSetting("genseg.gamma", "0.3"),
                new PlanSetting("generator.search", "NONE")));
  }

  @ParameterizedTest
  @CsvSource({
    "genseg.gamma=1, true, true, false",
    "genseg.hypergradientPaths=DIRECT, true, false, false",
    "generator.search=NONE, true, true, false",
    "training.batch=2, true, true, true"
  })
  void settingsConcernTheMethodsThatReadThem(
      String text, boolean genseg, boolean separate, boolean plain) {
    PlanSetting setting = PlanSetting.parse(text);
    assertThat(
            List.of(
                setting.concerns(Method.GENSEG),
                setting.concerns(Method.SEPARATE),
                setting.concerns(Method.PLAIN)))
        .containsExactly(genseg, separate, plain);
  }

  @ParameterizedTest
  @CsvSource({"genseg.gamma", "=3", "genseg.gamma=", "'genseg.gamma=0.3,,1'"})
  void whatIsNoSettingIsRefused(String text) {
    assertThatThrownBy(() -> PlanSetting.variations(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FIELD=VALUE");
  }
}
