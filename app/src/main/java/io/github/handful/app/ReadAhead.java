package io.github.handful.app;

import io.github.handful.imaging.Image;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads images on a thread of its own, a few ahead of the one in use. */
final class ReadAhead implements AutoCloseable {
  private static final int AHEAD = 2;

  private final ExecutorService reader = Executors.newSingleThreadExecutor();
  private final Deque<Future<Image>> reading = new ArrayDeque<>();
  private final Iterator<PredictionInput> rest;

  ReadAhead(List<PredictionInput> inputs) {
    rest = inputs.iterator();
    for (int i = 0; i < AHEAD; i++) {
      readAnother();
    }
  }

  /**
   * The next image in the order of the files.
   *
   * @throws io.github.handful.imaging.DataException if its file cannot be read; the next call gives
   *     the image after it
   */
  Image next() throws InterruptedException {
    Future<Image> image = reading.remove();
    readAnother();
    try {
      return image.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("an image could not be read", e.getCause());
    }
  }

  private void readAnother() {
    if (rest.hasNext()) {
      PredictionInput input = rest.next();
      reading.add(reader.submit(input::read));
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
