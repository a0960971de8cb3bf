//! The commands of 封存 as people see them, and their code lists.

use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{self, City, District, OfficeHead, OfficeWorker},
};

/// Who can fetch a minor who has nobody (预防未成年人犯罪法 art.56).
pub const COLLECTORS: &[(&str, &str)] = &[
    ("parents", "父母或其他监护人"),
    ("civil_affairs", "民政部门"),
    ("children_home", "儿童福利机构"),
    ("village", "村（居）委会"),
    ("office", "司法所"),
];

const BUREAU: &[Role] = &[District, City];
const NAMED: &[Role] = &[District, City, OfficeHead, OfficeWorker];

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "name-persons",
        title: "指定经办人",
        help: "封存档案只有指定的人能看、能办，至少留一人。还没有指定时，由所长或区局指定。",
        who: NAMED,
        answers: true,
        fields: &[
            must("accounts", "经办人", Kind::SeveralListed("named"), "责任单位和上级区局的在岗人员"),
            must("reason", "原因", Kind::Text(100), "如：封存后首次指定、人员调整"),
        ],
    },
    Spec {
        name: "seal",
        title: "封存档案",
        help: "封存以后，没有指定的人查不到这份档案，也看不出有这份档案。",
        who: BUREAU,
        answers: true,
        fields: &[
            must("basis", "法律依据", Kind::Text(100), "哪部法律哪一条"),
            must("document", "文书号", Kind::Text(60), "封存决定书或来函的文号"),
        ],
    },
    Spec {
        name: "lift-seal",
        title: "解除封存",
        help: "只凭有权机关的文书解除。解除以后，按辖区都能看到这份档案。",
        who: NAMED,
        answers: true,
        fields: &[
            must("basis", "法律依据", Kind::Text(100), "哪部法律哪一条"),
            must("document", "文书号", Kind::Text(60), "解除封存决定书的文号"),
        ],
    },
    Spec {
        name: "arrange-collection",
        title: "安排接回未成年人",
        help: "释放时未满十八周岁又没有亲属来接的，定下由谁接回、谁照料。",
        who: NAMED,
        answers: false,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("by", "由谁接回", Kind::Choice(COLLECTORS), ""),
            must("organ", "单位或姓名", Kind::Text(100), ""),
            may("contact", "联系人和电话", Kind::Text(60), ""),
            may("note", "说明", Kind::LongText(300), "住处、监护、就学的安排"),
        ],
    },
    Spec {
        name: "seal-file",
        title: "登记卷宗封存",
        help: "刑罚执行完毕后，纸质卷宗封面加盖封存标记，单独存放。",
        who: NAMED,
        answers: false,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("place", "存放地点", Kind::Text(60), "哪间、哪柜"),
            may("note", "说明", Kind::Text(200), ""),
        ],
    },
];
