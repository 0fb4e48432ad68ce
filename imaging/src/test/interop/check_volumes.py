"""Compares what this project reads and writes with nibabel, ITK and teem (see README.md)."""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

import nibabel
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
MODULE = HERE.parents[2]
VOLUMES = (".nii", ".nii.gz", ".hdr", ".mha", ".mhd", ".nrrd", ".nhdr")
WRITTEN = (".nii.gz", ".nii", ".mha", ".nrrd")
UNU = shutil.which("unu") or shutil.which("teem-unu")
TO_RAS = np.diag([-1, -1, 1, 1])


def volumes(paths):
    for path in map(pathlib.Path, paths):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (str(f) for f in files if f.name.endswith(VOLUMES))


def rewritten(out, files):
    command = ["java", "-Xmx2g", "-cp", str(MODULE / "target/classes"), str(HERE / "Rewrite.java")]
    lines = subprocess.run(
        command + [str(out)] + files, check=True, capture_output=True, text=True
    ).stdout
    return [json.loads(line) for line in lines.splitlines()]


def affine(found):
    return np.vstack([np.array(found["affine"]).reshape(3, 4), [0, 0, 0, 1]])


def weighted(data, channels):
    """The sum that Rewrite.java and read_volumes.mjs form: x runs fastest, in double precision."""
    flat = data.reshape((-1, channels), order="F").astype(np.float32).astype(np.float64)
    return float((flat.sum(axis=1) * (np.arange(len(flat)) % 251 + 1)).sum())


def differences(name, found, size, matrix, total, tolerance):
    if list(size) != found["size"]:
        yield f"{name}: size {list(size)} instead of {found['size']}"
        return
    scale = np.abs(affine(found)).max()
    off = np.abs(matrix - affine(found)).max()
    if off > tolerance * max(1, scale):
        yield f"{name}: affine off by {off}"
    if abs(total - found["sum"]) > 1e-6 * max(1, abs(found["sum"])):
        yield f"{name}: voxels sum to {total} instead of {found['sum']}"


def with_nibabel(name, found):
    image = nibabel.load(name)
    channels = found["channels"]
    if image.get_data_dtype().names:
        data = np.stack([image.dataobj[..., ][c] for c in image.get_data_dtype().names], axis=-1)
    else:
        data = np.asanyarray(image.dataobj)
    size = (data.shape + (1, 1, 1))[:3]
    placed = image.header["sform_code"] > 0 or image.header["qform_code"] > 0
    # Without either code nibabel follows Analyze, and this project the NIfTI standard.
    matrix = TO_RAS @ image.affine if placed else affine(found)
    yield from differences(
        f"nibabel {name}", found, size, matrix, weighted(data, channels), 1e-5
    )
    if image.header["sform_code"] > 0 and pathlib.Path(name).parent.name == "written":
        off = np.abs(image.get_qform() - image.get_sform()).max()
        if off > 1e-3:
            yield f"nibabel {name}: sform and qform differ by {off}"


def with_itk(folder, names):
    try:
        import SimpleITK
    except ImportError:
        if not folder:
            return {}
        command = ["node", str(HERE / "read_volumes.mjs"), folder] + names
        run = subprocess.run(command, capture_output=True, text=True)
        lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        return {line["file"]: line for line in lines}
    found = {}
    for name in names:
        try:
            image = SimpleITK.ReadImage(name)
        except RuntimeError as error:
            found[name] = {"refused": str(error)}
            continue
        data = SimpleITK.GetArrayFromImage(image)
        channels = image.GetNumberOfComponentsPerPixel()
        found[name] = {
            "size": image.GetSize(),
            "spacing": image.GetSpacing(),
            "origin": image.GetOrigin(),
            "direction": image.GetDirection(),
            "sum": weighted(data.reshape(-1, channels), channels),
        }
    return found


def itk_differences(name, seen, found):
    if "refused" in seen:
        yield f"ITK {name}: refused ({seen['refused']})"
        return
    n = len(seen["size"])
    if n == 4:
        # ITK keeps a last axis of one frame.
        seen = dict(seen, size=list(seen["size"])[:3])
    matrix = np.eye(4)
    direction = np.array(seen["direction"], dtype=float).reshape(n, n)
    k = min(n, 3)
    matrix[:k, :k] = (direction @ np.diag(seen["spacing"]))[:k, :k]
    matrix[:k, 3] = seen["origin"][:k]
    yield from differences(f"ITK {name}", found, seen["size"], matrix, seen["sum"], 1e-5)


def with_teem(name, found):
    head = subprocess.run([UNU, "head", name], capture_output=True, text=True)
    if head.returncode != 0:
        yield f"teem {name}: refused ({head.stderr.strip()})"
        return
    subprocess.run([UNU, "save", "-f", "nrrd", "-e", "raw", "-i", name, "-o", name + ".raw.nrrd"],
                   check=True)
    content = pathlib.Path(name + ".raw.nrrd").read_bytes()
    header, data = content.split(b"\n\n", 1)
    fields = dict(line.split(": ", 1) for line in header.decode().splitlines() if ": " in line)
    kind = {"float": "<f4", "uchar": "u1", "unsigned char": "u1"}[fields["type"]]
    values = np.frombuffer(data, dtype=kind).reshape(-1, found["channels"])
    total = float((values.astype(float).sum(axis=1) * (np.arange(len(values)) % 251 + 1)).sum())
    if abs(total - found["sum"]) > 1e-6 * max(1, abs(found["sum"])):
        yield f"teem {name}: voxels sum to {total} instead of {found['sum']}"
    pathlib.Path(name + ".raw.nrrd").unlink()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--itk", help="folder with node_modules/@itk-wasm/image-io")
    options = parser.parse_args()
    out = pathlib.Path(options.out) / "written"
    faults = []
    checks = {"nibabel": 0, "ITK": 0, "teem": 0}
    found = rewritten(out, list(volumes(options.paths)))
    for volume in found:
        if "refused" in volume:
            print("refused:", volume["refused"])
    found = [volume for volume in found if "refused" not in volume]
    names = {}
    for volume in found:
        stems = [f"{volume['number']}"] + [f"{volume['number']}_labels"] * volume["labels"]
        names[volume["file"]] = volume
        names.update({str(out / (s + e)): volume for s in stems for e in WRITTEN})
    for name, volume in names.items():
        if name.endswith((".nii", ".nii.gz", ".hdr")):
            faults += with_nibabel(name, volume)
            checks["nibabel"] += 1
        if name.endswith(".nrrd") and UNU and "written" in name:
            faults += with_teem(name, volume)
            checks["teem"] += 1
    for name, seen in with_itk(options.itk, list(names)).items():
        faults += itk_differences(name, seen, names[name])
        checks["ITK"] += 1
    for fault in faults:
        print("FAULT", fault)
    print(f"{len(found)} volumes, files read by " + ", ".join(f"{k}: {v}" for k, v in checks.items())
          + f"; {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
