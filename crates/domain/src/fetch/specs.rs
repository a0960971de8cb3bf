//! The commands of 接送 as people see them, and their code lists.

use crate::{
    command::{Kind, Spec, may, must},
    kernel::Role::{self, OfficeHead, OfficeWorker, Prison},
};

/// How the person is to come home: codes of 衔接情况 (rules 5.5), so that plan and outcome can be compared.
pub const COMES: &[(&str, &str)] = &[
    ("03", "司法所去接"),
    ("05", "村（居）委会去接"),
    ("01", "街道（镇）去接"),
    ("02", "监所送回"),
    ("07", "家属去接"),
    ("06", "本人自行返回"),
];
/// Ways in which we or the grass roots go to the gate.
pub(super) const WE_GO: &[&str] = &["03", "05", "01"];
/// Papers shown at the gate.
pub const PAPERS: &[(&str, &str)] =
    &[("letter", "介绍信"), ("slip", "交接单"), ("staff_ids", "工作人员证件")];

/// At most a million yuan.
const MOST: u32 = 100_000_000;
const OFFICE: &[Role] = &[OfficeHead, OfficeWorker];

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "plan-fetch",
        title: "安排接人",
        help: "怎样回家、谁去接、坐什么车、带什么材料。知道多少填多少，以后再来补；重点对象应有人去接。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("comes", "怎样回家", Kind::Choice(COMES), ""),
            may("why", "自行返回的原因", Kind::Text(200), "重点对象自行返回时必填"),
            may("staff", "去接的工作人员", Kind::Text(100), "姓名，用顿号隔开；未成年人由两名工作人员去接"),
            may("relatives", "同去的家属", Kind::Text(100), ""),
            may("community", "同去的村居人员", Kind::Text(100), ""),
            may("vehicle", "车辆", Kind::Text(40), "车牌号或车型；坐高铁写车次"),
            may("driver", "驾驶员", Kind::Text(40), ""),
            may("meets", "会合时间和地点", Kind::Text(100), "如：8:30 监所正门"),
            may("papers", "已备好的材料", Kind::Several(PAPERS), ""),
            may("kin_told_on", "告知家属日期", Kind::Date, "还没有告知就留空"),
            may("medicine", "用药情况", Kind::Text(200), "问监所：是否服药、随身带几天；没有也写“无”"),
            may("estimate", "预计费用（元）", Kind::Fen(MOST), ""),
        ],
    },
    Spec {
        name: "confirm-fetch",
        title: "与监所确认",
        help: "释放前至少七天与监所联系，说明谁来接、几点到、带什么材料。",
        who: &[OfficeHead, OfficeWorker, Prison],
        answers: true,
        fields: &[
            must("on", "确认日期", Kind::Date, ""),
            must("contact", "监所联系人", Kind::Text(60), "姓名或科室，用什么方式确认"),
        ],
    },
    Spec {
        name: "cancel-fetch",
        title: "取消接人安排",
        help: "情况有变，原安排不再执行。写明原因，再重新安排。",
        who: OFFICE,
        answers: true,
        fields: &[must("reason", "原因", Kind::Text(200), "")],
    },
    Spec {
        name: "record-cost",
        title: "登记接送费用",
        help: "这次接送一共花了多少。填错了再填一次，以最后一次为准。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, "按这一天计入年度经费"),
            may("car", "车费（元）", Kind::Fen(MOST), "油费、过路费、租车"),
            may("travel", "交通票（元）", Kind::Fen(MOST), ""),
            may("meals", "餐费（元）", Kind::Fen(MOST), ""),
            may("road", "路费补助（元）", Kind::Fen(MOST), "发给本人的路费"),
            may("note", "说明", Kind::Text(200), ""),
        ],
    },
];
