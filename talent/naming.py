"""What the log calls profiles of experts and imports."""

import sqlalchemy as sa

from core import looks
from core.naming import affair
from talent.integrity.models import IntegrityCase
from talent.models import ImportRun, Profile

affair("profile", "专家档案", sa.select(Profile.id, Profile.name))
affair("import_run", "专家导入", sa.select(ImportRun.id, ImportRun.filename))
affair("talent", "专家库")
affair("integrity_case", "诚信案件", sa.select(IntegrityCase.id, IntegrityCase.code))
looks.kind("pool", "人才库名单")


def register(app):
    """The names register themselves when this module is imported."""
