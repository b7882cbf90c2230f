"""Reads arrays that a student's program saved, believing nothing about them."""

import io
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, NamedTuple, Tuple

from graders.judge.errors import ExpectationFailed
from graders.protocol.calls import numpy

MAX_ARRAYS = 4096
KINDS = "biuf"  # truth values, whole numbers, floating point
SLACK_BYTES = 1024  # of names and headers for each member of an archive


class Member(NamedTuple):
    """One array of an archive, still as bytes."""

    name: str
    shape: Tuple[int, ...]
    dtype: Any
    data: bytes

    @property
    def numbers(self) -> int:
        """How many numbers."""
        count = 1
        for n in self.shape:
            count *= n
        return count


def refuse(file: str, got: str) -> ExpectationFailed:
    """The failure for a file that is not what was agreed."""
    return ExpectationFailed(f"{file} {got}", kind="file")


def read_arrays(path: Path, max_bytes: int) -> Dict[str, Any]:
    """Every array of an .npz; never pickled, never more than ``max_bytes``."""
    return {
        member.name: numpy.frombuffer(member.data, member.dtype).reshape(member.shape)
        for member in _members(path, max_bytes)
    }


def count_parameters(path: Path, max_bytes: int) -> int:
    """How many numbers an .npz holds."""
    return sum(member.numbers for member in _members(path, max_bytes))


def is_whole(path: Path, max_bytes: int) -> bool:
    """Was it written to its end? Every array is there and keeps its checksum."""
    try:
        return count_parameters(path, max_bytes) >= 0
    except ExpectationFailed:
        return False


def expect_finite(path: Path, max_bytes: int) -> None:
    """Fail where an .npz holds NaN or infinity, naming the array."""
    for name, array in read_arrays(path, max_bytes).items():
        if array.dtype.kind == "f" and not numpy.isfinite(array).all():
            raise ExpectationFailed(
                f"{path.name}: {name!r:.60} holds NaN or infinity",
                expected="finite numbers",
                hint="Look for a division by zero, or a learning rate too high.",
                kind="not_finite",
            )


def _members(path: Path, max_bytes: int) -> Iterator[Member]:
    if not path.is_file():
        raise refuse(path.name, "is missing.")
    try:
        archive = zipfile.ZipFile(str(path))
    except Exception as error:  # a hostile file may raise anything
        raise refuse(path.name, "is not an .npz archive.") from error
    with archive:
        infos = archive.infolist()
        _check_sizes(path, infos, max_bytes)
        for info in infos:
            yield _member(archive, info, path.name)


def _check_sizes(path: Path, infos: Any, max_bytes: int) -> None:
    if len(infos) > MAX_ARRAYS or len({info.filename for info in infos}) != len(infos):
        raise refuse(path.name, "has too many or doubled members.")
    if sum(info.file_size for info in infos) > max_bytes:
        raise refuse(path.name, f"unpacks to more than {max_bytes} bytes.")
    packed = sum(info.compress_size for info in infos)
    if path.stat().st_size - packed > SLACK_BYTES * (len(infos) + 1):
        raise refuse(path.name, "holds bytes beside its arrays.")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> Member:
    if not info.filename.endswith(".npy"):
        raise refuse(file, "holds something that is not an array.")
    try:
        raw = archive.read(info)
        head = io.BytesIO(raw)
        version = numpy.lib.format.read_magic(head)
        reader = getattr(numpy.lib.format, f"read_array_header_{version[0]}_0")
        shape, is_fortran, dtype = reader(head)
    except Exception as error:  # a hostile file may raise anything
        raise refuse(file, "holds something that is not an array.") from error
    if dtype.kind not in KINDS:
        raise refuse(file, f"holds an array of {dtype}; only plain numbers are read.")
    name, data = info.filename[: -len(".npy")], raw[head.tell() :]
    member = Member(name, shape, dtype, data)
    is_whole = member.numbers * dtype.itemsize == len(data)
    if not is_whole or any(n < 0 for n in shape):
        raise refuse(file, "holds an array of another size than it says.")
    return _in_c_order(member) if is_fortran else member


def _in_c_order(member: Member) -> Member:
    array = numpy.frombuffer(member.data, member.dtype).reshape(member.shape, order="F")
    return member._replace(data=array.tobytes())
