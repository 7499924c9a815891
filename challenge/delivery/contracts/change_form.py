"""The form of a change: every field begins as it stands, and only what was altered counts."""

from types import SimpleNamespace

from wtforms import fields, validators

from challenge import rulepack
from challenge.delivery.contracts.amending import OF_INDICATOR, OF_PARTNER
from challenge.delivery.contracts.forms import needed, why_field
from challenge.delivery.contracts.limits import next_number
from challenge.delivery.contracts.terms import SUMS
from challenge.delivery.states import M, Payer
from challenge.posting.forms.fields import Base, Line, Paragraphs, Wan, Whole
from challenge.states import Comparator

# So many milestones can be added by one change.
ADDED = 2


class _Day(fields.DateField):
    """A day; what is no day has its own sentence."""

    def post_validate(self, form, validation_stopped):
        """One is there."""
        if self.data is None and not validation_stopped:
            self.errors = []
            raise validators.ValidationError("请填写正确的日期，例如 2026-12-01。")


class _NewDay(_Day):
    """The day of a milestone that is added: asked only where there is one."""

    def pre_validate(self, form):
        """Nothing was typed: none is added."""
        if not form.is_meant(int(self.name.removeprefix("due_"))):
            self.errors = []
            raise validators.StopValidation


class _Change(Base):
    """Why, and the fields of what may still change; `parts` are its sections: (title, groups of fields)."""

    why = why_field()
    content: dict
    parts: tuple
    first_new: int

    def changes(self):
        """What was typed, as `amending.amended` takes it."""
        rows = self.content["indicators"]
        removed = [one for one in self._numbers("remove_") if self[f"remove_{one}"].data]
        kept = [one for one in self._numbers("due_") if self.is_meant(one) and one not in removed]
        return {
            "milestones": {number: self._milestone(number) for number in kept},
            "removed": removed,
            "sums": {
                Payer(one.name.removeprefix("sum_")): one.data for one in self if one.name.startswith("sum_")
            },
            "indicators": {row["id"]: self._indicator(row) for row in rows},
            "plan": self._plan(),
            "lines": {at: self[f"line_{at}"].data for at in range(len(_lines(self.content)))},
            "partners": self._partners(),
        }

    def _numbers(self, start):
        return [int(one.name.removeprefix(start)) for one in self if one.name.startswith(start)]

    def _milestone(self, number):
        return {
            "name": self[f"title_{number}"].data,
            "due_on": self[f"due_{number}"].data.isoformat(),
            "deliverable": self[f"deliverable_{number}"].data,
            "judge": self[f"judge_{number}"].data,
        }

    def _indicator(self, row):
        return {name: self[key].data for name in OF_INDICATOR if (key := f"{name}_{row['id']}") in self}

    def _plan(self):
        found = {}
        for one in self:
            if one.name.startswith("fen_"):
                _, number, payer = one.name.split("_")
                if one.data or not self._is_new(int(number)):
                    found[int(number), payer] = one.data
        return found

    def _is_new(self, number):
        return number >= self.first_new

    def is_meant(self, number):
        """A milestone that there is, or a new one of which anything was typed."""
        typed = [self[f"{name}_{number}"].data for name in ("title", "deliverable", "judge")]
        paid = [one.data for one in self if one.name.startswith(f"fen_{number}_")]
        days = self[f"due_{number}"].raw_data or ()
        return not self._is_new(number) or any((*typed, *paid, *days))

    def _partners(self):
        rows = [
            {name: self[f"{name}_{at}"].data or _empty(name) for name in OF_PARTNER}
            for at in range(sum(one.name.startswith("name_") for one in self))
        ]
        return [row for row in rows if row["name"]]

    def opens(self, part):
        """Whether a section begins unfolded: something was typed in it, or is wrong."""
        names = [name for group in part[1] for name in group.names]
        return any(self[one].errors or self.is_altered(one) for one in names)

    def is_altered(self, name):
        """Something else was sent than what stands."""
        return self[name].raw_data is not None and self[name].data != self[name].object_data

    def totals(self):
        """Of each payer what was typed, beside its whole sum: namespaces of 分; `fixed` can no longer change."""
        found, plan = [], self.content["money"]["plan"]
        for payer in _payers(self.content):
            typed = {one.name: one.data or 0 for one in self if _is_sum_of(one.name, payer)}
            fixed = (one for one in plan if one["payer"] == payer)
            rest = sum(
                one["amount_fen"] for one in fixed if f"fen_{one['milestone']}_{payer.value}" not in typed
            )
            whole = self[f"sum_{payer.value}"].data if f"sum_{payer.value}" in self else None
            whole = whole if whole is not None else self.content["money"][SUMS[payer]] or 0
            given = rest + sum(typed.values())
            found.append(
                SimpleNamespace(payer=payer, whole=whole, fixed=rest, given=given, off=given - whole)
            )
        return found

    def blame(self, faults):
        """Put each (field, sentence) where it belongs; whether there was any."""
        found = list(faults)
        for name, sentence in found:
            (self[name].errors if name in self else self.form_errors).append(sentence)
        return bool(found)

    def validate(self, **kwargs):
        """Errors are lists to which more can be added."""
        holds = super().validate(**kwargs)
        for one in self:
            one.errors = list(one.errors)
        return holds


def _is_sum_of(name, payer):
    return name.startswith("fen_") and name.endswith(f"_{payer.value}")


def _empty(name):
    return 0 if name.endswith("percent") else ""


def _lines(content):
    return content["money"]["lines"] or []


