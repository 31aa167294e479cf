from enum import StrEnum

class State(StrEnum):
    ARCHIVED = "archived"
    AWAITING_REPORTER = "awaiting_reporter"
    AWAITING_VALIDATION = "awaiting_validation"
    COORDINATING = "coordinating"
    DISPOSITIONED = "dispositioned"
    FOLLOW_UP_REJECTED = "follow_up_rejected"
    IN_PROGRESS = "in_progress"
    MERGED = "merged"
    PLANNED = "planned"
    RECEIVED = "received"
    REFERRED = "referred"
    REJECTED = "rejected"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    UNSOLVED = "unsolved"

    def __str__(self) -> str:
        return str(self.value)
