//! Papers F1–F9: what can be printed for a case, a paper as a file for the word processor, the list of a
//! month. Must never know: what stands on a paper, who may print it.

use super::{
    body::{At, Fields, Params, field_error, text},
    operation::{Answer, FILES, Operation, described},
    schema::{array, date, maybe, named, number, object, text as string},
};
use crate::{
    app::App,
    paper::{docx, honest, month, next_month},
    problem::ApiProblem,
    session::Caller,
};
use axum::{Json, extract::State, response::Response};
use domain::{
    command::{Field, Kind, Spec, may},
    paper::{Form, PURPOSES},
};
use serde_json::{Value, json};
use service::{Problem, paper::Wanted};

/// The highest version that can be asked for.
const VERSIONS: u32 = 1_000_000;

const PURPOSE: Field =
    may("purpose", "用途", Kind::Choice(PURPOSES), "写明用途才带完整身份号码，用途记入查阅记录");
const COPY: Field = may("copy", "标明副本", Kind::YesNo, "");

static LIST: Spec = described(
    "list-papers",
    "可以打印的文书",
    "这份档案现在可以打印哪些文书，还不能打印的说明原因；走访记录按版本号列出。",
    FILES,
    &[],
);
static READ: Spec = described(
    "read-paper",
    "一份文书",
    "按已登记的内容填好的文书（DOCX，A4），表号为 F1、F3 至 F9。每次下载记入查阅记录。",
    FILES,
    &[],
);
static READ_QUERY: &[Field] =
    &[PURPOSE, may("visit", "走访记录的版本号", Kind::Number(VERSIONS), "只用于 F9，不填为空表"), COPY];
static MONTH: Spec = described(
    "read-month-list",
    "预释放人员名册",
    "辖区内某月将要释放的人员（F2，DOCX，A4 横向）。带完整身份号码时，逐份记入查阅记录。",
    FILES,
    &[],
);
static MONTH_QUERY: &[Field] =
    &[may("month", "月份", Kind::Text(7), "例如 2026-12，不填为下个月"), PURPOSE, COPY];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/cases/{no}/papers", &LIST, Answer::Json("Papers"), list),
        Operation::get("/api/v1/cases/{no}/papers/{form}", &READ, Answer::Docx, read).query(READ_QUERY),
        Operation::get("/api/v1/papers/month", &MONTH, Answer::Docx, of_month).query(MONTH_QUERY),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let sheet = object(&[
        ("code", string("表号")),
        ("title", string("名称")),
        ("purpose", string("用途")),
        ("number", json!({"type": "boolean", "description": "写明用途时带完整身份号码"})),
        ("not_yet", maybe(string("还不能打印的原因；可以打印为 null"))),
    ]);
    let visit = object(&[("version", number("版本号")), ("on", date("走访日期"))]);
    let papers = object(&[("sheets", array(named("Sheet"))), ("visits", array(named("SheetVisit")))]);
    vec![("Papers", papers), ("Sheet", sheet), ("SheetVisit", visit)]
}

async fn list(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
) -> Result<Json<Value>, ApiProblem> {
    let papers = app.service.papers(&asker, &no).await?;
    let sheets: Vec<Value> = papers
        .sheets
        .iter()
        .map(|(sheet, refusal)| {
            json!({
                "code": sheet.code,
                "title": sheet.title,
                "purpose": sheet.purpose,
                "number": sheet.number,
                "not_yet": refusal.as_ref().map(|r| &r.detail),
            })
        })
        .collect();
    let visits: Vec<Value> =
        papers.visits.iter().map(|(version, on)| json!({"version": version, "on": on})).collect();
    Ok(Json(json!({"sheets": sheets, "visits": visits})))
}

async fn read(
    State(app): State<App>,
    Caller(asker): Caller,
    At((no, code)): At<(String, String)>,
    params: Params,
) -> Result<Response, ApiProblem> {
    let form = Form::from_code(&code).ok_or(Problem::NotFound)?;
    let wanted = wanted(&params.read(READ_QUERY)?);
    let paper = app.service.paper(&asker, &no, form, &wanted).await?;
    Ok(docx(&honest(&app, paper), &format!("{code}-{no}"))?)
}

async fn of_month(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Response, ApiProblem> {
    let read = params.read(MONTH_QUERY)?;
    let month = match text(&read, "month") {
        "" => next_month(asker.now.today),
        given => month(given)
            .ok_or_else(|| field_error("month", "bad_month", "“月份”写作四位年、两位月，例如 2026-12"))?,
    };
    let paper = app.service.paper_of_month(&asker, month, &wanted(&read)).await?;
    Ok(docx(&honest(&app, paper), &format!("F2-{}", month.strftime("%Y-%m")))?)
}

fn wanted(read: &Fields) -> Wanted {
    Wanted {
        purpose: Wanted::purpose(text(read, "purpose")),
        visit: read.get("visit").and_then(Value::as_i64),
        copy: read.get("copy").and_then(Value::as_bool).unwrap_or(false),
    }
}
