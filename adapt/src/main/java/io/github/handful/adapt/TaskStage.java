package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import io.github.handful.torch.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The task-specific stage of TT-SFUDA: a student sees a strongly changed copy of a window and
 * learns the label and the features that its teacher, the moving average of the student, has for
 * the window itself.
 */
final class TaskStage implements Stage {
  private final Context context;
  private final Segmenter student;
  private final Segmenter teacher;
  private final WeightAverage average;
  private final Learning learning;

  TaskStage(Context context, Segmenter student) {
    this.context = context;
    this.student = student;
    this.teacher = Copies.of(student, context.compute());
    this.average =
        new WeightAverage(teacher.network(), student.network(), context.settings().averaging());
    this.learning = Learning.all(context, student);
  }

  @Override
  public String name() {
    return "task-specific";
  }

  @Override
  public Map<String, Double> step(int iteration) {
    try (Scope scope = Scope.open()) {
      Tensor weak = context.images().draw(context.seeds(), name(), iteration);
      Tensor strong = Views.strong(weak, context.seeds().random("strong view", iteration));
      Supplier<Segmenter.Outputs> run = () -> context.outputs(teacher, weak);
      Segmenter.Outputs wanted = Autograd.withoutGraph(run);
      Segmenter.Outputs given = context.outputs(student, strong);
      Tensor labels = ClassProbabilities.of(wanted.logits()).labels();
      Tensor segmentation = AdaptationLoss.segmentation(given.logits(), labels);
      Map<String, Double> told = new LinkedHashMap<>();
      told.put("segmentation", Ops.value(segmentation));
      Tensor loss = segmentation;
      if (!given.features().isEmpty()) {
        Tensor consistency = AdaptationLoss.consistency(given.features(), wanted.features());
        told.put("consistency", Ops.value(consistency));
        loss = loss.add(consistency);
      }
      learning.step(loss);
      average.followSteadily();
      return told;
    }
  }

  @Override
  public Map<String, Segmenter> candidates() {
    Map<String, Segmenter> candidates = new LinkedHashMap<>();
    candidates.put("student", student);
    candidates.put("teacher", teacher);
    return candidates;
  }

  @Override
  public void close() {
    learning.close();
    teacher.close();
  }
}
