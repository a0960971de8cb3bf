//! One file as the API answers it: person, sentence as sent, where it stands, what is owed, what happened,
//! what may be done. The identity number is masked here; the full one has an operation of its own.
//! Must never know: rules. It names what the folded state says.

use super::{
    cases, fetch,
    schema::{array, date, flag, maybe, named, number, object, text, word},
    shape,
};
use crate::app::App;
use domain::{
    case::Case,
    casefile::Agreement,
    command::Spec,
    handover::{Arrival, CATEGORIES, Category},
    person::Person,
};
use serde_json::{Value, json};
use service::{Asker, case::View};
use store::journal::Line;

/// The file.
pub(super) fn of(app: &App, asker: &Asker, view: &View, offered: &[&'static Spec]) -> Value {
    let case = &view.case;
    let h = &case.handover;
    let standing = case.standing();
    let unit = |unit: Option<&domain::unit::Unit>| unit.map(|u| shape::unit(app, u.code()));
    let worker = case.casefile.worker.as_ref();
    let closed = case.casefile.closed.as_ref();
    json!({
        "no": h.sent.no,
        "version": view.version,
        "standing": {"code": standing.code(), "name": standing.name()},
        "category": category(category_code(h.category)),
        "owner": unit(case.owner()),
        "custody": unit(h.custody()),
        "worker": worker.map(|w| json!({"account": w.account, "name": w.name})),
        "person": person(&view.person, asker.now.today),
        "sentence": sentence(case),
        "handover": handover(case),
        "term": h.term.map(|t| json!({"from": t.from, "until": t.until})),
        "casefile": {
            "opened_on": case.casefile.opened_on,
            "phone": case.casefile.phone,
            "address": case.casefile.address,
            "agreement": case.casefile.agreement.as_ref().map(agreement),
            "closed": closed.map(|c| json!({"on": c.on, "reason": c.reason.name()})),
        },
        "visit": {
            "count": case.visit.count,
            "last_contact": case.visit.last_contact,
            "last_met": case.visit.last_met,
            "next_on": case.visit.next_on,
            "abnormal_on": case.visit.abnormal_on,
        },
        "placement": placement(case),
        "fetch": fetch::of(case, asker.actor.role),
        "settling": fetch::settling(case),
        "obligations": view.owed.iter().map(cases::obligation).collect::<Vec<_>>(),
        "timeline": view.timeline.iter().map(entry).collect::<Vec<_>>(),
        "others": view.others.iter().map(|c| cases::item(app, c)).collect::<Vec<_>>(),
        "commands": offered.iter().map(|s| json!({"name": s.name, "title": s.title, "answers": s.answers})).collect::<Vec<_>>(),
    })
}

/// A grade with its name.
pub(super) fn category(code: &str) -> Value {
    let name = CATEGORIES.iter().find(|(c, _)| *c == code).map_or("", |(_, name)| name);
    json!({"code": code, "name": name})
}

fn category_code(category: Category) -> &'static str {
    match category {
        Category::Ordinary => "ordinary",
        Category::Key => "key",
    }
}

fn person(person: &Person, today: jiff::civil::Date) -> Value {
    let i = &person.identity;
    let number = reference::id_number::IdNumber::parse(&i.id_number);
    json!({
        "name": i.name,
        "other_names": person.other_names,
        "id_number_masked": number.map_or_else(|_| String::new(), |n| n.masked()),
        "sex": i.sex,
        "birth": i.birth,
        "age": person.age_on(today),
        "ethnic_group": i.ethnic_group,
        "education": i.education,
        "marital_status": i.marital_status,
    })
}

fn sentence(case: &Case) -> Value {
    let s = &case.handover.sent;
    json!({
        "custody_name": s.custody_name,
        "prison_no": s.prison_no,
        "offence": s.offence,
        "term": s.term,
        "starts_on": s.starts_on,
        "ends_on": s.ends_on,
        "short": s.short,
        "hukou_address": s.hukou_address,
        "living_address": s.living_address,
        "kin_name": s.kin_name,
        "kin_relation": s.kin_relation,
        "kin_phone": s.kin_phone,
        "three_none": s.three_none,
        "recidivist": s.recidivist,
        "prior_terms": s.prior_terms,
        "risk": s.risk,
        "health": s.health,
        "note": s.note,
    })
}

