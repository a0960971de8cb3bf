//! What every caller may look up: units with their names, and the rules in force with their sources.
//! Must never know: anything personal.

use super::{
    list,
    operation::{ANY, Answer, Operation, described},
    schema::{array, date, maybe, named, number, object, text, word},
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::command::Spec;
use serde_json::{Value, json};
use store::unit::Named;

static UNITS: Spec = described("list-units", "单位", "全市各单位的代码和名称，一次全部列出。", ANY, &[]);
static RULES: Spec = described("read-rules", "规则", "各项期限，连同依据和把握程度。", ANY, &[]);

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/units", &UNITS, Answer::Json("UnitPage"), units),
        Operation::get("/api/v1/rules", &RULES, Answer::Json("Rules"), rules),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let unit = object(&[
        ("code", text("代码")),
        ("level", text("层级：city 市局，district 区局，office 司法所，custody 监所")),
        ("name", text("名称")),
        ("parent", maybe(text("上级代码"))),
    ]);
    let units = ["days", "working_days", "months", "years", "month_end", "day_of_month"];
    let item = object(&[
        ("rule", text("规则编号")),
        ("title", text("名称")),
        ("value", number("多少")),
        ("unit", word("日、工作日、月、年，当月最后一天，或当月几日", &units)),
        ("source", text("依据")),
        ("confidence", word("Q 有明文，P 惯例，A 推定", &["Q", "P", "A"])),
    ]);
    let basis =
        object(&[("title", text("文号")), ("valid_from", date("生效")), ("valid_to", maybe(date("失效")))]);
    let pack = object(&[
        ("name", text("名称")),
        ("area", text("地区代码")),
        ("version", number("版本")),
        ("valid_from", date("从哪一天起的事用它")),
        ("basis", basis),
        ("items", array(named("Rule"))),
    ]);
    vec![
        ("Unit", unit),
        ("UnitPage", list::of("Unit")),
        ("Rule", item),
        ("Rules", object(&[("packs", array(pack))])),
    ]
}

async fn units(State(app): State<App>, Caller(_): Caller) -> Result<Json<Value>, ApiProblem> {
    let service = &app.service;
    let all = service.units.below(&service.city).into_iter().chain(service.units.custody());
    let items: Vec<Value> = all.map(unit).collect();
    let count = items.len();
    Ok(Json(json!({"items": items, "next": null, "total": count, "at_least": count})))
}

async fn rules(State(app): State<App>, Caller(_): Caller) -> Json<Value> {
    Json(json!({"packs": app.service.rules.packs()}))
}

fn unit(u: &Named) -> Value {
    json!({"code": u.code, "level": u.level, "name": u.name, "parent": u.parent})
}
