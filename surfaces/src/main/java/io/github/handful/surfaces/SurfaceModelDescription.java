package io.github.handful.surfaces;

import java.util.Map;
import java.util.Optional;

/**
 * What stands beside the weights of a surface model.
 *
 * @param format version of the model folder's layout
 * @param task always {@link #TASK}: tells these models from others
 * @param handful version of the program that wrote it
 * @param limits in pixels of the training scans
 * @param pixelSize of the training scans, where known
 * @param training what the model learnt from, for people
 */
public record SurfaceModelDescription(
    int format,
    String task,
    String handful,
    SurfaceMethod method,
    SurfaceNetworkSpec network,
    SurfaceLimits limits,
    Optional<PixelSize> pixelSize,
    Map<String, Object> training) {
  public static final int FORMAT = 1;
  public static final String TASK = "surfaces";
}
