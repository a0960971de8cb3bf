//! What an event is called where only its envelope may be read: in the list of the auditor, who sees what was
//! done and never what was recorded.
//! Must never know: what an event holds.

/// Every kind of event with its name, in the order of the kinds.
const NAMES: &[(&str, &str)] = &[
    ("account.created", "开立账号"),
    ("account.disabled", "停用账号"),
    ("account.granted", "授予角色"),
    ("account.leave_ended", "结束请假"),
    ("account.leave_set", "登记请假"),
    ("account.password_reset", "重设密码"),
    ("account.stand_in_lost", "代办人不能再代办"),
    ("base.moved_in", "入住基地"),
    ("base.moved_out", "离开基地"),
    ("bed.booked", "占用床位"),
    ("bed.freed", "床位空出"),
    ("bed.installed", "添置床位"),
    ("budget.set", "登记接送年度经费"),
    ("casefile.agreement_refused", "不签或退出协议"),
    ("casefile.agreement_signed", "签订帮教协议"),
    ("casefile.assigned", "指定责任人"),
    ("casefile.closed", "办结"),
    ("casefile.opened", "建档"),
    ("casefile.team_joined", "加入帮教小组"),
    ("casefile.team_left", "退出帮教小组"),
    ("casefile.unassigned", "责任人待定"),
    ("casefile.updated", "更新登记表"),
    ("fetch.cancelled", "取消接人"),
    ("fetch.confirmed", "与监所确认"),
    ("fetch.cost_recorded", "登记接送费用"),
    ("fetch.planned", "安排接人"),
    ("handover.answered", "监所答复"),
    ("handover.back_on_list", "回到名册"),
    ("handover.correction_answered", "逐项答复"),
    ("handover.dispute_decided", "裁定更正争议"),
    ("handover.dual_decided", "双列管认定"),
    ("handover.entered", "录入"),
    ("handover.evidence_recorded", "记录核实情况"),
    ("handover.graded", "认定帮教类型"),
    ("handover.leave_confirmed", "确认离开名册"),
    ("handover.left_list", "离开名册"),
    ("handover.likeness_decided", "认定是否同一人"),
    ("handover.likeness_found", "疑似同一人"),
    ("handover.not_arrived", "释放后未到"),
    ("handover.received", "登记接回"),
    ("handover.refused_collection", "不愿被接"),
    ("handover.release_changed", "变更释放日期"),
    ("handover.reported_upward", "上报外市人员"),
    ("handover.returned", "退回"),
    ("handover.routed", "分派"),
    ("handover.self_returned", "自行返回"),
    ("handover.traced", "查找"),
    ("handover.transfer_declined", "不接收移交"),
    ("handover.transfer_ended", "裁定不移交"),
    ("handover.transfer_proposed", "提出移交"),
    ("handover.transferred", "移交接收"),
    ("handover.upward_receipted", "上级回执"),
    ("handover.verified", "核查反馈"),
    ("handover.withdrawn", "名册撤回"),
    ("letterbook.delivered", "登记送达"),
    ("letterbook.issued", "编发文号"),
    ("letterbook.named", "设置机关代字"),
    ("letterbook.opened", "建立发文登记簿"),
    ("letterbook.sealed", "登记用印"),
    ("letterbook.voided", "作废文号"),
    ("notice.assessed", "登记评估意见"),
    ("notice.family_told", "告知家属"),
    ("notice.forwarded", "转送通知书"),
    ("notice.receipted", "登记回执"),
    ("notice.sent", "登记释放通知书"),
    ("notice.village_told", "告知村居"),
    ("person.corrected", "更正身份信息"),
    ("person.joined", "认定为同一人"),
    ("person.name_added", "增加曾用名"),
    ("person.registered", "登记人员"),
    ("placement.ended", "结束安置"),
    ("placement.settled", "登记安置"),
    ("placement.without", "登记未安置原因"),
    ("reassignment.made", "批量移交责任人"),
    ("reassignment.undone", "撤销批量移交"),
    ("release.custody_asked", "询问羁押情况"),
    ("release.died_in_custody", "在监所内死亡"),
    ("release.slip_excused", "说明交接材料缺少"),
    ("release.taken", "被其他机关带走"),
    ("release.tracing_ended", "停止查找"),
    ("release.tracing_kept", "继续查找"),
    ("row.held", "名册行待更正"),
    ("row.mended", "更正名册行"),
    ("row.rejected", "名册行不予采用"),
    ("row.released", "名册行放行"),
    ("rulebook.accepted", "启用规则包"),
    ("scan.attached", "附上材料"),
    ("scan.withdrawn", "撤下材料"),
    ("settling.gone_through", "回归首周清单"),
    ("settling.health_handed_over", "健康交接"),
    ("settling.measure_flagged", "标注并行措施"),
    ("visit.abnormal_answered", "处置异常"),
    ("visit.corrected", "更正走访记录"),
    ("visit.moved", "走访改期"),
    ("visit.need_answered", "回应需要"),
    ("visit.recorded", "记录走访"),
];

/// The Chinese name of a kind of event; a kind that a newer program wrote is shown as it is.
pub fn name(kind: &str) -> &str {
    NAMES.binary_search_by(|(known, _)| (*known).cmp(kind)).map_or(kind, |at| NAMES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_and_no_other() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(name("visit.recorded"), "记录走访");
        assert_eq!(name("visit.unheard_of"), "visit.unheard_of");
    }
}
