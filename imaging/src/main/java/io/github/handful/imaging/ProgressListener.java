package io.github.handful.imaging;

/** Hears how far a longer job has come; called from the thread that started the job. */
@FunctionalInterface
public interface ProgressListener {
  /** {@code done} of {@code total} steps are finished. */
  void progressed(int done, int total);
}