def change_form(project, content):
    """The form of everything that may still change of this content, with what stands."""
    groups = {
        "里程碑": _milestones(project, content),
        "增加里程碑": _added(project, content),
        "拨付计划": _money(project, content),
        "预算科目": _budget(content),
        "技术指标": _indicators(content),
        "合作单位": _partners(project, content),
    }
    made = {name: one for group in groups.values() for name, one in group.items()}
    parts = tuple((title, _grouped(group)) for title, group in groups.items() if group)
    facts = {"content": content, "parts": parts, "first_new": next_number(project, content)}
    return type("ChangeForm", (_Change,), made | facts)()


def _grouped(made):
    """The fields of one milestone, indicator or partner together: namespaces of .legend, .names and .is_new."""
    found = {}
    for name, unbound in made.items():
        label = unbound.args[0]
        legend = "各方合计" if name.startswith("sum_") else (label.split("：")[0] if "：" in label else "")
        found.setdefault(legend, []).append((name, unbound))
    return tuple(
        SimpleNamespace(
            legend=legend,
            names=[name for name, _unbound in rows],
            is_new=all(name.startswith(_OF_PARTNERS) and not one.kwargs.get("default") for name, one in rows),
        )
        for legend, rows in found.items()
    )


_OF_PARTNERS = tuple(f"{name}_" for name in OF_PARTNER)


def _open(project):
    return {one.number for one in project.milestones if one.state is M.PLANNED and one.gate is None}


def _milestones(project, content):
    made = {}
    for row in content["milestones"]:
        number, name = row["number"], f"{row['number']}　{row['name']}"
        due = next((one.due_on for one in project.milestones if one.number == number), None)
        if number in _open(project):
            made |= _of_milestone(number, name, row, [needed("请填写名称。")])
            made[f"due_{number}"] = _Day(
                f"{name}：完成日期", [validators.InputRequired("请填写完成日期。")], default=due
            )
            if not rulepack.mode_of(project).gates:
                made[f"remove_{number}"] = fields.BooleanField(f"{name}：取消这个里程碑")
    return made


def _of_milestone(number, name, row, needed=()):
    return {
        f"title_{number}": Line(f"{name}：名称", 80, list(needed), default=row.get("name", "")),
        f"deliverable_{number}": Paragraphs(f"{name}：交付物", 500, default=row.get("deliverable", "")),
        f"judge_{number}": Line(f"{name}：判定方", 80, default=row.get("judge", "")),
    }


def _added(project, content):
    """Room for milestones that are added; one of which nothing is typed is none."""
    made, first = {}, next_number(project, content)
    for number in () if rulepack.mode_of(project).gates else range(first, first + ADDED):
        name = f"新里程碑 {number}"
        made |= _of_milestone(number, name, {})
        made[f"due_{number}"] = _NewDay(f"{name}：完成日期")
        for payer in _payers(content):
            made[f"fen_{number}_{payer.value}"] = Wan(f"{name}：{payer.label}", default=0)
    return made


def _money(project, content):
    plan, payers, made = content["money"]["plan"], _payers(content), {}
    if not rulepack.mode_of(project).gates:
        for payer in payers:
            hint = "双方同意时可以变更；各里程碑之和须等于合计。"
            if payer is Payer.PUBLIC:
                hint = "不能超过定榜时的数额；各里程碑之和须等于合计。"
            whole = content["money"][SUMS[payer]] or 0
            made[f"sum_{payer.value}"] = Wan(f"{payer.label}：合计", default=whole, description=hint)
    for row in content["milestones"]:
        for payer in payers if row["number"] in _open(project) else ():
            sums = (one for one in plan if (one["milestone"], one["payer"]) == (row["number"], payer))
            label = f"{row['number']}　{row['name']}：{payer.label}"
            made[f"fen_{row['number']}_{payer.value}"] = Wan(
                label, default=sum(one["amount_fen"] for one in sums)
            )
    return made


def _payers(content):
    return [one for one in Payer if any(row["payer"] == one for row in content["money"]["plan"])]


def _budget(content):
    return {f"line_{at}": Wan(row["name"], default=row["fen"] or 0) for at, row in enumerate(_lines(content))}


def _indicators(content):
    made = {}
    for row in content["indicators"]:
        is_text, key, name = row["comparator"] == Comparator.QUALITATIVE, row["id"], row["name"]
        is_range = row["comparator"] == Comparator.RANGE
        hint = f"榜单要求 {row['asked']}。" + ("" if is_text else f"填写数值，单位为 {row['unit'] or '无'}。")
        label = f"{name}：约定值" + ("（下限）" if is_range else "")
        made[f"threshold_{key}"] = Line(label, 200, default=row["threshold"], description=hint)
        if is_range:
            made[f"threshold_high_{key}"] = Line(f"{name}：约定值（上限）", 40, default=row["threshold_high"])
        for field, said, most in (
            ("test_method", "测试方法", 200),
            ("test_conditions", "测试条件", 200),
            ("measured_by", "判定人", 80),
        ):
            made[f"{field}_{key}"] = Line(f"{name}：{said}", most, default=row[field])
    return made


def _partners(project, content):
    rows, made = content["parties"]["partners"], {}
    for at in range(max(rulepack.value(project, "consortium_max") - 1, len(rows))):
        row, said = rows[at] if at < len(rows) else {}, f"合作单位 {at + 1}"
        made[f"name_{at}"] = Line(f"{said}：名称", 120, default=row.get("name", ""))
        made[f"credit_code_{at}"] = Line(f"{said}：统一社会信用代码", 18, default=row.get("credit_code", ""))
        made[f"role_{at}"] = Line(f"{said}：分工", 120, default=row.get("role", ""))
        for key, what in (("work_percent", "工作份额（%）"), ("money_percent", "经费份额（%）")):
            made[f"{key}_{at}"] = Whole(f"{said}：{what}", 0, 100, default=row.get(key))
    return made
