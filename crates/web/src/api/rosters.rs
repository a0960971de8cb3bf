//! Rosters: a file is checked or imported, uploads are listed. The answer tells row by row what is wrong, in
//! the shape in which the command line tells it.
//! Must never know: how files are read.

use super::{
    body::{At, Fields, File, Params, text},
    list::{self, AFTER, LIMIT},
    operation::{Answer, Body, FILES, Operation, described},
    schema::{array, instant, maybe, named, number, object, object_with, text as string},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{
    Json,
    extract::{DefaultBodyLimit, State},
};
use documents::roster::Reading;
use domain::{
    command::{Field, Kind, Spec, must},
    kernel::{Role, refuse},
    unit::Unit,
};
use serde_json::{Value, json};
use service::{
    Asker, Problem,
    handover::{Summary, Told},
};
use store::roster::Roster;

/// An upload is at most so large: the largest file that is read, and the form around it.
const UPLOAD: usize = 20_100_000;

const SENDERS: &[Role] = &[Role::Prison, Role::City];
static LIST: Spec = described("list-rosters", "名册列表", "本单位报送或收到的名册，最新在前。", FILES, &[]);
static LIST_QUERY: &[Field] = &[LIMIT, AFTER];
static READ: Spec = described("read-roster", "一份名册", "回执：多少行采用、多少行待更正。", FILES, &[]);
static CHECK: Spec =
    described("check-roster", "检查名册", "照导入的办法走一遍，什么也不保存。", SENDERS, &[]);
static IMPORT: Spec = described(
    "import-roster",
    "导入名册",
    "没有问题的行立即建立档案并分派，有问题的行留待更正。同一行再次导入不会重复。",
    SENDERS,
    &[],
);
static CUSTODY_QUERY: &[Field] =
    &[must("custody", "报送单位代码", Kind::Unit, "监所的代码；市局汇总时可用市局代码")];

pub(super) fn operations() -> Vec<Operation> {
    let result = Answer::Json("RosterResult");
    let file = |operation: Operation| Operation {
        body: Body::File("名册文件：xlsx、xls、ods 或 csv"),
        handler: operation.handler.layer(DefaultBodyLimit::max(UPLOAD)),
        ..operation
    };
    vec![
        Operation::get("/api/v1/rosters", &LIST, Answer::Json("RosterPage"), rosters).query(LIST_QUERY),
        Operation::get("/api/v1/rosters/{no}", &READ, Answer::Json("Roster"), roster),
        file(Operation::post("/api/v1/rosters", &IMPORT, result, import).query(CUSTODY_QUERY)),
        file(Operation::post("/api/v1/rosters/check", &CHECK, result, check).query(CUSTODY_QUERY)),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let roster = object(&[
        ("no", string("回执编号")),
        ("custody", named("Coded")),
        ("sender", named("Coded")),
        ("by", string("上传的账号")),
        ("at", instant("上传时间")),
        ("lines", number("文件中的行数，不算表头和空行")),
        ("accepted", number("建立档案的行")),
        ("quarantined", number("待更正的行")),
        ("repeats", number("以前收过的行")),
        ("not_persons", number("标题、合计、说明等不是人员的行")),
    ]);
    let told = object_with(
        &[
            ("row", number("行号，与表格软件所示相同")),
            ("column", string("列名")),
            ("code", string("问题代码")),
            ("message", string("哪里不对、怎样改")),
        ],
        &[("sheet", string("工作表，文件有多张表时"))],
    );
    let result = object(&[
        ("rows_accepted", number("没有问题的行")),
        ("rows_reported", number("有问题的行")),
        ("problems", array(named("RowProblem"))),
        ("notes", array(string("关于整个文件的说明"))),
        ("receipt", maybe(named("Roster"))),
    ]);
    vec![
        ("Roster", roster),
        ("RosterPage", list::of("Roster")),
        ("RowProblem", told),
        ("RosterResult", result),
    ]
}

async fn rosters(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let purpose = list::purpose("rosters", &[]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let page = app.service.rosters(&asker, &ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &page, |r| receipt(&app, r))))
}

async fn roster(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
) -> Result<Json<Value>, ApiProblem> {
    Ok(Json(receipt(&app, &app.service.roster(&asker, &no).await?)))
}

async fn check(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
    File(bytes): File,
) -> Result<Json<Value>, ApiProblem> {
    let sender = sender(&params.read(CUSTODY_QUERY)?);
    let reading = reading(&app, &asker, bytes).await?;
    let summary = app.service.check_roster(&asker, &sender, &reading).await?;
    Ok(Json(result(&summary, None)))
}

async fn import(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
    File(bytes): File,
) -> Result<Json<Value>, ApiProblem> {
    let sender = sender(&params.read(CUSTODY_QUERY)?);
    let reading = reading(&app, &asker, bytes).await?;
    let summary = app.service.import_roster(&asker, &sender, &reading).await?;
    Ok(Json(result(&summary, Some(receipt(&app, &summary.receipt)))))
}

/// Reads the file of somebody who may send one; nobody else makes the server work.
async fn reading(app: &App, asker: &Asker, bytes: Vec<u8>) -> Result<Reading, Problem> {
    if !SENDERS.contains(&asker.actor.role) {
        return Ok(refuse("not_your_role", "名册由监所或市局报送")?);
    }
    app.service.read_roster(bytes).await
}

fn sender(read: &Fields) -> Unit {
    Unit::new(text(read, "custody"))
}

fn receipt(app: &App, r: &Roster) -> Value {
    json!({
        "no": r.no,
        "custody": shape::unit(app, &r.custody),
        "sender": shape::unit(app, &r.sender),
        "by": r.actor,
        "at": shape::instant(r.at),
        "lines": r.lines,
        "accepted": r.accepted,
        "quarantined": r.quarantined,
        "repeats": r.repeats,
        "not_persons": r.not_persons,
    })
}

fn result(summary: &Summary, receipt: Option<Value>) -> Value {
    let told: &[Told] = &summary.problems;
    json!({
        "rows_accepted": summary.receipt.accepted,
        "rows_reported": summary.receipt.quarantined,
        "problems": told,
        "notes": summary.notes,
        "receipt": receipt,
    })
}
