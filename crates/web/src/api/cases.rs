//! Cases: lists, search, one file, the full number for a reason, and every command of every column.
//! Must never know: what a command does; it is passed on by name and fields.

use super::{
    body::{At, Conditions, Fields, Params, Sent, text},
    file,
    list::{self, AFTER, LIMIT},
    operation::{Answer, FILES, Operation, described},
    schema::{date, maybe, named, object, text as string},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    case::{CaseCommand, Standing},
    command::{Field, Kind, Spec, may, must},
};
use serde_json::{Value, json};
use service::Problem;
use store::{
    case::{Filter, Sort},
    page::Page,
    rows::{Listed, Owed},
};

/// Standings by code, as filters take them.
const STANDINGS: &[(&str, &str)] = &[
    ("routing", "待分派"),
    ("verifying", "待核查"),
    ("answering", "待监所答复"),
    ("expected", "待衔接"),
    ("refused_collection", "拒绝接回"),
    ("not_arrived", "未到"),
    ("suspended", "另案羁押"),
    ("received", "已衔接"),
    ("assisted", "帮教中"),
    ("outside", "外市户籍"),
    ("left_list", "离开名册"),
    ("closed", "已办结"),
];
/// The services find at most so many; who gets that many types more of the name.
const FOUND_AT_MOST: i64 = 50;
const SORTS: &[(&str, &str)] = &[("due", "最早到期在前"), ("name", "按姓名"), ("release", "按释放日期")];

static LIST: Spec =
    described("list-cases", "档案列表", "本单位能看到的档案，可按责任单位和状态筛选。", FILES, &[]);
static LIST_QUERY: &[Field] = &[
    may("office", "责任单位代码", Kind::Unit, "例如 440106007"),
    may("state", "状态", Kind::Choice(STANDINGS), ""),
    may("sort", "排序", Kind::Choice(SORTS), "默认 due"),
    LIMIT,
    AFTER,
];
static SEARCH: Spec = described(
    "search-cases",
    "查找档案",
    "按姓名开头、完整身份号码或档案编号查找，最多 50 份。查找内容只放在请求内容里，不进网址。",
    FILES,
    &[must("q", "查找内容", Kind::Text(60), "")],
);
static READ: Spec = described(
    "read-case",
    "一份档案",
    "一次读到本人、刑期、进度、待办和经过。查阅会记入查阅记录。",
    FILES,
    &[],
);
static REVEAL: Spec = described(
    "reveal-number",
    "查看完整身份号码",
    "须写明理由，理由记入查阅记录。",
    FILES,
    &[must("reason", "理由", Kind::Text(100), "2 至 100 字")],
);
static OBLIGATIONS: Spec =
    described("list-obligations", "待办", "本单位该办或可以办的事，最早到期在前。", FILES, &[]);
static OBLIGATIONS_QUERY: &[Field] =
    &[may("until", "到期日不晚于", Kind::Date, "不填则列出全部"), LIMIT, AFTER];

pub(super) fn operations() -> Vec<Operation> {
    let mut all = vec![
        Operation::get("/api/v1/cases", &LIST, Answer::Json("CasePage"), cases).query(LIST_QUERY),
        Operation::post("/api/v1/cases/search", &SEARCH, Answer::Json("CasePage"), search),
        Operation::get("/api/v1/cases/{no}", &READ, Answer::Versioned("Case"), read),
        Operation::post("/api/v1/cases/{no}/reveal", &REVEAL, Answer::Json("Number"), reveal),
        Operation::get("/api/v1/obligations", &OBLIGATIONS, Answer::Json("ObligationPage"), obligations)
            .query(OBLIGATIONS_QUERY),
    ];
    all.extend(CaseCommand::specs().map(|spec| {
        Operation::post("/api/v1/cases/{no}/{command}", spec, Answer::Json("Receipt"), give).keyed()
    }));
    all
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let item = object(&[
        ("no", string("档案编号")),
        ("name", string("姓名")),
        ("standing", named("Coded")),
        ("category", named("Coded")),
        ("owner", named("Coded")),
        ("release_on", date("计划或实际释放日期")),
        ("due_on", maybe(date("最早到期的待办；已办结为 null"))),
    ]);
    let mut owed = shape::obligation();
    owed.extend([
        ("of", json!({"type": "string", "enum": ["case", "row"], "description": "属于档案还是名册行"})),
        ("no", string("档案或名册行的编号")),
        ("name", string("姓名")),
        ("worker", maybe(string("责任人账号"))),
    ]);
    vec![
        ("CaseItem", item),
        ("CasePage", list::of("CaseItem")),
        ("Obligation", object(&owed)),
        ("ObligationPage", list::of("Obligation")),
        ("Number", object(&[("id_number", string("完整身份号码"))])),
    ]
}

