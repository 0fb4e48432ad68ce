package io.github.handful.app;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs so many child processes at once; those that still run end when it closes. */
final class ChildPool implements AutoCloseable {
  private final ExecutorService workers;
  private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();

  ChildPool(int jobs) {
    this.workers = Executors.newFixedThreadPool(jobs);
  }

  /**
   * Begins a work, which calls {@link #run}, as soon as a job is free; first come, first served.
   */
  <T> Future<T> submit(Callable<T> work) {
    return workers.submit(work);
  }

  /** Runs a verb in a process of its own and waits for its end. */
  ChildProcess.Outcome run(List<String> arguments, Consumer<String> lines)
      throws IOException, InterruptedException {
    try (ChildProcess child = ChildProcess.start(arguments)) {
      running.add(child);
      if (workers.isShutdown()) {
        child.close();
      }
      ChildProcess.Outcome outcome = child.await(lines);
      running.remove(child);
      return outcome;
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    running.forEach(ChildProcess::close);
  }
}
