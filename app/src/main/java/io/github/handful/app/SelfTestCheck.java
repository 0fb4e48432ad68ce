package io.github.handful.app;

import io.github.handful.app.Diagnosis.Check;
import io.github.handful.torch.NativeException;
import io.github.handful.torch.SelfTest;

/** Whether libtorch loads here and computes right; unpacks it where that has not been done. */
final class SelfTestCheck {
  private static final String NAME = "self-test";

  private SelfTestCheck() {}

  static Check run() {
    try {
      return Check.ok(NAME, SelfTest.run());
    } catch (NativeException e) {
      return Check.problem(NAME, "libtorch does not work here", e.getMessage());
    }
  }
}
