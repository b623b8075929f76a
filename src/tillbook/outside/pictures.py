"""Pictures from strangers, made anew.

The problem: a file that calls itself a picture may be a web page, hold the place where it was taken, or unfold to
more memory than there is. The choice: its first bytes say what it is (PNG, JPEG or WebP, nothing else is tried), its
size is bounded before it is unfolded, and what is kept is painted anew as WebP without anything but its pixels.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import ClassVar, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from tillbook.core.errors import Refusal

BYTES_MAX: Final = 10_000_000
PIXELS_MAX: Final = 25_000_000
SIDE_MAX: Final = 512
QUALITY: Final = 80
FORMATS: Final = ("PNG", "JPEG", "WEBP")


class PictureRefused(Refusal):
    """No picture that can be kept; the message says which can."""

    code: ClassVar[str] = "picture_refused"


class PictureTooLarge(Refusal):
    """More bytes or pixels than are read."""

    code: ClassVar[str] = "too_large"


def as_webp(data: bytes) -> bytes:
    """The picture as WebP, at most `SIDE_MAX` pixels wide and high, turned as it was taken, without other data.

    Raises:
        PictureRefused, PictureTooLarge
    """
    if len(data) > BYTES_MAX:
        raise PictureTooLarge(f"A picture has at most {BYTES_MAX // 1_000_000} MB; send a smaller one.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    raise _too_many_pixels()
                opened.draft("RGB", (2 * SIDE_MAX, 2 * SIDE_MAX))
                turned = ImageOps.exif_transpose(opened)
                alpha = turned.has_transparency_data
                painted = turned.convert("RGBA" if alpha else "RGB")
        painted.thumbnail((SIDE_MAX, SIDE_MAX))
        painted.info.clear()
        written = BytesIO()
        painted.save(written, "WEBP", quality=QUALITY, method=4)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ArithmeticError, MemoryError):
        raise PictureRefused("This is no picture in PNG, JPEG or WebP that can be read; send one of these.") from None
    return written.getvalue()


def _too_many_pixels() -> PictureTooLarge:
    return PictureTooLarge(f"A picture has at most {PIXELS_MAX // 1_000_000} million pixels; send a smaller one.")
