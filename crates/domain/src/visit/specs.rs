//! The commands about visits as people see them, and their code lists (F9, rules 5.16).
//! Must never know: what a command does.

use crate::{
    command::{Field, Kind, Spec, may, must},
    kernel::Role::{self, OfficeHead, OfficeWorker},
};

/// 走访方式 (rules 5.16).
pub const WAYS: &[(&str, &str)] =
    &[("home", "上门"), ("office", "来所"), ("phone", "电话"), ("video", "视频")];
/// What came of it.
pub const RESULTS: &[(&str, &str)] =
    &[("met", "见到本人"), ("family", "见到家属"), ("absent", "不在家"), ("declined", "不愿受访")];
/// What he needs.
pub const NEEDS: &[(&str, &str)] = &[
    ("work", "找工作"),
    ("training", "学技能"),
    ("relief", "临时救助"),
    ("housing", "住处"),
    ("identity", "身份证、户口、医保"),
    ("health", "看病"),
    ("school", "孩子上学"),
    ("legal", "法律"),
    ("other", "其他"),
];
/// Lawful reasons for which a visit is moved, or a call stands in for the first visit.
pub const REASONS: &[(&str, &str)] = &[
    ("hospital", "住院或生病"),
    ("away", "外出务工，约定电话联系"),
    ("custody", "被羁押"),
    ("bereavement", "家中丧事"),
    ("wish", "本人意愿"),
    ("other", "其他"),
];
/// What became of a need.
pub const OUTCOMES: &[(&str, &str)] = &[
    ("done", "已解决"),
    ("referred", "已转介有关部门"),
    ("unable", "暂时办不到"),
    ("withdrawn", "本人不需要了"),
];

const OFFICE: &[Role] = &[OfficeWorker, OfficeHead];

const ON: Field = must("on", "日期", Kind::Date, "");
const WAY: Field = must("way", "方式", Kind::Choice(WAYS), "");
const RESULT: Field = must("result", "结果", Kind::Choice(RESULTS), "");
const PLACE: Field = may("place", "地点", Kind::Text(100), "");
const PRESENT: Field = may("present", "在场人员", Kind::Text(200), "");
const NOTE: Field = may("note", "情况", Kind::LongText(2000), "住、吃、工作、身体、家人、心情，如实写");
const NEED: Field = may("needs", "需要什么", Kind::Several(NEEDS), "勾选的会成为待办，办过要回复");
const NEED_NOTE: Field = may("need_note", "需要的说明", Kind::LongText(500), "选“其他”时写明");
const ABNORMAL: Field = may("abnormal", "有异常，需要马上告诉所长", Kind::YesNo, "");
const REMOTE: Field = may(
    "remote_reason",
    "首次走访没有见面的原因",
    Kind::Choice(REASONS),
    "首次走访应当面；用电话、视频代替时才选",
);
const NEXT: Field = may("next_on", "下次联系", Kind::Date, "不填则按走访周期");

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "record-visit",
        title: "记录走访",
        help: "上门、来所、电话、视频都在这里记，一次记录同时用于台账和统计。",
        who: OFFICE,
        answers: false,
        fields: &[ON, WAY, RESULT, PLACE, PRESENT, NOTE, NEED, NEED_NOTE, ABNORMAL, REMOTE, NEXT],
    },
    Spec {
        name: "correct-visit",
        title: "更正走访记录",
        help: "写错了用这一项。原来的记录划去但仍可看到，周期和待办按更正后的重新计算。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("visit", "更正哪一次", Kind::Listed("visit"), "只列出本人记录的、还在更正期限内的"),
            must("reason", "为什么更正", Kind::Text(200), ""),
            ON,
            WAY,
            RESULT,
            PLACE,
            PRESENT,
            NOTE,
            NEED,
            NEED_NOTE,
            ABNORMAL,
            REMOTE,
            NEXT,
        ],
    },
    Spec {
        name: "move-visit",
        title: "走访改期",
        help: "有正当原因可以改期，所长能看到。同一次走访再改由所长办理。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("to", "改到哪天", Kind::Date, ""),
            must("reason", "原因", Kind::Choice(REASONS), ""),
            may("note", "说明", Kind::LongText(500), "外出务工的写明约定怎样电话联系"),
        ],
    },
    Spec {
        name: "answer-need",
        title: "回应需要",
        help: "本人在走访中提出的需要，写明做了什么、结果怎样；办不到也要说明。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("need", "哪一项需要", Kind::Listed("need"), ""),
            ON,
            must("outcome", "结果", Kind::Choice(OUTCOMES), ""),
            must("measure", "做了什么", Kind::LongText(1000), "办不到的写明原因"),
        ],
    },
    Spec {
        name: "answer-abnormal",
        title: "处置异常",
        help: "走访中发现异常，所长写明怎样处置。",
        who: &[OfficeHead],
        answers: true,
        fields: &[ON, must("measure", "怎样处置", Kind::LongText(1000), "")],
    },
];
