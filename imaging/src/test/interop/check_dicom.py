"""Compares what handful read or wrote with pydicom and GDCM; see check_dicom.sh."""

import hashlib
import os
import sys

import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import convert_color_space, apply_color_lut


def frames(dataset):
    """Frames x rows x columns x channels of one file, in the unit of the file."""
    pixels = dataset.pixel_array
    photometric = dataset.PhotometricInterpretation
    if photometric == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, dataset)
    elif photometric.startswith("YBR"):
        pixels = convert_color_space(pixels, photometric, "RGB")
    if photometric == "MONOCHROME1":
        pixels = 2 ** dataset.BitsStored - 1 - pixels.astype(np.float64)
    if dataset.get("NumberOfFrames", 1) in (None, 1):
        pixels = pixels[None]
    if pixels.ndim == 3:
        pixels = pixels[..., None]
    slope = float(dataset.get("RescaleSlope", 1) or 1)
    intercept = float(dataset.get("RescaleIntercept", 0) or 0)
    if "SharedFunctionalGroupsSequence" in dataset:
        shared = dataset.SharedFunctionalGroupsSequence[0]
        if "PixelValueTransformationSequence" in shared:
            slope = float(shared.PixelValueTransformationSequence[0].RescaleSlope)
            intercept = float(shared.PixelValueTransformationSequence[0].RescaleIntercept)
    return pixels.astype(np.float64) * slope + intercept


def unpack(source, target):
    """Decompresses a series with GDCM and names its files by hash, so not in their order."""
    for name in os.listdir(source):
        dataset = pydicom.dcmread(os.path.join(source, name))
        dataset.decompress("gdcm")
        identifier = dataset.file_meta.MediaStorageSOPInstanceUID
        dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID
        dataset.SOPInstanceUID = identifier
        name = hashlib.md5(identifier.encode()).hexdigest()[:8]
        dataset.save_as(os.path.join(target, name))


def read(folder):
    failures = compared = refused = 0
    for line in open(os.path.join(folder, "list.txt")):
        number, what, path, *rest = line.rstrip("\n").split("\t")
        if what != "read":
            refused += 1
            continue
        width, height, depth, channels = map(int, rest[0].split())
        ours = np.fromfile(os.path.join(folder, number + ".raw"), "<f4")
        ours = ours.reshape(channels, depth, height, width).transpose(1, 2, 3, 0)
        if os.path.isdir(path):
            files = [pydicom.dcmread(os.path.join(path, f)) for f in os.listdir(path)]
            files.sort(key=lambda d: float(d.ImagePositionPatient[2]))
            theirs = np.concatenate([frames(d) for d in files])
            gap = files[1].ImagePositionPatient[2] - files[0].ImagePositionPatient[2]
            spacing = [files[0].PixelSpacing[1], files[0].PixelSpacing[0], gap]
            origin = list(files[0].ImagePositionPatient)
            expected = "%s %s" % ([float(v) for v in spacing], [float(v) for v in origin])
            if not rest[1].startswith(expected):
                failures += 1
                print("geometry differs", rest[1], expected)
            else:
                print("series: %d slices in the same order and place" % len(files))
        else:
            theirs = frames(pydicom.dcmread(path, force=True))
        compared += 1
        if theirs.shape != ours.shape:
            failures += 1
            print("shape differs", path, theirs.shape, ours.shape)
            continue
        difference = np.abs(theirs.astype(np.float32) - ours)
        lossy = "jpeg" in path.lower() or "dcmtk_+" in path or "ybr" in path
        # JPEG decoders and colour conversions may round differently.
        if difference.max() > (3 if lossy else 0):
            failures += 1
            print("voxels differ", path, difference.max(), difference.mean())
    print("%d files compared, %d left out, %d failures" % (compared, refused, failures))
    return failures


def write(series, path):
    segmentation = pydicom.dcmread(path)
    if os.path.isdir(series):
        sources = [pydicom.dcmread(os.path.join(series, f)) for f in os.listdir(series)]
    else:
        sources = [pydicom.dcmread(series)]
    if "ImagePositionPatient" in sources[0]:
        sources.sort(key=lambda d: float(d.ImagePositionPatient[2]))
    depth = max(len(sources), int(sources[0].get("NumberOfFrames", 1) or 1))
    rows, columns = segmentation.Rows, segmentation.Columns
    labels = np.zeros((depth, rows, columns), np.uint8)
    pixels = segmentation.pixel_array.reshape(-1, rows, columns)
    identifiers = [str(d.SOPInstanceUID) for d in sources]
    for frame, item in zip(pixels, segmentation.PerFrameFunctionalGroupsSequence):
        image = item.DerivationImageSequence[0].SourceImageSequence[0]
        slice_ = identifiers.index(str(image.ReferencedSOPInstanceUID))
        if "ReferencedFrameNumber" in image:
            slice_ = int(image.ReferencedFrameNumber) - 1
        elif "PlanePositionSequence" in item:
            ours = item.PlanePositionSequence[0].ImagePositionPatient
            assert list(ours) == list(sources[slice_].ImagePositionPatient)
        number = item.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        labels[slice_][frame > 0] = number
    expected = np.fromfile(path + ".raw", np.uint8).reshape(labels.shape)
    same = np.array_equal(labels, expected)
    names = [str(s.SegmentLabel) for s in segmentation.SegmentSequence]
    print(os.path.basename(path), labels.shape, names, "same" if same else "DIFFERS")
    return not same


if __name__ == "__main__":
    check = {"unpack": unpack, "read": read, "write": write}[sys.argv[1]]
    sys.exit(1 if check(*sys.argv[2:]) else 0)
