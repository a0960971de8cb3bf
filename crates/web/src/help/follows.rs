//! What follows when a command to a case is saved, as its form tells below the fields.
//! Must never know: whether the command will be accepted.

/// Command and what follows.
const FOLLOWS: &[(&str, &str)] = &[
    ("answer", "监所的答复写进档案。司法所接着按答复处理，要再核查的，新的期限出现在待办里。"),
    ("answer-correction", "这一项算已答复；接受的按新内容更改，有异议的交区司法局裁定，期限从今天起算。"),
    ("name-persons", "从现在起只有指定的人看得到、办得了这份档案，待办也只到他们那里；每次打开都要写事由。"),
    ("seal", "档案从所有列表、统计和查找里消失，只有指定的经办人在“封存”里看到；请接着指定经办人。"),
    ("lift-seal", "档案回到责任单位的列表和待办里，像别的档案一样办理；依据和文号留在经过里。"),
    ("arrange-collection", "来接的单位写进档案，这项待办办结；接到以后照常登记。"),
    ("seal-file", "纸质卷宗存放的地方写进档案，这项待办办结。"),
    ("urge", "对方的待办和档案里标明谁在哪天催办；同一件事当天不能再催，办好后标记消失。"),
    ("ask", "对方单位的待办里出现这个问题和答复期限，双方都在档案里看得到问和答。"),
    ("answer-question", "提问的单位在待办里看到答复，这项待办办结。"),
    ("withdraw-question", "对方不用再答复，问题和撤回的原因留在经过里。"),
    ("close-question", "这个问题办结，问和答都留在经过里。"),
    ("answer-abnormal", "处置写进经过，这项待办办结；需要多走访的，照常登记走访。"),
    ("ask-custody", "记下现在的去向，到期会再提醒询问，直到本人回来或档案办结。"),
    ("cancel-fetch", "原安排作废，待办里重新出现“安排接人”。监所看得到已经取消。"),
    ("check-settling", "勾选的结果记入档案；还要办的留在清单里，到期会提醒再问。"),
    ("confirm-fetch", "预释放名册和接送板上标明“已确认”，确认的待办办结。"),
    ("decide-tracing", "按决定的间隔继续提醒查找；停止查找的，写明法院的文书。"),
    ("died-in-custody", "档案随之办结，不能再办其他事项，只能查看。请核对日期和消息来源。"),
    ("flag-measure", "档案页和列表上标明正在执行的措施，只作标注，不产生我们的待办。"),
    ("plan-fetch", "接送板上列出安排，还缺的逐项标明；释放前按期提醒与监所确认。"),
    ("re-detained", "档案保留为另案羁押，不计入衔接率；到期提醒询问现在何处。"),
    ("record-cost", "费用计入接送经费的汇总；填错了再登记一次，以最后一次为准。"),
    ("record-health", "内容只有责任单位看得到，其他单位只看到“已登记”。"),
    ("slip-missing", "交接材料的待办办结，档案里写明缺什么、为什么。"),
    ("answer-need", "这一项需要办结，写进经过；办不到的，也照实留下说明。"),
    ("correct-visit", "原记录划去但仍看得到，走访周期和待办按更正后的日期重新计算。"),
    ("move-visit", "下一次走访换到新日期，理由写进经过，所长看得到。"),
    ("review-grade", "帮教类型按决定保留或改变，走访的间隔随之调整，下次复核自动排好。"),
    ("team-join", "帮教小组名册上多一位成员，打印登记表时一并列出。"),
    ("team-leave", "名册上写明退出日期，以前的记录仍保留。"),
    ("update-file", "登记表按新内容显示，原来的写法留在经过里。"),
    ("without-placement", "安置一栏写明没有安置和原因；找到着落后再“登记安置”。"),
    ("assign-worker", "这个人的待办从现在起出现在责任人那里，原责任人的随之转走。"),
    ("close", "档案办结，所有待办结束，以后只能查看，不能恢复。请核对原因和日期。"),
    ("decide-dispute", "按裁定的内容更改档案，双方都看得到理由；要再核查的，司法所重新有期限。"),
    ("decide-likeness", "裁定为同一人的，两份档案归到一人名下，不能再分开；不是的，各自照旧。"),
    ("decide-transfer", "裁定由谁负责就归谁，待办和期限随档案走，双方都看得到理由。"),
    ("decide-dual-listing", "居住地的司法所也能看到档案，责任单位不变；说明不需要的，写进经过。"),
    ("end-placement", "这一项安置写上结束日期；有了新的着落再登记一次。"),
    ("give-bed", "床位被占用，档案里登记安置；期满前会提醒，本人随时可以离开。"),
    ("hand-over-case", "对方司法所的待办里出现“接收移交”；对方接收以前，仍由本所负责。"),
    ("leave-bed", "床位当天空出，安置一项随之结束；去向写进经过。"),
    ("not-arrived", "先登记为未到，期限内没有消息，提醒发情况通报；有消息照常登记。"),
    ("open-file", "档案建好，接着提醒指定责任人、谈帮教协议、首次走访。"),
    ("record-evidence", "这一项核实记下，还没有答复监所；全部核实后再办“核查反馈”。"),
    ("receive-case", "接收的，从现在起由本所负责，待办随之转来；不接收的，由上级裁定。"),
    ("receive", "记为已接回，接着提醒建档、首次走访，交接材料按期归档。"),
    ("record-placement", "现在的安置换成这一项，前一项自动写上结束日期。"),
    ("record-visit", "本次走访的待办办结，下一次的期限自动排好；提出的需要另列待回应。"),
    ("refuse-agreement", "如实记下，没有任何不利后果；责任人照常在，以后本人愿意再谈。"),
    ("refuse-collection", "如实记下本人的意愿，首次走访照常安排，不影响本人任何权利。"),
    ("report-upward", "写上上报日期，等上级或户籍地的回执，回执登记后档案办结。"),
    ("reroute", "对方的待办里出现核查事项，期限照规则计算；分派写进经过。"),
    ("return", "档案退给区司法局重新分派，本所不再负责。第二次退回由区司法局裁定。"),
    ("self-return", "记为自己回来，接着提醒建档和首次走访，与接回的人一样。"),
    ("sign-agreement", "记下签订日期；本人随时可以退出，退出用“记录不签或退出协议”。"),
    ("trace", "查找结果写进经过；还没有消息的，到期再提醒。"),
    ("upward-receipt", "本市的档案随之办结，只能查看，不能恢复。请核对回执的单位。"),
    ("verify", "反馈送到监所；属实的进入释放前的准备，要更正的等监所答复。"),
    ("change-release", "原通知书、回执、告知和接送安排作废，按新日期重新提醒。"),
    ("leave-list", "等接收机关确认；确认前可以撤销，确认后档案办结。"),
    ("undo-leave", "回到名册，原来该办的事和期限照旧。"),
    ("confirm-leave", "档案随之办结，原因计入统计，不能再撤销。请看清接收机关。"),
    ("send-notice", "责任单位看到通知书，接着提醒寄回执、告知家属和村居。"),
    ("send-assessment", "责任单位看到评估意见，供安排帮教参考，不自动决定类别。"),
    ("receipt-notice", "监所看到回执和负责的司法所，这项待办办结。"),
    ("forward-notice", "司法所的待办里出现通知书的后续事项，转送的期限办结。"),
    ("tell-family", "告知日期写进档案，这项待办办结；能不能来接，照家属说的记。"),
    ("tell-village", "告知日期写进档案，这项待办办结；不能再说的内容请不要补充口头告知。"),
    ("withdraw-scan", "图片不再显示，也不能恢复显示；谁撤下、为什么仍有记录。"),
];

/// What follows when a command is saved.
pub fn of(command: &str) -> Option<&'static str> {
    FOLLOWS.iter().find(|(name, _)| *name == command).map(|(_, text)| *text)
}

/// Acts after which there is no way back but a new record: their forms ask for a second yes.
const FINAL: &[&str] =
    &["close", "confirm-leave", "decide-likeness", "died-in-custody", "upward-receipt", "withdraw-scan"];

/// Whether the act cannot be undone.
pub fn is_final(command: &str) -> bool {
    FINAL.contains(&command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::case::CaseCommand;

    #[test]
    fn every_command_tells_what_follows_and_nothing_else_does() {
        let missing: Vec<_> =
            CaseCommand::specs().map(|s| s.name).filter(|name| of(name).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let gone: Vec<_> =
            FOLLOWS.iter().map(|(n, _)| *n).filter(|n| !CaseCommand::specs().any(|s| s.name == *n)).collect();
        assert!(gone.is_empty(), "{gone:?}");
    }

    #[test]
    fn a_final_act_says_that_it_cannot_be_taken_back() {
        for name in FINAL {
            let text = of(name).expect("told");
            assert!(["不能", "只能查看"].iter().any(|w| text.contains(w)), "{name}");
        }
    }
}
