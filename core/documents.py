"""Documents as PDF: a typst template of templates/documents and data in, bytes out, within bounded time.

The typesetting runs in a process of its own (this file as a program): it can be stopped, and what goes wrong in it
stays there. It reads nothing outside the folder of the templates, fetches nothing, and gets the data as text, which
never becomes markup.
"""

import datetime as dt
import json
import subprocess
import sys
import threading
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "documents"
LONGEST = 20  # seconds; a page takes less than one
MEMORY = 2 << 30  # bytes of address space; the fonts are mapped
AT_ONCE = threading.BoundedSemaphore(2)
BUSY = "正在生成的文件较多，请稍后再试。"
FAILED = "PDF 暂时不能生成。请打印网页，或稍后再试；内容以网页和电子文件为准。"
# The first family of each that the machine has is used; the last one comes with the product.
CHINESE = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "SimSun",
    "Songti SC",
)


class NotMade(Exception):
    """The document could not be made; carries a Chinese sentence for the reader."""


def pdf(template: str, data: dict, *, at: dt.datetime, longest: float = LONGEST) -> bytes:
    """The PDF of `template` (file name without suffix) with `data` (JSON values), dated `at`.

    The same template, data, date and fonts give the same bytes. Raises NotMade after `longest` seconds, on any
    fault of the template, or when too many are being made.
    """
    order = {"folder": str(FOLDER), "template": template, "data": json.dumps(data), "at": int(at.timestamp())}
    if not AT_ONCE.acquire(timeout=longest):
        raise NotMade(BUSY)
    try:
        done = subprocess.run(  # noqa: S603  our own file, no shell; the data goes through standard input
            [sys.executable, "-I", __file__],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=longest,
            env={},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NotMade(FAILED) from error
    finally:
        AT_ONCE.release()
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NotMade(FAILED) from RuntimeError(done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout


def _typeset(order: dict) -> bytes:
    import typst

    folder = Path(order["folder"])
    fonts = typst.Fonts(font_paths=[str(folder / "fonts")])
    has_chinese = not set(CHINESE).isdisjoint(fonts.families())
    compiler = typst.Compiler(
        root=str(folder),
        font_paths=fonts,
        package_path=str(folder / "none"),
        package_cache_path=str(folder / "none"),
        sys_inputs={"data": order["data"], "has_chinese": "yes" if has_chinese else "no"},
    )
    source = str(folder / f"{order['template']}.typ")
    made = compiler.compile(source, format="pdf", timestamp=order["at"], pdf_standards=["a-2b"])
    return made if isinstance(made, bytes) else b""  # several files only where pictures were asked for


def _main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(_typeset(json.load(sys.stdin)))


if __name__ == "__main__":
    _main()
