//! Rule packs through the API: what one would change, and its acceptance by the city bureau.
//! Must never know: what a rule means.

use super::{
    body::Sent,
    operation::{Answer, Operation},
    schema::{array, date, maybe, named, number, object, text},
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::rulebook::{ACCEPT, PREVIEW};
use serde_json::{Value, json};
use service::rulebook::Effect;
use store::rulebook::Moved;

pub(super) fn operations() -> Vec<Operation> {
    let effect = || Answer::Json("RulesEffect");
    vec![
        Operation::post("/api/v1/rules/preview", &PREVIEW, effect(), preview),
        Operation::post("/api/v1/rules", &ACCEPT, effect(), accept),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let change = object(&[("before", named("Rule")), ("after", named("Rule"))]);
    let moved = object(&[
        ("no", text("档案号或待更正行号")),
        ("name", text("姓名")),
        ("title", text("待办事项")),
        ("rule", text("规则编号")),
        ("before", maybe(date("原期限；原来没有为 null"))),
        ("after", maybe(date("新期限；不再需要为 null"))),
    ]);
    let count = object(&[("rule", text("规则编号")), ("obligations", number("期限改变的待办数"))]);
    let effect = object(&[
        ("version", number("规则包版本")),
        ("rules", array(change)),
        ("counts", array(count)),
        ("moved", array(moved)),
    ]);
    vec![("RulesEffect", effect)]
}

async fn preview(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    Ok(Json(told(&app.service.rules_effect(&asker, &sent).await?)))
}

async fn accept(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    Ok(Json(told(&app.service.accept_rules(&asker, &sent).await?)))
}

fn told(effect: &Effect) -> Value {
    let rules: Vec<Value> =
        effect.rules.iter().map(|(before, after)| json!({"before": before, "after": after})).collect();
    let counts: Vec<Value> =
        effect.by_rule.iter().map(|(rule, n)| json!({"rule": rule, "obligations": n})).collect();
    let moved: Vec<Value> = effect.moved.iter().map(line).collect();
    json!({"version": effect.pack.version, "rules": rules, "counts": counts, "moved": moved})
}

fn line(m: &Moved) -> Value {
    json!({"no": m.owed.no, "name": m.owed.name, "title": m.owed.title, "rule": m.owed.rule,
           "before": m.before, "after": m.after})
}
