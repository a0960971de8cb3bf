//! The commands of 核查, 监所答复 and 移交 as people see them (F1, T3, T3b, T15).

use super::{
    feedback::{ITEMS, MEANS, ORGANS, OUTCOMES, REPLIES, RULINGS, WITNESSES},
    likeness::LIKENESS,
    specs::{ANSWERS, CATEGORIES, FALSE_FLAGS, OFFICE, RESULTS},
    transfer::{DECISIONS, RECEIPTS},
};
use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{City, District, OfficeHead, OfficeWorker, Prison},
};

pub(super) const RECORD_EVIDENCE: Spec = Spec {
    name: "record-evidence",
    title: "记录核实情况",
    help: "逐项记录：核实了哪一项，向谁、什么时候、怎样核实的。全部核实后再用“核查反馈”答复监所。",
    who: OFFICE,
    answers: false,
    fields: &[
        must("item", "核实项目", Kind::Choice(ITEMS), ""),
        must("outcome", "核实结果", Kind::Choice(OUTCOMES), ""),
        may("correct", "正确内容", Kind::Text(200), "不一致且已查明时填写"),
        must("organ", "向谁核实", Kind::Choice(ORGANS), ""),
        must("said_by", "对方姓名", Kind::Text(40), "民警可写姓名或警号"),
        must("means", "核实方式", Kind::Choice(MEANS), ""),
        may("on", "核实日期", Kind::Date, "不填则为今天"),
        may("note", "说明", Kind::LongText(500), ""),
    ],
};

pub(super) const VERIFY: Spec = Spec {
    name: "verify",
    title: "核查反馈",
    help: "与家属、村居、派出所核对后答复监所；已记录的核实情况会一并反馈。不属本辖区的，请用“退回”。",
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
};

pub(super) const RETURN: Spec = Spec {
    name: "return",
    title: "退回（非本辖区）",
    help: "退回区司法局重新分派。第二次退回后由区司法局决定，不能再退。",
    who: OFFICE,
    answers: true,
    fields: &[
        must("reason", "退回理由", Kind::LongText(500), "应转往哪里，依据是什么"),
        may("asked", "已向谁核实", Kind::Choice(WITNESSES), "至少联系过一方；已逐项记录的可不选"),
        must("evidence", "核实情况", Kind::LongText(500), "对方姓名、日期、怎样说"),
    ],
};

pub(super) const REROUTE: Spec = Spec {
    name: "reroute",
    title: "分派",
    help: "把档案交给负责的司法所，或报上级分派。",
    who: &[District, City],
    answers: true,
    fields: &[
        must("to", "交给", Kind::Unit, ""),
        must("reason", "理由", Kind::LongText(500), "为什么由它负责"),
    ],
};

pub(super) const ANSWER: Spec = Spec {
    name: "answer",
    title: "监所答复",
    help: "监所对核查反馈的答复，对还没有逐项答复的更正一并有效。监所没有账号时，由司法局按来函代录并写明函号。",
    who: &[Prison, District, City],
    answers: true,
    fields: &[
        must("outcome", "答复", Kind::Choice(ANSWERS), ""),
        may("on", "答复日期", Kind::Date, "代录时填来函日期"),
        may("letter_no", "来函文号", Kind::Text(60), "司法局代录时必填"),
        may("note", "说明", Kind::LongText(500), "坚持原信息的请写明依据"),
    ],
};

pub(super) const ANSWER_CORRECTION: Spec = Spec {
    name: "answer-correction",
    title: "逐项答复",
    help: "对要求更正的一项作答：接受、更正为其他内容，或有异议。有异议的由区司法局裁定。",
    who: &[Prison, District, City],
    answers: true,
    fields: &[
        must("item", "更正项目", Kind::Listed("correction"), ""),
        must("reply", "答复", Kind::Choice(REPLIES), ""),
        may("value", "正确内容", Kind::Text(200), "选“更正为其他内容”时填写"),
        may("text", "说明", Kind::LongText(500), "有异议的请写明依据"),
        may("on", "答复日期", Kind::Date, "代录时填来函日期"),
        may("letter_no", "来函文号", Kind::Text(60), "司法局代录时必填"),
    ],
};

pub(super) const DECIDE_DISPUTE: Spec = Spec {
    name: "decide-dispute",
    title: "裁定更正争议",
    help: "监所不同意司法所的更正时，由上级司法局看双方依据后决定采用哪一方的内容，或再核查。",
    who: &[District, City],
    answers: true,
    fields: &[
        must("item", "争议项目", Kind::Listed("dispute"), ""),
        must("ruling", "裁定", Kind::Choice(RULINGS), ""),
        must("reason", "理由", Kind::LongText(500), ""),
    ],
};

pub(super) const HAND_OVER_CASE: Spec = Spec {
    name: "hand-over-case",
    title: "移交他所",
    help: "户籍或辖区有变，移交给本市另一个司法所。对方接收或上级裁定之前，仍由原所负责。",
    who: &[OfficeHead, OfficeWorker, District],
    answers: true,
    fields: &[
        must("to", "移交给", Kind::Listed("office"), ""),
        must("reason", "理由", Kind::LongText(500), "为什么由它负责，依据是什么"),
    ],
};

pub(super) const RECEIVE_CASE: Spec = Spec {
    name: "receive-case",
    title: "接收移交",
    help: "接收后由本所负责；不接收的写明理由，由共同的上级裁定。",
    who: OFFICE,
    answers: true,
    fields: &[
        must("receipt", "是否接收", Kind::Choice(RECEIPTS), ""),
        may("note", "说明", Kind::LongText(500), "不接收时必填"),
    ],
};

pub(super) const DECIDE_TRANSFER: Spec = Spec {
    name: "decide-transfer",
    title: "裁定移交",
    help: "两个司法所意见不一，或接收方一直没有回音时，由共同的上级裁定。",
    who: &[District, City],
    answers: true,
    fields: &[
        must("decision", "裁定", Kind::Choice(DECISIONS), ""),
        must("reason", "理由", Kind::LongText(500), ""),
    ],
};

pub(super) const DECIDE_LIKENESS: Spec = Spec {
    name: "decide-likeness",
    title: "裁定是否同一人",
    help: "更正后的姓名或号码与库中另一人相合。查看两份档案、向监所和派出所核实后裁定；是同一人的，两份档案归到一人名下，曾用的姓名都保留。",
    who: &[District, City],
    answers: true,
    fields: &[
        must("decision", "裁定", Kind::Choice(LIKENESS), ""),
        must("reason", "理由", Kind::LongText(500), "依据什么材料"),
    ],
};
