""" Contains all the data models used in inputs/outputs """

from .area import Area
from .areas import Areas
from .attempt import Attempt
from .categories import Categories
from .category import Category
from .category_names import CategoryNames
from .change_page import ChangePage
from .change_webhook_webhook_changes import ChangeWebhookWebhookChanges
from .change_webhook_webhook_changes_state_type_0 import ChangeWebhookWebhookChangesStateType0
from .changed import Changed
from .create_report_files_body import CreateReportFilesBody
from .create_report_json_new_report import CreateReportJsonNewReport
from .create_report_json_new_report_details_type_0 import CreateReportJsonNewReportDetailsType0
from .create_report_json_new_report_location import CreateReportJsonNewReportLocation
from .create_report_json_new_report_reporter import CreateReportJsonNewReportReporter
from .create_report_json_new_report_visibility_type_0 import CreateReportJsonNewReportVisibilityType0
from .create_webhook_new_webhook import CreateWebhookNewWebhook
from .deliveries import Deliveries
from .delivery import Delivery
from .delivery_state import DeliveryState
from .done import Done
from .due import Due
from .event import Event
from .event_page import EventPage
from .events import Events
from .field_problem import FieldProblem
from .figure import Figure
from .figures import Figures
from .get_breakdown_by import GetBreakdownBy
from .get_series_step import GetSeriesStep
from .indicator import Indicator
from .indicator_good_type_0 import IndicatorGoodType0
from .indicator_unit import IndicatorUnit
from .indicators import Indicators
from .list_tasks_view import ListTasksView
from .list_webhook_deliveries_state_type_0 import ListWebhookDeliveriesStateType0
from .list_work_due_type_0 import ListWorkDueType0
from .list_work_sort import ListWorkSort
from .list_work_view import ListWorkView
from .media import Media
from .named import Named
from .new_secret import NewSecret
from .new_secret_state import NewSecretState
from .new_secret_why import NewSecretWhy
from .own import Own
from .own_add_own_text import OwnAddOwnText
from .own_answer_own_text import OwnAnswerOwnText
from .own_appeal_own_text import OwnAppealOwnText
from .own_dispute_own_text import OwnDisputeOwnText
from .own_events_item import OwnEventsItem
from .own_may_item import OwnMayItem
from .own_origin import OwnOrigin
from .own_rate_own_rating import OwnRateOwnRating
from .part_number import PartNumber
from .parts import Parts
from .photo import Photo
from .photo_shows import PhotoShows
from .photos import Photos
from .point import Point
from .pointers import Pointers
from .problem import Problem
from .problem_changes_type_0_item import ProblemChangesType0Item
from .problem_task_type_0 import ProblemTaskType0
from .public_event import PublicEvent
from .question import Question
from .question_kind import QuestionKind
from .receipt import Receipt
from .receipt_visibility import ReceiptVisibility
from .replay_webhook_replay import ReplayWebhookReplay
from .replayed import Replayed
from .report import Report
from .report_origin import ReportOrigin
from .report_page import ReportPage
from .report_row import ReportRow
from .report_row_origin import ReportRowOrigin
from .rotate_webhook_secret_rotation import RotateWebhookSecretRotation
from .send_media_body import SendMediaBody
from .series import Series
from .series_point import SeriesPoint
from .size import Size
from .size_name import SizeName
from .sized_photo import SizedPhoto
from .sized_photo_shows import SizedPhotoShows
from .sort import Sort
from .state import State
from .task_accept_accept import TaskAcceptAccept
from .task_answer_answer_task import TaskAnswerAnswerTask
from .task_decline_decline import TaskDeclineDecline
from .task_decline_decline_reason import TaskDeclineDeclineReason
from .task_done import TaskDone
from .task_hand_back_decline import TaskHandBackDecline
from .task_hand_back_decline_reason import TaskHandBackDeclineReason
from .task_page import TaskPage
from .task_row import TaskRow
from .task_state import TaskState
from .tested import Tested
from .tested_state import TestedState
from .told import Told
from .unit import Unit
from .unit_names import UnitNames
from .units import Units
from .wanted import Wanted
from .wanted_changes import WantedChanges
from .wanted_deliveries import WantedDeliveries
from .wanted_deliveries_state_type_0 import WantedDeliveriesStateType0
from .wanted_events import WantedEvents
from .wanted_figures import WantedFigures
from .wanted_parts import WantedParts
from .wanted_parts_by import WantedPartsBy
from .wanted_series import WantedSeries
from .wanted_series_step import WantedSeriesStep
from .wanted_tasks import WantedTasks
from .wanted_tasks_view import WantedTasksView
from .wanted_work import WantedWork
from .wanted_work_due_type_0 import WantedWorkDueType0
from .wanted_work_sort import WantedWorkSort
from .wanted_work_view import WantedWorkView
from .webhook import Webhook
from .webhook_state import WebhookState
from .webhook_why import WebhookWhy
from .webhooks import Webhooks
from .work_ask_ask import WorkAskAsk
from .work_claim_done_claim_done import WorkClaimDoneClaimDone
from .work_event import WorkEvent
from .work_extend_extend import WorkExtendExtend
from .work_give_up_give_up import WorkGiveUpGiveUp
from .work_give_up_give_up_reason import WorkGiveUpGiveUpReason
from .work_hand_back_hand_back import WorkHandBackHandBack
from .work_note_note import WorkNoteNote
from .work_page import WorkPage
from .work_photo import WorkPhoto
from .work_refer_refer import WorkReferRefer
from .work_reject_reject import WorkRejectReject
from .work_reject_reject_reason import WorkRejectRejectReason
from .work_report import WorkReport
from .work_report_details_item import WorkReportDetailsItem
from .work_report_visibility import WorkReportVisibility
from .work_row import WorkRow
from .work_start_start import WorkStartStart
from .work_task import WorkTask

