"""Tables of the heart. The names in `identity` are not re-exported: only intake, notify and retention may import them."""

from tanggap.reports.models import identity as _vault  # noqa: F401  so that Django knows the tables
from tanggap.reports.models.batch import Batch, BatchItem
from tanggap.reports.models.capture import Capture, DeviceKey, Sent
from tanggap.reports.models.event import Event, Move
from tanggap.reports.models.forgotten import Forgotten
from tanggap.reports.models.handover import Handover
from tanggap.reports.models.moderation import Flag, Moderation
from tanggap.reports.models.photo import Photo
from tanggap.reports.models.public_words import PublicWords
from tanggap.reports.models.report import Report, Support
from tanggap.reports.models.search import SearchText
from tanggap.reports.models.task import Instruction, Task, TaskLink
from tanggap.reports.models.view import SavedView
from tanggap.reports.models.watch import Presence, Watch

__all__ = [
    "Batch",
    "BatchItem",
    "Capture",
    "DeviceKey",
    "Event",
    "Flag",
    "Forgotten",
    "Handover",
    "Instruction",
    "Moderation",
    "Move",
    "Photo",
    "Presence",
    "PublicWords",
    "Report",
    "SavedView",
    "SearchText",
    "Sent",
    "Support",
    "Task",
    "TaskLink",
    "Watch",
]
