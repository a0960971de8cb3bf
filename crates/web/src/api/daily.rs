//! The daily work of a file as the API tells it: first page, team, visits, placements; and its schemas.
//! Must never know: who may see it.

use super::schema::{array, date, flag, maybe, named, number, object, text};
use domain::{
    case::Case,
    casefile::Member,
    placement::{Past, Placement},
    visit::Need,
};
use serde_json::{Value, json};

pub(super) fn profile(case: &Case) -> Value {
    let p = &case.casefile.profile;
    json!({
        "other_phone": p.other_phone,
        "kin_phone": p.kin_phone,
        "education": p.education,
        "marital_status": p.marital_status,
        "contact_time": p.contact_time,
        "discreet": p.discreet.unwrap_or_default(),
        "family": p.family,
        "health": p.health,
        "health_ground": p.health_ground,
    })
}

pub(super) fn member(m: &Member) -> Value {
    json!({
        "id": m.id.to_string(),
        "name": m.name,
        "role": m.role,
        "organ": m.organ,
        "phone": m.phone,
        "from": m.from,
        "until": m.until,
    })
}

pub(super) fn visits(case: &Case) -> Value {
    let v = &case.visit;
    let need = |n: &Need| json!({"need": n.what, "on": n.on, "note": n.note});
    let moved = v.moved.as_ref();
    json!({
        "count": v.count,
        "attempts": v.attempts,
        "first_on": v.first_on,
        "last_contact": v.last_contact,
        "last_met": v.last_met,
        "counted_on": v.counted_on,
        "next_on": v.next_on,
        "moved": moved.map(|m| json!({"from": m.from, "to": m.to, "reason": m.reason, "note": m.note})),
        "needs": v.needs.iter().map(need).collect::<Vec<_>>(),
        "abnormal_on": v.abnormal_on,
    })
}

pub(super) fn placement(case: &Case) -> Value {
    let p = &case.placement;
    let one = |c: &Placement| json!({"way": c.way, "sort": c.sort, "from": c.from, "place": c.place});
    let past = |p: &Past| json!({"was": one(&p.was), "to": p.to, "reason": p.reason});
    let without = p.without.as_ref();
    json!({
        "current": p.current.as_ref().map(one),
        "ended_on": p.ended_on,
        "count": p.count,
        "past": p.past.iter().map(past).collect::<Vec<_>>(),
        "without": without.map(|w| json!({"on": w.on, "reason": w.reason})),
    })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let profile = object(&[
        ("other_phone", maybe(text("另一个电话"))),
        ("kin_phone", maybe(text("家属电话"))),
        ("education", maybe(text("文化程度"))),
        ("marital_status", maybe(text("婚姻状况"))),
        ("contact_time", maybe(text("方便联系的时间"))),
        ("discreet", flag("希望低调联系")),
        ("family", maybe(text("家庭情况"))),
        ("health", maybe(text("健康状况"))),
        ("health_ground", maybe(text("登记健康状况的依据"))),
    ]);
    let member = object(&[
        ("id", text("成员编号")),
        ("name", text("姓名")),
        ("role", text("身份代码")),
        ("organ", maybe(text("单位"))),
        ("phone", maybe(text("电话"))),
        ("from", date("加入日期")),
        ("until", maybe(date("退出日期"))),
    ]);
    let mut all = vec![("Profile", profile), ("Member", member)];
    all.extend(visit_schemas());
    all.extend(placement_schemas());
    all
}

fn visit_schemas() -> Vec<(&'static str, Value)> {
    let moved = object(&[
        ("from", date("原定日期")),
        ("to", date("改到的日期")),
        ("reason", text("原因代码")),
        ("note", maybe(text("说明"))),
    ]);
    let need = object(&[
        ("need", text("需要的代码，回应时填")),
        ("on", date("提出日期")),
        ("note", maybe(text("说明"))),
    ]);
    let visits = object(&[
        ("count", number("走访次数")),
        ("attempts", number("最近连续没有联系上的次数")),
        ("first_on", maybe(date("首次走访"))),
        ("last_contact", maybe(date("最近联系"))),
        ("last_met", maybe(date("最近见到本人"))),
        ("counted_on", maybe(date("走访周期从这一天起算"))),
        ("next_on", maybe(date("约定的下次联系"))),
        ("moved", maybe(moved)),
        ("needs", array(named("Need"))),
        ("abnormal_on", maybe(date("发现异常、尚未处置"))),
    ]);
    vec![("Need", need), ("Visits", visits)]
}

fn placement_schemas() -> Vec<(&'static str, Value)> {
    let one = object(&[
        ("way", text("安置方式代码")),
        ("sort", maybe(text("其他安置方式是哪一种"))),
        ("from", date("开始日期")),
        ("place", text("单位或地点")),
    ]);
    let past = object(&[
        ("was", named("Placement")),
        ("to", date("结束日期")),
        ("reason", maybe(text("结束原因；被下一项代替时为空"))),
    ]);
    let without = object(&[("on", date("日期")), ("reason", text("未安置原因代码"))]);
    let placements = object(&[
        ("current", maybe(named("Placement"))),
        ("ended_on", maybe(date("上一项安置结束日期"))),
        ("count", number("安置次数")),
        ("past", array(past)),
        ("without", maybe(without)),
    ]);
    vec![("Placement", one), ("Placements", placements)]
}
