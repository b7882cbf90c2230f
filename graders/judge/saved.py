"""Reads arrays that a student's program saved, believing nothing about them."""

import io
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Dict, Tuple, cast

from graders.judge.errors import ExpectationFailed
from graders.protocol.calls import numpy

MAX_ARRAYS = 4096
KINDS = "biuf"  # truth values, whole numbers, floating point


def refuse(file: str, got: str) -> ExpectationFailed:
    """The failure for a file that is not what was agreed."""
    return ExpectationFailed(f"{file} {got}", kind="file")


def read_arrays(path: Path, max_bytes: int) -> Dict[str, Any]:
    """Every array of an .npz; never pickled, never more than ``max_bytes``."""
    arrays = {}
    with _open(path) as archive:
        for name, (shape, dtype) in _headers(archive, path.name, max_bytes).items():
            with archive.open(name) as member:
                try:
                    array = numpy.lib.format.read_array(
                        cast(BinaryIO, member), allow_pickle=False
                    )
                except (ValueError, OSError, zipfile.BadZipFile) as error:
                    raise refuse(path.name, "is damaged.") from error
            if array.shape != shape or array.dtype != dtype:
                raise refuse(path.name, "is damaged.")
            arrays[name[: -len(".npy")]] = array
    return arrays


def count_parameters(path: Path, max_bytes: int) -> int:
    """How many numbers an .npz holds, from its headers and sizes alone."""
    with _open(path) as archive:
        headers = _headers(archive, path.name, max_bytes)
    return sum(_count(shape) for shape, _ in headers.values())


def _open(path: Path) -> zipfile.ZipFile:
    if not path.is_file():
        raise refuse(path.name, "is missing.")
    try:
        return zipfile.ZipFile(str(path))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise refuse(path.name, "is not an .npz archive.") from error


def _headers(
    archive: zipfile.ZipFile, file: str, max_bytes: int
) -> Dict[str, Tuple[Tuple[int, ...], Any]]:
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_ARRAYS or len(names) != len(members):
        raise refuse(file, "has too many or doubled members.")
    if sum(member.file_size for member in members) > max_bytes:
        raise refuse(file, f"unpacks to more than {max_bytes} bytes.")
    return {member.filename: _header(archive, member, file) for member in members}


def _header(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str
) -> Tuple[Tuple[int, ...], Any]:
    if not member.filename.endswith(".npy"):
        raise refuse(file, "holds something that is not an array.")
    try:
        with archive.open(member) as opened:
            head = io.BytesIO(opened.read(2**14))
        version = numpy.lib.format.read_magic(head)
        reader = getattr(numpy.lib.format, f"read_array_header_{version[0]}_0")
        shape, _, dtype = reader(head)
    except (
        ValueError,
        OSError,
        AttributeError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise refuse(file, "holds something that is not an array.") from error
    if dtype.kind not in KINDS:
        raise refuse(file, f"holds an array of {dtype}; only plain numbers are read.")
    if _count(shape) * dtype.itemsize > member.file_size:
        raise refuse(file, "is damaged.")
    return shape, dtype


def _count(shape: Tuple[int, ...]) -> int:
    count = 1
    for n in shape:
        count *= n
    return count
