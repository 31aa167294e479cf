from enum import StrEnum

class QuestionKind(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    MOMENT = "moment"
    NUMBER = "number"
    PARAGRAPH = "paragraph"
    TEXT = "text"

    def __str__(self) -> str:
        return str(self.value)
