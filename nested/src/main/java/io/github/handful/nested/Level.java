package io.github.handful.nested;

import io.github.handful.torch.ParameterSet;

/** The variables that one level of a nested problem optimises. */
public record Level(String name, ParameterSet variables) {}