fn handover(case: &Case) -> Value {
    let h = &case.handover;
    let route = h.route.as_ref();
    let dual = h.dual.as_ref();
    json!({
        "entered_on": h.entered.as_ref().map(|(_, on)| on),
        "routed_on": h.routed_on,
        "route_reason": route.map(|r| &r.reason),
        "outside": route.is_some_and(|r| r.outside),
        "returns": h.returns,
        "verified": h.check.verified,
        "result": h.check.result.as_ref().map(|(code, _)| code),
        "result_on": h.check.result.as_ref().map(|(_, on)| on),
        "answer_since": h.check.answer_since,
        "arrival": h.arrival.map(arrival),
        "dual": dual.map(|d| json!({"place": d.place, "office": d.office, "decided_on": d.decided_on})),
        "reported_upward_on": h.reported_upward_on,
        "traced_on": h.traced_on,
    })
}

fn arrival(arrival: Arrival) -> Value {
    let (kind, on) = match arrival {
        Arrival::Received(on) => ("received", on),
        Arrival::SelfReturned(on) => ("self_returned", on),
        Arrival::RefusedCollection(on) => ("refused_collection", on),
        Arrival::NotArrived(on) => ("not_arrived", on),
    };
    json!({"kind": kind, "on": on})
}

fn agreement(agreement: &Agreement) -> Value {
    match agreement {
        Agreement::Signed(on) => json!({"kind": "signed", "on": on, "again_on": null}),
        Agreement::Refused(on, again_on) => json!({"kind": "refused", "on": on, "again_on": again_on}),
    }
}

fn placement(case: &Case) -> Value {
    let p = &case.placement;
    let current = p.current.as_ref();
    json!({
        "current": current.map(|c| json!({"way": c.way, "from": c.from, "place": c.place})),
        "ended_on": p.ended_on,
        "count": p.count,
    })
}

fn entry(Line { entry, actor: by, .. }: &Line) -> Value {
    json!({"on": entry.on, "title": entry.title, "text": entry.text, "landmark": entry.landmark, "by": by})
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let case = object(&[
        ("no", text("档案编号")),
        ("version", number("版本；办理需要看过最新情况的操作时放在 If-Match")),
        ("standing", named("Coded")),
        ("category", named("Coded")),
        ("owner", maybe(named("Coded"))),
        ("custody", maybe(named("Coded"))),
        ("worker", maybe(object(&[("account", text("账号")), ("name", text("姓名"))]))),
        ("person", named("Person")),
        ("sentence", named("Sentence")),
        ("handover", named("Handover")),
        ("term", maybe(object(&[("from", date("帮教期限起")), ("until", date("帮教期限止"))]))),
        ("casefile", named("Casefile")),
        ("visit", named("Visits")),
        ("placement", named("Placements")),
        ("fetch", named("Fetch")),
        ("settling", named("Settling")),
        ("obligations", array(named("Obligation"))),
        ("timeline", array(named("Entry"))),
        ("others", array(named("CaseItem"))),
        ("commands", array(named("Offered"))),
    ]);
    let mut all = vec![("Case", case)];
    all.extend(people());
    all.extend(columns());
    all.extend(fetch::schemas());
    all
}

