//! The commands of 衔接 as people see them, and their code lists (rules 5.2, 5.3, 5.5).

use super::specs_verify;
use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{City, District, OfficeHead, OfficeWorker, Prison},
};

/// 核查结果 (rules 5.2). 05 非本辖区 has its own command, `return`.
pub const RESULTS: &[(&str, &str)] = &[
    ("01", "属实"),
    ("02", "基本属实（有更正）"),
    ("03", "户籍属实、居住地不符"),
    ("04", "查无此人"),
    ("06", "冒用他人身份"),
    ("07", "地址已拆迁或不存在"),
    ("08", "户籍查无登记或曾注销"),
    ("09", "户籍显示已死亡（按冒用核实）"),
    ("99", "其他"),
];
/// 三假 flags.
pub const FALSE_FLAGS: &[(&str, &str)] = &[("name", "假姓名"), ("identity", "假身份"), ("address", "假地址")];
/// 帮教类型 (rules 5.3).
pub const CATEGORIES: &[(&str, &str)] = &[("ordinary", "一般帮教对象"), ("key", "重点帮教对象")];
/// 衔接情况 (rules 5.5); 06 人员自返 has its own command, 07 is local and exported as 99.
pub const WAYS: &[(&str, &str)] = &[
    ("03", "司法所接回"),
    ("01", "基层政府接回"),
    ("02", "监所送回原籍"),
    ("05", "基层组织接回"),
    ("07", "家属接回"),
    ("04", "公安机关落实管控措施"),
    ("99", "其他衔接情况"),
];
/// What the custodial place may answer.
pub const ANSWERS: &[(&str, &str)] = &[
    ("corrected", "已按反馈更正"),
    ("confirmed", "坚持原信息，请再核查"),
    ("noted", "已阅，无异议"),
    ("withdrawn", "信息错误，撤销本条"),
];

/// Why the release date changed.
pub const RELEASE_GROUNDS: &[(&str, &str)] = &[
    ("reduced", "减刑"),
    ("added", "加刑"),
    ("corrected", "更正（原日期有误）"),
    ("pardoned", "赦免"),
    ("other", "其他"),
];
/// Why a person leaves the pre-release list and the denominator of the handover rate (rules 17.3).
pub const LEAVING: &[(&str, &str)] = &[
    ("parole", "假释，转社区矫正"),
    ("medical", "暂予监外执行，转社区矫正"),
    ("deported", "出境、遣送"),
    ("hmt", "港澳台居民"),
    ("other_city", "外市人员"),
    ("other", "其他"),
];

pub(super) const OFFICE: &[crate::kernel::Role] = &[OfficeHead, OfficeWorker];

