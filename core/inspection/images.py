"""Inspection of PNG and JPEG: a complete picture of a sensible size, nothing hidden behind the end of a PNG."""

import struct
import zlib

from core.inspection.refusal import RefusedFile, damaged

MAX_PIXELS = 120_000_000
_SCAN = 0xDA
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def check_png(data: bytes) -> None:
    """Walk all chunks with their check sums; raise RefusedFile unless the picture ends where the file ends."""
    position, kind, seen = 8, b"", set()
    while kind != b"IEND":
        if position + 12 > len(data):
            raise damaged()
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data) or (not seen and (kind, length) != (b"IHDR", 13)):
            raise damaged()
        if zlib.crc32(data[position + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise damaged()
        if kind == b"IHDR":
            _check_pixels(*struct.unpack_from(">II", data, position + 8))
        seen.add(kind)
        position = end
    if position != len(data) or b"IDAT" not in seen:
        raise damaged()


def check_jpg(data: bytes) -> None:
    """Walk the segments up to the picture data; raise RefusedFile without a frame, a scan or an end."""
    marker, position, has_frame = 0, 2, False
    while marker != _SCAN:
        marker, position = _next_marker(data, position)
        length = 0 if marker in _STANDALONE else _segment_length(data, position)
        if marker in _FRAMES:
            _check_frame(data, position, length)
            has_frame = True
        position += length
    if not has_frame or data.find(b"\xff\xd9", position) < 0:
        raise damaged()


def _segment_length(data: bytes, position: int) -> int:
    length = int.from_bytes(data[position : position + 2])
    if length < 2 or position + length > len(data):
        raise damaged()
    return length


def _check_frame(data: bytes, position: int, length: int) -> None:
    if length < 8:
        raise damaged()
    _check_pixels(*struct.unpack_from(">HH", data, position + 3))


def _next_marker(data: bytes, position: int) -> tuple[int, int]:
    if data[position : position + 1] != b"\xff":
        raise damaged()
    while data[position : position + 1] == b"\xff":
        position += 1
    if position >= len(data) or data[position] in (0x00, 0xD8, 0xD9):
        raise damaged()
    return data[position], position + 1


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise damaged()
    if width * height > MAX_PIXELS:
        raise RefusedFile("图片的像素过多，请缩小后再上传。")