fn people() -> Vec<(&'static str, Value)> {
    let person = object(&[
        ("name", text("姓名")),
        ("other_names", array(text("其他姓名"))),
        ("id_number_masked", text("身份号码，中间以 * 遮盖")),
        ("sex", json!({"type": "integer", "enum": [1, 2], "description": "GB/T 2261.1：1 男，2 女"})),
        ("birth", date("出生日期")),
        ("age", number("周岁")),
        ("ethnic_group", maybe(text("民族"))),
        ("education", maybe(text("文化程度"))),
        ("marital_status", maybe(text("婚姻状况"))),
    ]);
    let sentence = object(&[
        ("custody_name", text("监所，照名册")),
        ("prison_no", maybe(text("监狱编号"))),
        ("offence", text("罪名，照名册")),
        ("term", text("刑期，照名册")),
        ("starts_on", maybe(date("刑期起日"))),
        ("ends_on", date("刑期止日，即计划释放日期")),
        ("short", flag("拘役或一年以下")),
        ("hukou_address", text("户籍地址")),
        ("living_address", maybe(text("居住地址，与户籍不同时"))),
        ("kin_name", maybe(text("家属姓名"))),
        ("kin_relation", maybe(text("家属关系"))),
        ("kin_phone", maybe(text("家属电话"))),
        ("three_none", flag("三无人员")),
        ("recidivist", flag("累犯，照监所所述")),
        ("prior_terms", number("前科次数")),
        ("risk", maybe(text("危险性评估，照监所所述"))),
        ("health", maybe(text("健康状况"))),
        ("note", maybe(text("备注"))),
    ]);
    vec![("Person", person), ("Sentence", sentence)]
}

fn columns() -> Vec<(&'static str, Value)> {
    let dual = object(&[
        ("place", text("居住地")),
        ("office", maybe(text("居住地司法所代码"))),
        ("decided_on", maybe(date("决定日期"))),
    ]);
    let arrivals = ["received", "self_returned", "refused_collection", "not_arrived"];
    let handover = object(&[
        ("entered_on", maybe(date("收到名册日期"))),
        ("routed_on", maybe(date("交给现责任单位日期"))),
        ("route_reason", maybe(text("为什么由它负责"))),
        ("outside", flag("户籍不在本市")),
        ("returns", number("退回次数")),
        ("verified", flag("已核查属实")),
        ("result", maybe(text("核查结果代码"))),
        ("result_on", maybe(date("核查日期"))),
        ("answer_since", maybe(date("从这一天起等待监所答复"))),
        ("arrival", maybe(object(&[("kind", word("怎样回来", &arrivals)), ("on", date("日期"))]))),
        ("dual", maybe(dual)),
        ("reported_upward_on", maybe(date("上报日期"))),
        ("traced_on", maybe(date("最近一次查找日期"))),
    ]);
    let mut all = vec![("Handover", handover)];
    all.extend(settled());
    all
}

fn settled() -> Vec<(&'static str, Value)> {
    let agreement = object(&[
        ("kind", word("签订或不签", &["signed", "refused"])),
        ("on", date("日期")),
        ("again_on", maybe(date("约定再谈日期"))),
    ]);
    let casefile = object(&[
        ("opened_on", maybe(date("建档日期"))),
        ("phone", maybe(text("本人电话"))),
        ("address", maybe(text("现住址"))),
        ("agreement", maybe(agreement)),
        ("closed", maybe(object(&[("on", date("办结日期")), ("reason", text("办结原因"))]))),
    ]);
    let visits = object(&[
        ("count", number("走访次数")),
        ("last_contact", maybe(date("最近联系"))),
        ("last_met", maybe(date("最近见到本人"))),
        ("next_on", maybe(date("约定的下次联系"))),
        ("abnormal_on", maybe(date("发现异常、尚未处置"))),
    ]);
    let current =
        object(&[("way", text("安置方式代码")), ("from", date("开始日期")), ("place", text("单位或地点"))]);
    let placements = object(&[
        ("current", maybe(current)),
        ("ended_on", maybe(date("上一项安置结束日期"))),
        ("count", number("安置次数")),
    ]);
    let entry = object(&[
        ("on", date("日期")),
        ("title", text("什么事")),
        ("text", text("详情")),
        ("landmark", flag("归途上的重要一步")),
        ("by", text("记录的账号")),
    ]);
    let offered = object(&[
        ("name", text("操作名，即路径最后一段")),
        ("title", text("名称")),
        ("answers", flag("须带 If-Match")),
    ]);
    vec![
        ("Casefile", casefile),
        ("Visits", visits),
        ("Placements", placements),
        ("Entry", entry),
        ("Offered", offered),
    ]
}
