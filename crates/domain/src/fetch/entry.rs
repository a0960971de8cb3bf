//! The timeline's lines for 接送.

use super::{COMES, Confirmed, Cost, Event, Plan};
use crate::{
    handover::word,
    kernel::{Entry, day},
};
use jiff::civil::Date;

pub(super) fn entry(event: &Event) -> Entry {
    match event {
        Event::Planned(plan) => {
            line(plan.on, if plan.corrects { "安排接人（更正）" } else { "安排接人" }, planned(plan))
        }
        Event::Confirmed(c) => line(c.on, "与监所确认", confirmed(c)),
        Event::Cancelled { on, reason } => line(*on, "取消接人", reason.clone()),
        Event::CostRecorded { on, cost, note } => {
            let note = note.as_ref().map_or_else(String::new, |n| format!("。{n}"));
            line(*on, "接送费用", format!("{}{note}", spent(cost)))
        }
    }
}

fn line(on: Date, title: &str, text: String) -> Entry {
    Entry { on, title: title.to_owned(), text, landmark: false }
}

fn planned(plan: &Plan) -> String {
    let part = |label: &str, text: &Option<String>| text.as_ref().map(|t| format!("{label}{t}"));
    let parts = [
        Some(format!("{}释放，{}", day(plan.for_release), word(COMES, &plan.comes))),
        part("原因：", &plan.why),
        part("工作人员：", &plan.staff),
        part("家属：", &plan.relatives),
        part("村居：", &plan.community),
        part("车辆：", &plan.vehicle),
        part("驾驶员：", &plan.driver),
        part("会合：", &plan.meets),
        plan.kin_told_on.map(|on| format!("{}告知家属", day(on))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("；")
}

fn confirmed(c: &Confirmed) -> String {
    let ahead = (c.for_release - c.on).get_days();
    let when = if ahead >= 0 { format!("，距释放 {ahead} 天") } else { String::new() };
    format!("{}与{}确认{when}", c.by, c.contact)
}

fn spent(cost: &Cost) -> String {
    let parts = [
        ("车费", cost.car_fen),
        ("交通票", cost.travel_fen),
        ("餐费", cost.meals_fen),
        ("路费补助", cost.road_fen),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(_, fen)| *fen > 0)
        .map(|(of, fen)| format!("{of} {} 元", yuan(fen.into())))
        .collect();
    match told.is_empty() {
        true => "没有花费".into(),
        false => format!("{}，共 {} 元", told.join("，"), yuan(cost.total_fen())),
    }
}

fn yuan(fen: u64) -> String {
    match fen % 100 {
        0 => (fen / 100).to_string(),
        part => format!("{}.{part:02}", fen / 100),
    }
}
