//! The desk for programs: the numbers of a workbench with the codes of their lists, what changed, many things urged
//! at once and what of them is still open.
//! Must never know: how anything is counted.

use super::{
    body::{Params, Sent},
    list::{self, AFTER, LIMIT},
    operation::{Answer, FILES, Operation, described},
    schema::{array, date, instant as at, maybe, named, number, object, text as string},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::command::{Field, Kind, Spec, may};
use serde_json::{Map, Value, json};
use service::{
    changed::SEE,
    narrow::KEYS,
    urge::{Done, URGE_MANY},
    workbench::Number,
};
use store::{changed::Changed, rows::Owed};

static BENCH: Spec = described(
    "read-workbench",
    "待办的数字",
    "按角色列出的人数；把 codes 里的各项填到档案列表网页的地址上，就是这些人。",
    FILES,
    &[],
);
static CHANGES: Spec = described(
    "list-changes",
    "变动",
    "上次标记“都看过了”以来别人记录过的档案，每份只列最近一项，最近的在前。读取不等于看过。",
    FILES,
    &[],
);
static CHANGES_QUERY: &[Field] = &[LIMIT, AFTER];
static URGED_QUERY: &[Field] = &[may("limit", "条数", Kind::Number(200), "至多 200，不填为 200")];
static URGED: Spec = described(
    "list-urged",
    "催办未办",
    "催过、下级单位还没有办的事项，最早催的在前，最多 200 项。",
    URGE_MANY.who,
    &[],
);

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/workbench", &BENCH, Answer::Json("Workbench"), bench),
        Operation::get("/api/v1/changes", &CHANGES, Answer::Json("Changes"), changes).query(CHANGES_QUERY),
        Operation::post("/api/v1/changes/seen", &SEE, Answer::Json("Seen"), seen),
        Operation::get("/api/v1/urges", &URGED, Answer::Json("Urges"), urged).query(URGED_QUERY),
        Operation::post("/api/v1/urges", &URGE_MANY, Answer::Json("UrgesDone"), urge),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let codes: Vec<(&str, Value)> = KEYS.into_iter().map(|key| (key, string("代码，空为不限"))).collect();
    let one = object(&[
        ("group", string("谁的")),
        ("title", string("数的是什么")),
        ("count", number("多少人")),
        ("codes", object(&codes)),
    ]);
    let change = object(&[
        ("no", string("档案编号")),
        ("name", string("姓名")),
        ("owner", string("责任单位代码")),
        ("on", date("发生日期")),
        ("title", string("最近一项")),
        ("text", string("说明")),
        ("recorded_at", at("记录时刻")),
        ("by", string("记录人账号")),
        ("unit", string("记录单位代码")),
        ("changes", number("别人记录了几项")),
    ]);
    let changes = object(&[
        ("items", array(named("Change"))),
        ("next", maybe(string("下一页从哪里开始；没有下一页时为 null"))),
        ("total", maybe(number("一共多少；超过 99 时为 null"))),
        ("at_least", number("至少多少")),
        ("until", string("标记看过时原样送回")),
    ]);
    let urge = object(&[
        ("no", string("档案编号")),
        ("name", string("姓名")),
        ("obligation", string("事项")),
        ("title", string("事项名称")),
        ("owner", string("责任单位代码")),
        ("due_on", date("期限")),
        ("urged_on", maybe(date("最近一次催办"))),
        ("urged_by", maybe(string("催办单位代码"))),
    ]);
    let not = object(&[
        ("no", string("档案编号")),
        ("obligation", string("事项")),
        ("code", string("原因代码")),
        ("detail", string("原因")),
    ]);
    vec![
        ("Workbench", object(&[("items", array(one)), ("changed", number("有变动的人数，数到 100 为止"))])),
        ("Change", change),
        ("Changes", changes),
        ("Seen", object(&[("until", string("看到的时刻"))])),
        ("Urges", object(&[("items", array(urge))])),
        ("UrgesDone", object(&[("urged", number("催办了几项")), ("not_urged", array(not))])),
    ]
}

async fn bench(State(app): State<App>, Caller(asker): Caller) -> Result<Json<Value>, ApiProblem> {
    let found = app.service.workbench(&asker).await?;
    let one = |group: &str, n: &Number| {
        let mut codes: Map<String, Value> = KEYS.into_iter().map(|key| (key.to_owned(), "".into())).collect();
        codes.extend(n.codes.pairs().into_iter().map(|(key, code)| (key.to_owned(), code.into())));
        json!({"group": group, "title": n.title, "count": n.count, "codes": codes})
    };
    let all = found.numbers.iter().flat_map(|g| g.all.iter().map(|n| one(g.title, n)));
    Ok(Json(json!({"items": all.collect::<Vec<_>>(), "changed": found.changed})))
}

async fn changes(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(CHANGES_QUERY)?;
    let purpose = list::purpose("changes", &[]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let found = app.service.changes(&asker, ask).await?;
    let one = |c: &Changed| {
        json!({
            "no": c.no, "name": c.name, "owner": c.owner, "on": c.entry.on, "title": c.entry.title,
            "text": c.entry.text, "recorded_at": shape::instant(c.recorded_at), "by": c.actor,
            "unit": c.unit, "changes": c.changes,
        })
    };
    let mut page = list::page(&app, &asker, &purpose, &found.page, one);
    page["until"] = found.until.to_string().into();
    Ok(Json(page))
}

async fn seen(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    app.service.see_changes(&asker, &sent).await?;
    Ok(Json(json!({"until": sent.get("until")})))
}

async fn urged(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let limit = params.read(URGED_QUERY)?.get("limit").and_then(Value::as_u64);
    let limit = limit.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let found = app.service.urged(&asker).await?;
    let one = |o: &Owed| {
        json!({
            "no": o.no, "name": o.name, "obligation": domain::urge::code(&o.kind, &o.subject),
            "title": o.title, "owner": o.owner, "due_on": o.due_on, "urged_on": o.urged_on,
            "urged_by": o.urged_by,
        })
    };
    Ok(Json(json!({"items": found.iter().take(limit).map(one).collect::<Vec<_>>()})))
}

async fn urge(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Done>, ApiProblem> {
    Ok(Json(app.service.urge_many(&asker, &sent).await?))
}
