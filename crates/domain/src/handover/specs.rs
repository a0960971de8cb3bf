//! The commands of 衔接 as people see them, and their code lists (rules 5.2, 5.3, 5.5).

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

const OFFICE: &[crate::kernel::Role] = &[OfficeHead, OfficeWorker];

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "verify",
        title: "核查反馈",
        help: "与家属、村居、派出所核对后答复监所。不属本辖区的，请用“退回”。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("result", "核查结果", Kind::Choice(RESULTS), ""),
            may("false_flags", "三假情况", Kind::Several(FALSE_FLAGS), "只在查实后勾选"),
            may("category", "帮教类型", Kind::Choice(CATEGORIES), "由人判断，可在衔接时再定"),
            may("hukou_address", "更正后的户籍地址", Kind::Text(200), "不用更正就留空"),
            may("living_address", "更正后的居住地址", Kind::Text(200), "不用更正就留空"),
            may("kin_phone", "更正后的家属电话", Kind::Text(40), ""),
            may("correction", "其他更正", Kind::LongText(500), "请监所更正的项目，原来怎样、应当怎样"),
            may("police_opinion", "派出所意见", Kind::LongText(500), ""),
            may("village_opinion", "村（居）委会意见", Kind::LongText(500), ""),
            may("family", "家属情况和态度", Kind::LongText(500), ""),
        ],
    },
    Spec {
        name: "return",
        title: "退回（非本辖区）",
        help: "退回区司法局重新分派。第二次退回后由区司法局决定，不能再退。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("reason", "退回理由", Kind::LongText(500), "应转往哪里，依据是什么"),
            must("evidence", "已向谁核实", Kind::LongText(500), "至少联系过派出所或村居一次"),
        ],
    },
    Spec {
        name: "reroute",
        title: "分派",
        help: "把档案交给负责的司法所，或报上级分派。",
        who: &[District, City],
        answers: true,
        fields: &[
            must("to", "交给", Kind::Unit, ""),
            must("reason", "理由", Kind::LongText(500), "为什么由它负责"),
        ],
    },
    Spec {
        name: "answer",
        title: "监所答复",
        help: "监所对核查反馈的答复。监所没有账号时，由司法局按来函代录并写明函号。",
        who: &[Prison, District, City],
        answers: true,
        fields: &[
            must("outcome", "答复", Kind::Choice(ANSWERS), ""),
            may("on", "答复日期", Kind::Date, "代录时填来函日期"),
            may("letter_no", "来函文号", Kind::Text(60), "司法局代录时必填"),
            may("note", "说明", Kind::LongText(500), ""),
        ],
    },
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
];
