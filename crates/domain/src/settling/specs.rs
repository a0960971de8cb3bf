//! The commands of 回归首周 as people see them, and their code lists (rules 17.5 to 17.7).

use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{self, OfficeHead, OfficeWorker},
};

/// The first-week list, in its order.
pub const ITEMS: &[(&str, &str)] = &[
    ("identity_card", "居民身份证"),
    ("phone", "手机卡（实名）"),
    ("bank_card", "银行卡"),
    ("social_insurance", "社会保险接续"),
    ("medical_insurance", "医疗保险参保"),
    ("pension", "养老金恢复发放"),
    ("unemployment", "失业登记"),
    ("allowance", "低保或临时救助"),
];
/// How an item stands.
pub const STATES: &[(&str, &str)] = &[("wanted", "要办"), ("done", "已办好"), ("not_needed", "不需要")];
/// On what ground health is handed over.
pub const BASES: &[(&str, &str)] = &[("consent", "本人书面同意"), ("law", "法律规定")];
/// What may have to be known.
pub const CONDITIONS: &[(&str, &str)] = &[
    ("mental", "精神障碍"),
    ("infectious", "艾滋病、结核等传染病"),
    ("chronic", "慢性病长期用药"),
    ("disability", "残疾"),
];
/// Measures of other organs.
pub const MEASURES: &[(&str, &str)] = &[
    ("political_rights", "附加剥夺政治权利"),
    ("drug_treatment", "社区戒毒"),
    ("drug_recovery", "社区康复"),
    ("occupation_ban", "职业禁止"),
    ("organised_crime", "反有组织犯罪法第十九条报告"),
];

const OFFICE: &[Role] = &[OfficeHead, OfficeWorker];
const HOW: Kind = Kind::Choice(STATES);

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "check-settling",
        title: "回归首周清单",
        help: "和本人一项一项问过。要办的告诉他去哪里、带什么；不想办的不勉强。可以多次填写。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            may("identity_card", "居民身份证", HOW, ""),
            may("phone", "手机卡（实名）", HOW, ""),
            may("bank_card", "银行卡", HOW, ""),
            may("social_insurance", "社会保险接续", HOW, ""),
            may("medical_insurance", "医疗保险参保", HOW, ""),
            may("pension", "养老金恢复发放", HOW, ""),
            may("unemployment", "失业登记", HOW, ""),
            may("allowance", "低保或临时救助", HOW, ""),
            may("note", "说明", Kind::Text(200), ""),
        ],
    },
    Spec {
        name: "record-health",
        title: "健康交接",
        help: "只在本人书面同意或法律规定时登记，只记帮教需要知道的。只有责任单位能看到内容。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("basis", "依据", Kind::Choice(BASES), ""),
            must("basis_note", "依据说明", Kind::Text(200), "同意书日期，或哪部法律哪一条"),
            may("conditions", "需要知道的情况", Kind::Several(CONDITIONS), ""),
            may("medication", "药品和用法", Kind::LongText(500), "不再服药就留空"),
            may("days_in_hand", "手上的药还够几天", Kind::Number(365), "从上面的日期算起"),
            may("clinic", "接收的医院或机构", Kind::Text(100), "社区医院、精防医生、疾控"),
            may("note", "说明", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "flag-measure",
        title: "标注并行措施",
        help: "其他机关正在执行的措施，只作标注，不是我们的职责。变了再标一次，以最后一次为准。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("measure", "措施", Kind::Choice(MEASURES), ""),
            must("organ", "执行机关", Kind::Text(100), "如：某派出所"),
            may("until", "到期日", Kind::Date, "不知道就留空；已经结束的填结束日期"),
        ],
    },
];
