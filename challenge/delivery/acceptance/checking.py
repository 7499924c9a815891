"""An archive as it lies on a disk, held against its own index; nothing is asked of the database."""

import hashlib
import json
import zipfile

from challenge.delivery.acceptance.archiving import INDEX

NO_ARCHIVE = "不是归档包：没有可读的目录 index.json。"


def faults(file):
    """(number of files, sentences of what is wrong) of a zip: a path or a file object."""
    try:
        bundle = zipfile.ZipFile(file)
        listed = {one["path"]: one for one in _index(bundle)["files"]}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return 0, [NO_ARCHIVE]
    found = [
        f"{name}：不在目录中。" for name in bundle.namelist() if name not in listed and not _is_index(name)
    ]
    for path, one in listed.items():
        try:
            with bundle.open(path) as content:
                sha256 = _sha256(content)
        except (KeyError, zipfile.BadZipFile):
            found.append(f"{path}：缺失或者损坏。")
            continue
        if sha256 != one["sha256"]:
            found.append(f"{path}：内容与目录的摘要不一致。")
    return len(listed), found


def lacking(file):
    """Titles of what could not be archived, as the index of a sound archive says."""
    return [one["title"] for one in _index(zipfile.ZipFile(file)).get("missing", ())]


def _sha256(content):
    found = hashlib.sha256()
    while piece := content.read(1 << 20):
        found.update(piece)
    return found.hexdigest()


def _index(bundle):
    return json.loads(bundle.read(INDEX))


def _is_index(name):
    return name in (INDEX, "index.csv", "index.html")
