//! The commands of 通知 as people see them, and their code lists (F3, F4).

use crate::{
    command::{Field, Kind, Spec, may, must},
    kernel::Role::{City, District, OfficeHead, OfficeWorker, Prison},
};

/// To whom the custodial place sends a notice.
pub const ADDRESSEES: &[(&str, &str)] = &[("justice", "户籍地司法局"), ("police", "户籍地公安机关")];
/// Danger grade in the assessment.
pub const DANGER: &[(&str, &str)] = &[("low", "低"), ("middle", "中"), ("high", "高")];
/// What came of telling somebody.
pub const TOLD: &[(&str, &str)] = &[("told", "已告知"), ("nobody", "没有可告知的人")];
/// How somebody was told.
pub const WAYS: &[(&str, &str)] =
    &[("phone", "电话"), ("visit", "上门"), ("letter", "书面"), ("message", "短信、微信")];

const OFFICE: &[crate::kernel::Role] = &[OfficeHead, OfficeWorker];
const SENDERS: &[crate::kernel::Role] = &[Prison, District, City];

const LETTER: Field = may("letter_no", "文号", Kind::Text(60), "司法局按来函代录时必填");

/// What is asked about telling somebody.
const TELLING: &[Field] = &[
    must("on", "日期", Kind::Date, ""),
    must("result", "结果", Kind::Choice(TOLD), ""),
    may("who", "告知了谁", Kind::Text(100), "选“已告知”时必填"),
    may("how", "方式", Kind::Choice(WAYS), "选“已告知”时必填"),
    may("note", "说明", Kind::LongText(500), "对方怎样答复；没有人可告知的写明怎样核实的"),
];

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "send-notice",
        title: "登记释放通知书",
        help: "刑满释放人员通知书。姓名、刑期和释放日期取自档案，不用再填；以前发过的，这一份自动标明“更正”。",
        who: SENDERS,
        answers: true,
        fields: &[
            must("on", "通知书日期", Kind::Date, ""),
            LETTER,
            may("addressees", "发往", Kind::Several(ADDRESSEES), ""),
            may("changes", "刑期变动", Kind::LongText(500), "减刑、加刑的裁定和日期"),
            may("behaviour", "服刑表现", Kind::LongText(1000), ""),
            may("contact", "监所联系人和电话", Kind::Text(100), ""),
            may("correction", "更正原因", Kind::LongText(500), "同一释放日期已有通知书时必填"),
        ],
    },
    Spec {
        name: "send-assessment",
        title: "登记综合评估意见",
        help: "监所在释放前对本人的综合评估，供安排帮教参考；类别仍由司法所的人来定。",
        who: SENDERS,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            LETTER,
            must("behaviour", "改造表现", Kind::LongText(1000), ""),
            may("education", "教育情况", Kind::LongText(500), ""),
            may("skills", "职业技能", Kind::LongText(500), "会什么、有无证书"),
            may("psychology", "心理状况", Kind::LongText(500), ""),
            must("danger", "危险性评估", Kind::Choice(DANGER), ""),
            may("family", "家庭情况", Kind::LongText(500), ""),
            may("difficulties", "预计困难", Kind::LongText(500), ""),
            must("measures", "建议措施", Kind::LongText(1000), ""),
        ],
    },
    Spec {
        name: "receipt-notice",
        title: "寄回通知书回执",
        help: "告诉监所：通知书收到了，由哪个司法所负责。",
        who: &[District, City, OfficeHead, OfficeWorker],
        answers: true,
        fields: &[
            must("on", "回执日期", Kind::Date, ""),
            must("received_by", "签收人", Kind::Text(60), "谁收到了通知书"),
            may("number_letter", "同时编回执文号", Kind::YesNo, "在本单位“发文”登记簿里编下一个号"),
            may("letter_no", "回执文号", Kind::Text(60), "已在“发文”里编过号的填这里"),
            may("scan", "回执扫描件", Kind::Listed(super::SEALED), "先在“材料”里附上盖章的回执；没有就不选"),
        ],
    },
    Spec {
        name: "forward-notice",
        title: "转送通知书",
        help: "把通知书转给负责的司法所（R-18）。",
        who: &[District, City],
        answers: true,
        fields: &[must("on", "转送日期", Kind::Date, "")],
    },
    Spec {
        name: "tell-family",
        title: "告知家属",
        help: "告诉家属哪天释放、能否来接。只说日期和需要的协助；家属不愿来接不勉强，如实记录。",
        who: OFFICE,
        answers: true,
        fields: TELLING,
    },
    Spec {
        name: "tell-village",
        title: "告知村居",
        help: "告诉村（居）委会哪天释放、需要什么协助。只说必要的内容，不说案情。",
        who: OFFICE,
        answers: true,
        fields: TELLING,
    },
];
