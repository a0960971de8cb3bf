//! The commands of the release day's hard cases as people see them.

use super::EVIDENCE;
use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{self, City, District, OfficeHead, OfficeWorker},
};

const OFFICE: &[Role] = &[OfficeHead, OfficeWorker];

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "slip-missing",
        title: "说明交接材料缺少",
        help: "交接单、三方签名、合影应附在档案里。确实没有的，说明原因；本人不愿签名、不愿合影都可以，照实写。",
        who: OFFICE,
        answers: true,
        fields: &[
            may("what", "缺少哪些", Kind::Several(EVIDENCE), "只勾选确实没有的"),
            must("reason", "原因", Kind::Text(200), ""),
        ],
    },
    Spec {
        name: "re-detained",
        title: "登记被其他机关带走",
        help: "释放当日因另案被羁押或送强制隔离戒毒。档案保留，定期询问；不计入衔接率。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("organ", "哪个机关", Kind::Text(100), ""),
            must("ground", "依据", Kind::Text(200), "文书名称和文号，或对方怎样说明"),
        ],
    },
    Spec {
        name: "ask-custody",
        title: "记录询问羁押情况",
        help: "问清现在何处、何时释放。回来后照常登记接回或自返；被判刑的由所长办结。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("told", "问了谁、答复怎样", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "died-in-custody",
        title: "登记在监所内死亡",
        help: "释放前死亡的，写明日期和消息来源，档案随之办结。",
        who: &[OfficeHead, OfficeWorker, District, City],
        answers: true,
        fields: &[
            must("on", "死亡日期", Kind::Date, ""),
            must("source", "消息来源", Kind::Text(200), "监所通知文号、家属、派出所"),
            may("note", "说明", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "decide-tracing",
        title: "决定怎样继续查找",
        help: "长期没有消息的人，由区局决定：继续查找，间隔可以放长；只有法院宣告失踪或死亡的，才能停止。",
        who: &[District, City],
        answers: true,
        fields: &[
            must("decision", "决定", Kind::Choice(&[("keep", "继续查找"), ("end", "停止查找，办结")]), ""),
            must("reason", "理由", Kind::LongText(500), ""),
            may("document_no", "文书号", Kind::Text(60), "停止查找时必填"),
        ],
    },
];
