package io.github.handful.imaging.dicom;

/**
 * Where the value of one attribute lies.
 *
 * @param vr two letters, UN where the file does not say
 * @param length in bytes; of values of undefined length without their end mark
 * @param delimited whether the length was undefined in the file
 */
record Element(int tag, String vr, long offset, long length, boolean delimited) {}