pub(super) const COMMANDS: &[Spec] = &[
    specs_verify::RECORD_EVIDENCE,
    specs_verify::VERIFY,
    specs_verify::RETURN,
    specs_verify::REROUTE,
    specs_verify::ANSWER,
    specs_verify::ANSWER_CORRECTION,
    specs_verify::DECIDE_DISPUTE,
    specs_verify::DECIDE_LIKENESS,
    specs_verify::HAND_OVER_CASE,
    specs_verify::RECEIVE_CASE,
    specs_verify::DECIDE_TRANSFER,
    Spec {
        name: "receive",
        title: "登记接回",
        help: "释放当日接到本人，登记交接单。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "接回日期", Kind::Date, ""),
            must("way", "衔接方式", Kind::Choice(WAYS), ""),
            may("category", "帮教类型", Kind::Choice(CATEGORIES), "不选则沿用核查时的类型"),
            may("certificate_no", "释放证明书编号", Kind::Text(60), ""),
            may("slip_no", "交接单编号", Kind::Text(60), ""),
            may("present", "在场人员", Kind::Text(200), "司法所接回的，在场人员、家属、工作人员至少写一项"),
            may("relatives", "到场家属", Kind::Text(200), "姓名和关系"),
            may("staff", "到场工作人员", Kind::Text(200), "姓名和单位"),
            may("headcount", "到场人数", Kind::Number(50), ""),
            may("place", "交接时间和地点", Kind::Text(100), ""),
            may("signatories", "交接单签字人", Kind::Text(200), "监所、接收方各是谁签的"),
            may("documents", "移交的文书", Kind::Text(200), "判决书、释放证明书、档案材料"),
            may("belongings", "移交的物品", Kind::Text(200), ""),
            may("money", "移交的钱款（元）", Kind::Fen(100_000_000), ""),
            may("health", "健康与用药", Kind::LongText(500), "随身药品还有几天"),
            may("note", "备注", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "self-return",
        title: "登记自返",
        help: "本人自行返回并已报到或已联系上。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "报到日期", Kind::Date, ""),
            may("released_on", "实际释放日期", Kind::Date, "不填则按名册上的刑期止日"),
            must("reason", "自返原因", Kind::LongText(500), "重点对象尤其要写清为何未接"),
            may("category", "帮教类型", Kind::Choice(CATEGORIES), "不选则沿用核查时的类型"),
        ],
    },
    Spec {
        name: "refuse-collection",
        title: "登记拒绝接回",
        help: "本人不愿被接，自行离开。这是本人的权利，如实记录即可；首次走访照常安排。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("witnesses", "在场见证人", Kind::Text(200), ""),
            may("reason", "本人说明", Kind::LongText(500), "本人怎样说，照录"),
            may("control", "公安机关对他有管控措施", Kind::YesNo, "例如附加剥夺政治权利；只看已经决定的措施"),
            may("police_told", "怎样告知派出所", Kind::Text(200), "有管控措施时必填：何时、告知谁"),
        ],
    },
    Spec {
        name: "not-arrived",
        title: "登记未到",
        help: "释放后没有出现。先登记，满期限仍无消息再发情况通报，请派出所和区局留意。",
        who: OFFICE,
        answers: true,
        fields: &[must("note", "已怎样联系", Kind::LongText(500), "联系过谁、得到什么消息")],
    },
    Spec {
        name: "trace",
        title: "记录查找",
        help: "情况通报或再次询问的结果。只请求留意消息，不作指控。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("told", "向谁通报、有何消息", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "report-upward",
        title: "上报外市人员",
        help: "户籍不在本市的人员，每月底前列表上报（R-11）。",
        who: &[City],
        answers: true,
        fields: &[
            must("on", "上报日期", Kind::Date, ""),
            must("letter_no", "发文号", Kind::Text(60), ""),
            must("to", "报往", Kind::Text(100), ""),
        ],
    },
    Spec {
        name: "upward-receipt",
        title: "登记上级回执",
        help: "上级或户籍地已接收，本市档案随之办结。",
        who: &[City],
        answers: true,
        fields: &[must("on", "回执日期", Kind::Date, ""), may("note", "说明", Kind::LongText(500), "")],
    },
    Spec {
        name: "decide-dual-listing",
        title: "决定是否双列管",
        help: "居住地与户籍地不同。提出双列管或说明不需要；责任单位不变。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("propose", "决定", Kind::Choice(&[("propose", "提出双列管"), ("not_needed", "不需要")]), ""),
            must("reason", "理由", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "change-release",
        title: "变更释放日期",
        help: "减刑、加刑或更正后的释放日期。原通知书、回执和已告知的日期随之作废，须按新日期重发并标明“更正”。",
        who: &[Prison, District, City, OfficeHead, OfficeWorker],
        answers: true,
        fields: &[
            must("release_on", "新的释放日期", Kind::Date, ""),
            must("ground", "原因", Kind::Choice(RELEASE_GROUNDS), ""),
            may("on", "裁定或来函日期", Kind::Date, "不填为今天"),
            may("letter_no", "来函文号", Kind::Text(60), "司法局、司法所代录时必填"),
            may("note", "说明", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "leave-list",
        title: "离开预释放名册",
        help: "假释、暂予监外执行转社区矫正；出境、港澳台居民、外市人员不计入衔接率分母。登记后等接收机关确认，确认前可以撤销。",
        who: &[Prison, District, City, OfficeHead, OfficeWorker],
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, "决定或来函日期"),
            must("ground", "原因", Kind::Choice(LEAVING), ""),
            may("agency", "接收机关", Kind::Text(100), "转社区矫正的必填，例如某区社区矫正管理局"),
            may("reason", "说明", Kind::LongText(500), "外市人员写明去向；选“其他”必填"),
            may("letter_no", "来函文号", Kind::Text(60), "司法局、司法所代录时必填"),
        ],
    },
    Spec {
        name: "undo-leave",
        title: "撤销离开名册",
        help: "登记有误或情况有变：回到名册，原来该办的事照旧。接收机关确认后不能再撤销。",
        who: &[Prison, District, City, OfficeHead, OfficeWorker],
        answers: true,
        fields: &[must("reason", "理由", Kind::LongText(500), "")],
    },
    Spec {
        name: "confirm-leave",
        title: "确认离开名册",
        help: "接收机关已接收，或已核实本人不回本辖区。本档案随之办结，原因留作统计。",
        who: &[District, City, OfficeHead, OfficeWorker],
        answers: true,
        fields: &[
            must("on", "确认日期", Kind::Date, ""),
            may("received_by", "接收机关和经手人", Kind::Text(100), ""),
            may("note", "说明", Kind::LongText(500), ""),
        ],
    },
];
