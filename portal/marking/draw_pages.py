"""Draws pages of a PDF; whoever parses it can do nothing but send pixels.

Run as a script by portal.submissions.limited. It becomes two: the one that opens the
PDF gives up every system call but those that compute and write to one pipe, for a
crafted PDF may well take it over; the other never sees the PDF, and makes the pictures.
"""

import codecs
import ctypes
import json
import os
import platform
import signal
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]

WIDTH = 1100  # pixels of a page
MOST_PIXELS = 4_000_000
LONGEST_SIDE = 4000
FINE, PASSWORD, BROKEN, UNLOCKED = range(4)
PROBLEMS = {FINE: "", PASSWORD: "password", BROKEN: "broken", UNLOCKED: "unlocked"}
INK = 0x60  # of what covers a name

# What is left to the one that opens the PDF, by machine: no file, process or socket.
ARCHITECTURES = {
    "x86_64": (
        0xC000003E,
        # read write close fstat lseek mmap mprotect munmap brk sigaction sigprocmask
        # sigreturn sched_yield mremap madvise getpid exit gettimeofday sigaltstack
        # gettid futex clock_gettime exit_group getrandom
        *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 39, 60, 96, 131),
        *(186, 202, 228, 231, 318),
    ),
    "aarch64": (
        0xC00000B7,
        *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 124, 216, 233, 172),
        *(93, 169, 132, 178, 98, 113, 94, 278),
    ),
}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # refuse: "not permitted"
SET_DEATH_SIGNAL, SET_NO_NEW_PRIVS, SET_SECCOMP = 1, 38, 22


def lock() -> bool:
    """Give up all but the calls above, for good; return whether that took hold."""
    known = ARCHITECTURES.get(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    if known is None or libc.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    architecture, *calls = known
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]
    steps.append((LOAD, 0, 0, 0))
    left = range(len(calls), 0, -1)
    steps += [(EQUAL, n, 0, call) for n, call in zip(left, calls, strict=True)]
    steps += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(code)
    program = struct.pack("HP", len(steps), ctypes.addressof(held))
    if libc.prctl(SET_SECCOMP, 2, ctypes.create_string_buffer(program), 0, 0):
        return False
    try:
        os.close(os.open("/dev/null", os.O_RDONLY))
    except PermissionError:
        return True
    return False


def draw(asked: dict[str, Any], pipe: int) -> None:
    """Send how many pages there are, then those asked for, as pixels."""
    content = Path(asked["pdf"]).read_bytes()
    ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    codecs.lookup("utf-16-le")  # nothing can be imported later; searching needs it
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    if not lock():
        return send(pipe, struct.pack("<II", UNLOCKED, 0))
    try:
        document = pdfium.PdfDocument(content)
        count = len(document)
    except pdfium.PdfiumError as error:
        code = PASSWORD if "assword" in str(error) else BROKEN
        return send(pipe, struct.pack("<II", code, 0))
    send(pipe, struct.pack("<II", FINE if count else BROKEN, count))
    first = asked["first"]
    for number in range(first, min(first + asked["most"], count + 1)):
        page = drawn(document, number, asked["names"])
        send(pipe, struct.pack("<III", number, *page[:2]) + page[2])
    return None


def drawn(document: Any, number: int, names: list[str]) -> tuple[int, int, bytes]:
    """Return a page's width, height and pixels; white where it cannot be drawn."""
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(
        WIDTH / max(width, 1.0),
        (MOST_PIXELS / max(width * height, 1.0)) ** 0.5,
        (LONGEST_SIDE - 1) / max(width, height, 1.0),
    )
    bitmap = page.render(scale=scale, rev_byteorder=True)
    row = bitmap.width * 3
    raw = bytes(bitmap.buffer)
    rows = [raw[n * bitmap.stride :][:row] for n in range(bitmap.height)]
    pixels = bytearray(b"".join(rows))
    for box in boxes(page, bitmap, names):
        cover(pixels, bitmap.width, bitmap.height, box)
    return bitmap.width, bitmap.height, bytes(pixels)


def boxes(page: Any, bitmap: Any, names: list[str]) -> list[tuple[int, int, int, int]]:
    """Return where names stand in the text of a page, in pixels."""
    found = []
    text, place = page.get_textpage(), bitmap.get_posconv(page)
    for name in names:
        search = text.search(name, match_case=False, match_whole_word=True)
        while hit := search.get_next():
            for n in range(text.count_rects(*hit)):
                left, bottom, right, top = text.get_rect(n)
                (a, b), (c, d) = (
                    place.to_bitmap(left, bottom),
                    place.to_bitmap(right, top),
                )
                found.append((min(a, c), min(b, d), max(a, c), max(b, d)))
    return found


def cover(
    pixels: bytearray, width: int, height: int, box: tuple[int, int, int, int]
) -> None:
    left, right = max(0, box[0] - 2), min(width, box[2] + 3)
    for y in range(max(0, box[1] - 2), min(height, box[3] + 3)):
        at = (y * width + left) * 3
        pixels[at : at + max(0, right - left) * 3] = bytes([INK]) * (
            max(0, right - left) * 3
        )


def send(pipe: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(pipe, view) :]


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Return a picture of plain RGB rows."""
    row = width * 3
    rows = b"".join(b"\0" + pixels[n * row : (n + 1) * row] for n in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def keep(source: Any) -> None:
    """Make pictures of what comes, believing nothing; each page is told at once."""
    head = source.read(8)
    code, count = struct.unpack("<II", head) if len(head) == 8 else (BROKEN, 0)
    said: dict[str, Any] = {
        "pages": min(count, 100_000),
        "drawn": [],
        "problem": PROBLEMS.get(code, "broken"),
    }
    write(said)
    while len(frame := source.read(12)) == 12:
        number, width, height = struct.unpack("<III", frame)
        sides = min(width, height) >= 1 and max(width, height) <= LONGEST_SIDE
        size = width * height * 3
        if not sides or size > 3.2 * MOST_PIXELS or len(said["drawn"]) >= 100:
            return
        pixels = source.read(size)
        if len(pixels) != size:
            return
        Path(f"page-{number}.png").write_bytes(png(width, height, pixels))
        said["drawn"].append({"number": number, "width": width, "height": height})
        write(said)


def write(said: dict[str, Any]) -> None:
    part = Path("answer.part")
    part.write_text(json.dumps(said))
    part.replace("answer.json")


def main() -> None:
    asked = json.loads(Path("request.json").read_text())
    out, into = os.pipe()
    if os.fork() == 0:
        os.close(out)
        code = 1
        try:
            draw(asked, into)
            code = 0
        finally:
            os._exit(code)
    os.close(into)
    with os.fdopen(out, "rb") as source:
        keep(source)
    sys.exit(0)


if __name__ == "__main__":
    main()