async fn cases(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let given = |key| Some(text(&read, key).to_owned()).filter(|t| !t.is_empty());
    let filter = Filter { owner: given("office"), standing: given("state") };
    let sort = Sort::ALL.into_iter().find(|s| s.code() == text(&read, "sort")).unwrap_or(Sort::Due);
    let filters = [sort.code(), text(&read, "office"), text(&read, "state")];
    let purpose = list::purpose("cases", &filters);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let page = app.service.cases(&asker, filter, sort, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &page, |c| item(&app, c))))
}

async fn search(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    let read = SEARCH.read(&sent).map_err(Problem::Fields)?;
    let items = app.service.search(&asker, text(&read, "q")).await?;
    let found = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let page = Page { exact: found < FOUND_AT_MOST, at_least: found, next: None, items };
    Ok(Json(list::page(&app, &asker, "", &page, |c| item(&app, c))))
}

async fn read(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
) -> Result<Response, ApiProblem> {
    let view = app.service.view(&asker, &no).await?;
    let offered = app.service.offered(&asker, &view);
    let body = Json(file::of(&app, &asker, &view, &offered));
    Ok(([(header::ETAG, format!("\"{}\"", view.version))], body).into_response())
}

async fn reveal(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    let read = REVEAL.read(&sent).map_err(Problem::Fields)?;
    let id_number = app.service.reveal(&asker, &no, text(&read, "reason")).await?;
    Ok(Json(json!({"id_number": id_number})))
}

async fn give(
    State(app): State<App>,
    Caller(asker): Caller,
    At((no, command)): At<(String, String)>,
    Conditions(given): Conditions,
    Sent(sent): Sent,
) -> Result<Json<service::Receipt>, ApiProblem> {
    Ok(Json(app.service.give(&asker, &no, &command, &sent, given).await?))
}

async fn obligations(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(OBLIGATIONS_QUERY)?;
    let until = until(&read);
    let purpose = list::purpose("obligations", &[text(&read, "until")]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let page = app.service.obligations(&asker, until, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &page, obligation)))
}

fn until(read: &Fields) -> jiff::civil::Date {
    text(read, "until").parse().unwrap_or(store::rows::NEVER)
}

/// A case as lists show it.
pub(super) fn item(app: &App, c: &Listed) -> Value {
    let standing = Standing::from_code(&c.standing).map_or("", Standing::name);
    json!({
        "no": c.no,
        "name": c.name,
        "standing": {"code": c.standing, "name": standing},
        "category": file::category(&c.category),
        "owner": shape::unit(app, &c.owner),
        "release_on": c.release_on,
        "due_on": shape::day(&c.due_on),
    })
}

/// Something owed as lists and files show it.
pub(super) fn obligation(o: &Owed) -> Value {
    json!({
        "kind": o.kind,
        "title": o.title,
        "rule": o.rule,
        "due_on": o.due_on,
        "owner": o.owner,
        "settle": o.settle,
        "why": o.why,
        "of": o.stream_kind,
        "no": o.no,
        "name": o.name,
        "worker": o.worker,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_take_every_standing_and_call_it_by_its_name() {
        let all: Vec<_> = Standing::ALL.iter().map(|s| (s.code(), s.name())).collect();
        assert_eq!(STANDINGS, all);
    }

    #[test]
    fn every_way_to_sort_can_be_asked_for() {
        let all: Vec<_> = Sort::ALL.iter().map(|s| s.code()).collect();
        assert_eq!(SORTS.iter().map(|(code, _)| *code).collect::<Vec<_>>(), all);
    }
}
