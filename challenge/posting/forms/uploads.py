"""Files that come with a form: inspected before anything is stored; what is wrong stands at the field."""

from flask import request

from challenge.posting.forms.fields import Base
from core import inspection


def sent_files(field):
    """Pairs of what the inspection found and the bytes of all files chosen in `field`; None when one was refused."""
    found = []
    for sent in request.files.getlist(field.name):
        if not sent.filename:
            continue
        data = sent.read()
        try:
            found.append((inspection.inspect(sent.filename, data), data))
        except inspection.RefusedFile as refused:
            field.errors = [f"{sent.filename[:60]}：{refused}"]
            return None
    return found


def sent_file(field):
    """The same for a field of one file: a pair, or None without a file or with a sentence at the field."""
    found = sent_files(field)
    return found[0] if found else None


class WithFiles(Base):
    """A form with a field `files`."""

    def uploads(self):
        """As `sent_files`."""
        return sent_files(self.files)
