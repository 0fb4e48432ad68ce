package io.github.handful.imaging.dicom;

/** A point or direction in the patient, in millimetres: x to the left, y to the back, z up. */
record Vector3(double x, double y, double z) {
  static Vector3 of(double[] numbers, int from) {
    return new Vector3(numbers[from], numbers[from + 1], numbers[from + 2]);
  }

  Vector3 minus(Vector3 other) {
    return new Vector3(x - other.x, y - other.y, z - other.z);
  }

  Vector3 times(double factor) {
    return new Vector3(x * factor, y * factor, z * factor);
  }

  Vector3 plus(Vector3 other) {
    return new Vector3(x + other.x, y + other.y, z + other.z);
  }

  double dot(Vector3 other) {
    return x * other.x + y * other.y + z * other.z;
  }

  Vector3 cross(Vector3 other) {
    return new Vector3(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }

  double length() {
    return Math.sqrt(dot(this));
  }
}
