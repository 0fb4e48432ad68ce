#!/bin/sh
# Compares what handful reads from DICOM, and writes as DICOM segmentation, with GDCM, DCMTK,
# dicom3tools and pydicom. Not part of the build: it needs Debian's packages
#   dcmtk libgdcm-tools dicom3tools python3-pydicom python3-gdcm python3-numpy
# and a compiled project (mvn compile).
#
#   imaging/src/test/interop/check_dicom.sh DATA      DATA: folder with ct_series, misc, dcmqi_small
set -eu
data=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn -q -o -f "$root/pom.xml" -pl imaging dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -DincludeScope=runtime > /dev/null
export CLASSPATH="$root/imaging/target/classes:$(cat "$work/classpath")"

# The series is compressed; GDCM unpacks it, and the names no longer tell the order.
mkdir "$work/raw" "$work/out"
/usr/bin/python3 "$here/check_dicom.py" unpack "$data/ct_series" "$work/raw"

echo "== reading"
java "$here/DumpSeries.java" "$work/out" "$work/raw" "$data/dcmqi_small/mf.dcm" \
  "$data"/dcmqi_small/IMG0001.dcm "$data"/misc/* "$data"/highdicom/ct_image.dcm \
  "$data"/highdicom/dx_image.dcm > "$work/out/list.txt"
/usr/bin/python3 "$here/check_dicom.py" read "$work/out"

echo "== writing"
for series in "$work/raw" "$data/dcmqi_small/mf.dcm" "$data/misc/MR_small.dcm" \
    "$data/highdicom/dx_image.dcm"; do
  seg="$work/out/$(basename "$series").seg"
  java "$here/WriteSegmentation.java" "$series" "$seg"
  dciodvfy "$seg" 2>&1 | grep -v '^Warning' || true
  if dciodvfy "$seg" 2>&1 | grep '^Error'; then exit 1; fi
  dcmdump -q "$seg" > /dev/null
  gdcminfo "$seg" > /dev/null
  /usr/bin/python3 "$here/check_dicom.py" write "$series" "$seg"
done
echo "all agree"
