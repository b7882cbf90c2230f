"""From a file's bytes to its text, or the sentence why not."""

from .findings import UnreadableError

FILE_KIB = 256
LINE_CHARS = 4_000
MAGICS = {
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\x7fELF": "a program",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


def read_text(data: bytes, name: str, *, most_kib: int = FILE_KIB) -> str:
    """The text of a file, with plain line ends; the size is looked at first."""
    if len(data) > most_kib * 1024:
        got = f"{len(data) / 1024:.0f} KiB; at most {most_kib} KiB are read"
        hint = "Hand in what you wrote, and nothing that a program made."
        raise UnreadableError(f"{name} has {got}.", hint)
    for magic, what in MAGICS.items():
        if data.startswith(magic):
            raise UnreadableError(
                f"{name} is {what}, not plain text.",
                "Hand in the files themselves, saved as UTF-8.",
            )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            f"{name}, line {line}: this is not UTF-8 text.",
            "Save the file as UTF-8 in your editor.",
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), 1):
        _expect_plain(line_text, name, number)
    return text


def _expect_plain(line: str, name: str, number: int) -> None:
    if len(line) > LINE_CHARS:
        raise UnreadableError(
            f"{name}, line {number}: longer than {LINE_CHARS} characters.",
            "Break the line.",
        )
    odd = next((c for c in line if ord(c) < 32 and c != "\t"), "")
    if odd:
        raise UnreadableError(
            f"{name}, line {number}: there is a control character (code {ord(odd)}).",
            "Type the line anew.",
        )
