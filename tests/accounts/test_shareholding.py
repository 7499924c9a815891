"""股东 as text: what is read, what is refused with which sentence."""

import pytest

from accounts.shareholding import read, said


def test_lines_are_read_however_they_are_typed():
    text = "某集团有限公司 60%\n张三，12.5\n\n 李四：7 ％ "
    assert read(text) == [("某集团有限公司", 60.0), ("张三", 12.5), ("李四", 7.0)]
    assert read(said(read(text))) == read(text)
    assert read("") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("某集团", "第 1 行须写名称和比例"),
        ("某集团 60%\n张三 0", "第 2 行的比例须大于 0"),
        ("某集团 101%", "第 1 行的比例须大于 0、不超过 100"),
        ("张三 10%\n张三 20%", "股东“张三”写了两次"),
    ],
)
def test_what_is_wrong_is_said_by_line(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read(text)
