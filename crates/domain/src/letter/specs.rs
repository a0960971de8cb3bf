//! The commands of 发文 as people see them, and their code lists.

use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role,
};

/// What a letter is.
pub const KINDS: &[(&str, &str)] = &[
    ("receipt", "通知书回执"),
    ("forward", "转送通知书"),
    ("request", "索取材料函"),
    ("introduction", "介绍信"),
    ("dual", "双列管函"),
    ("transfer", "移交函"),
    ("upward", "上报"),
    ("other", "其他"),
];
/// How a letter is delivered.
pub const DELIVERIES: &[(&str, &str)] =
    &[("post", "邮寄（挂号、EMS）"), ("hand", "直接送达"), ("platform", "政务系统"), ("fax", "传真")];

const OFFICE_AND_BUREAUS: &[Role] = &[Role::OfficeHead, Role::OfficeWorker, Role::District, Role::City];
const HEADS: &[Role] = &[Role::OfficeHead, Role::District, Role::City];

/// The commands that people give to a book of letters.
pub const COMMANDS: &[Spec] = &[
    Spec {
        name: "name-letters",
        title: "设置机关代字",
        help: "文号前面的字，例如“云司帮”。以后的文号用新的字，编号接着往下编。",
        who: HEADS,
        answers: false,
        fields: &[must("word", "机关代字", Kind::Text(12), "只写字，不写年份和号")],
    },
    Spec {
        name: "issue-letter",
        title: "编文号",
        help: "编一个文号。文号连续，不会重复；编错了可以作废，作废的号留在登记簿里。",
        who: OFFICE_AND_BUREAUS,
        answers: false,
        fields: &[
            must("what", "种类", Kind::Choice(KINDS), ""),
            must("title", "标题", Kind::Text(80), "不写案情和身份证号"),
            must("addressee", "主送", Kind::Text(80), ""),
            may("cases", "有关档案号", Kind::Text(200), "几份的用逗号隔开"),
        ],
    },
    Spec {
        name: "seal-letter",
        title: "登记用印",
        help: "谁申请、谁批准、盖了几份。",
        who: OFFICE_AND_BUREAUS,
        answers: false,
        fields: &[
            must("on", "用印日期", Kind::Date, ""),
            must("asked_by", "申请人", Kind::Text(40), ""),
            must("approved_by", "批准人", Kind::Text(40), ""),
            must("copies", "份数", Kind::Number(200), ""),
        ],
    },
    Spec {
        name: "prove-delivery",
        title: "登记送达",
        help: "送达回证：怎样送的、谁送的、谁收的。",
        who: OFFICE_AND_BUREAUS,
        answers: false,
        fields: &[
            must("on", "送达日期", Kind::Date, ""),
            must("how", "方式", Kind::Choice(DELIVERIES), ""),
            must("by", "送达人", Kind::Text(40), ""),
            must("received_by", "收件人", Kind::Text(60), ""),
            may("note", "邮件号或说明", Kind::Text(100), ""),
        ],
    },
    Spec {
        name: "void-letter",
        title: "作废",
        help: "文号留在登记簿里，标明作废，不会再给别的文件。",
        who: HEADS,
        answers: false,
        fields: &[must("reason", "理由", Kind::LongText(200), "")],
    },
];
