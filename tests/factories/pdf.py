"""PDFs as small as they get: pages of text, and whatever a test hides in them."""

import zlib

LINES = 48


def pdf_of(*pages, catalog=b"", packed=True):
    """The bytes of a PDF with one page for each text; ``catalog`` gets more keys."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        objects += [_page(5 + 2 * number), _content(text, packed=packed)]
    return _file(objects)


def _page(content):
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % content
    )


def _content(text, *, packed):
    lines = [line.encode("latin-1", "replace") for line in text.split("\n")]
    shown = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines)
    stream = b"BT /F1 11 Tf 14 TL 50 790 Td\n" + shown + b"ET"
    if not packed:
        return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    stream = zlib.compress(stream, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(stream)
    return b"%s\nstream\n%s\nendstream" % (head, stream)


def _escaped(line):
    for char in (b"\\", b"(", b")"):
        line = line.replace(char, b"\\" + char)
    return line


def _file(objects):
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        whole
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\n" % size
        + b"startxref\n%d\n%%%%EOF\n" % len(whole)
    )
