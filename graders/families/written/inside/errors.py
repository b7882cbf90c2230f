"""The one way in which what was handed in cannot be read."""


class UnreadableError(Exception):
    """The student's move: a sentence, and what to do."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