__all__ = (
    "Area",
    "Areas",
    "Attempt",
    "Categories",
    "Category",
    "CategoryNames",
    "Changed",
    "ChangePage",
    "ChangeWebhookWebhookChanges",
    "ChangeWebhookWebhookChangesStateType0",
    "CreateReportFilesBody",
    "CreateReportJsonNewReport",
    "CreateReportJsonNewReportDetailsType0",
    "CreateReportJsonNewReportLocation",
    "CreateReportJsonNewReportReporter",
    "CreateReportJsonNewReportVisibilityType0",
    "CreateWebhookNewWebhook",
    "Deliveries",
    "Delivery",
    "DeliveryState",
    "Done",
    "Due",
    "Event",
    "EventPage",
    "Events",
    "FieldProblem",
    "Figure",
    "Figures",
    "GetBreakdownBy",
    "GetSeriesStep",
    "Indicator",
    "IndicatorGoodType0",
    "Indicators",
    "IndicatorUnit",
    "ListTasksView",
    "ListWebhookDeliveriesStateType0",
    "ListWorkDueType0",
    "ListWorkSort",
    "ListWorkView",
    "Media",
    "Named",
    "NewSecret",
    "NewSecretState",
    "NewSecretWhy",
    "Own",
    "OwnAddOwnText",
    "OwnAnswerOwnText",
    "OwnAppealOwnText",
    "OwnDisputeOwnText",
    "OwnEventsItem",
    "OwnMayItem",
    "OwnOrigin",
    "OwnRateOwnRating",
    "PartNumber",
    "Parts",
    "Photo",
    "Photos",
    "PhotoShows",
    "Point",
    "Pointers",
    "Problem",
    "ProblemChangesType0Item",
    "ProblemTaskType0",
    "PublicEvent",
    "Question",
    "QuestionKind",
    "Receipt",
    "ReceiptVisibility",
    "Replayed",
    "ReplayWebhookReplay",
    "Report",
    "ReportOrigin",
    "ReportPage",
    "ReportRow",
    "ReportRowOrigin",
    "RotateWebhookSecretRotation",
    "SendMediaBody",
    "Series",
    "SeriesPoint",
    "Size",
    "SizedPhoto",
    "SizedPhotoShows",
    "SizeName",
    "Sort",
    "State",
    "TaskAcceptAccept",
    "TaskAnswerAnswerTask",
    "TaskDeclineDecline",
    "TaskDeclineDeclineReason",
    "TaskDone",
    "TaskHandBackDecline",
    "TaskHandBackDeclineReason",
    "TaskPage",
    "TaskRow",
    "TaskState",
    "Tested",
    "TestedState",
    "Told",
    "Unit",
    "UnitNames",
    "Units",
    "Wanted",
    "WantedChanges",
    "WantedDeliveries",
    "WantedDeliveriesStateType0",
    "WantedEvents",
    "WantedFigures",
    "WantedParts",
    "WantedPartsBy",
    "WantedSeries",
    "WantedSeriesStep",
    "WantedTasks",
    "WantedTasksView",
    "WantedWork",
    "WantedWorkDueType0",
    "WantedWorkSort",
    "WantedWorkView",
    "Webhook",
    "Webhooks",
    "WebhookState",
    "WebhookWhy",
    "WorkAskAsk",
    "WorkClaimDoneClaimDone",
    "WorkEvent",
    "WorkExtendExtend",
    "WorkGiveUpGiveUp",
    "WorkGiveUpGiveUpReason",
    "WorkHandBackHandBack",
    "WorkNoteNote",
    "WorkPage",
    "WorkPhoto",
    "WorkReferRefer",
    "WorkRejectReject",
    "WorkRejectRejectReason",
    "WorkReport",
    "WorkReportDetailsItem",
    "WorkReportVisibility",
    "WorkRow",
    "WorkStartStart",
    "WorkTask",
)
