"""The refusal of an upload, with the sentence that the user reads."""


class RefusedFile(ValueError):
    """The file is not accepted; `sentence` says why and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def damaged() -> RefusedFile:
    """Return the refusal of a file that cannot be read to its end."""
    return RefusedFile("文件已损坏或不完整，请重新导出后再上传。")
