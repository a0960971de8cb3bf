//! How the fetch stands and how the first weeks at home go, as the API answers it in a file. Health is not in it:
//! it is read on the page of the office that owns the case, and nowhere else.
//! Must never know: rules.

use super::schema::{array, date, flag, maybe, number, object, text, word};
use domain::{
    case::Case,
    fetch::COMES,
    kernel::Role,
    release::missing,
    settling::{ITEMS, MEASURES, STATES},
};
use serde_json::{Value, json};

/// The fetch. What it costs and what was said about medicine is none of a custodial place's business.
pub(super) fn of(case: &Case, role: Role) -> Value {
    let f = &case.fetch;
    let release = case.handover.sent.ends_on;
    let ours = role != Role::Prison;
    let plan = f.plan_for(release).map(|p| {
        json!({
            "on": p.on, "for_release": p.for_release, "corrects": p.corrects, "comes": p.comes, "why": p.why,
            "staff": p.staff, "relatives": p.relatives, "community": p.community, "vehicle": p.vehicle,
            "driver": p.driver, "meets": p.meets, "papers": p.papers, "kin_told_on": p.kin_told_on,
            "medicine": p.medicine.as_ref().filter(|_| ours), "estimate": p.estimate_fen.filter(|_| ours),
        })
    });
    let confirmed = f.confirmed_for(release).map(|c| json!({"on": c.on, "contact": c.contact, "by": c.by}));
    let cost = f.cost.filter(|_| ours).map(|c| {
        json!({"on": c.on, "car": c.car_fen, "travel": c.travel_fen, "meals": c.meals_fen, "road": c.road_fen})
    });
    let taken = case.release.suspended(case);
    json!({
        "void": f.is_void_for(release),
        "plan": plan,
        "confirmed": confirmed,
        "cost": cost,
        "missing": missing(case),
        "taken": taken.map(|t| json!({"on": t.on, "organ": t.organ, "ground": t.ground})),
    })
}

/// The first weeks at home.
pub(super) fn settling(case: &Case) -> Value {
    let s = &case.settling;
    let items: Vec<Value> = ITEMS
        .iter()
        .map(|(code, name)| json!({"code": code, "name": name, "state": s.items.get(*code)}))
        .collect();
    let measures: Vec<Value> = s
        .measures
        .iter()
        .map(|m| json!({"measure": m.measure, "organ": m.organ, "until": m.until}))
        .collect();
    json!({"gone_through_on": s.gone_through_on, "items": items, "measures": measures})
}

fn codes(list: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    list.iter().map(|(code, _)| *code).collect()
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let plan = object(&[
        ("on", date("安排或最近补充的日期")),
        ("for_release", date("按哪一个释放日期安排")),
        ("corrects", flag("释放日期改后重新安排（更正）")),
        ("comes", word("怎样回家", &codes(COMES))),
        ("why", maybe(text("自行返回的原因"))),
        ("staff", maybe(text("去接的工作人员"))),
        ("relatives", maybe(text("同去的家属"))),
        ("community", maybe(text("同去的村居人员"))),
        ("vehicle", maybe(text("车辆"))),
        ("driver", maybe(text("驾驶员"))),
        ("meets", maybe(text("会合时间和地点"))),
        ("papers", array(text("已备好的材料代码"))),
        ("kin_told_on", maybe(date("告知家属日期"))),
        ("medicine", maybe(text("用药情况"))),
        ("estimate", maybe(number("预计费用，分"))),
    ]);
    let confirmed =
        object(&[("on", date("确认日期")), ("contact", text("监所联系人")), ("by", text("谁确认的"))]);
    let cost = object(&[
        ("on", date("日期")),
        ("car", number("车费，分")),
        ("travel", number("交通票，分")),
        ("meals", number("餐费，分")),
        ("road", number("路费补助，分")),
    ]);
    let taken = object(&[("on", date("日期")), ("organ", text("机关")), ("ground", text("依据"))]);
    let fetch = object(&[
        ("void", flag("释放日期已改，原安排作废")),
        ("plan", maybe(plan)),
        ("confirmed", maybe(confirmed)),
        ("cost", maybe(cost)),
        ("missing", array(text("还缺的交接材料代码"))),
        ("taken", maybe(taken)),
    ]);
    let item = object(&[
        ("code", word("项目", &codes(ITEMS))),
        ("name", text("名称")),
        ("state", maybe(text(&format!("怎样了：{}；没有问过为空", codes(STATES).join("、"))))),
    ]);
    let measure = object(&[
        ("measure", word("措施", &codes(MEASURES))),
        ("organ", text("执行机关")),
        ("until", maybe(date("到期日"))),
    ]);
    let settling = object(&[
        ("gone_through_on", maybe(date("最近一次逐项问过的日期"))),
        ("items", array(item)),
        ("measures", array(measure)),
    ]);
    vec![("Fetch", fetch), ("Settling", settling)]
}
