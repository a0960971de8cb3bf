//! Pictures of a case: listed, attached one at a time, read as bytes.
//! Must never know: how a picture is read, who may attach which kind.

use super::{
    body::{At, Conditions, Form},
    operation::{Answer, Body, FILES, Operation, described},
    schema::{array, date, flag, maybe, named, number, object, text as string, word},
};
use crate::{app::App, problem::ApiProblem, scan, session::Caller};
use axum::{
    Json,
    extract::{DefaultBodyLimit, State},
    response::Response,
};
use domain::{
    command::Spec,
    scan::{ATTACH, Item},
};
use serde_json::{Value, json};
use service::scan::FILE_AT_MOST;

/// An upload is at most so large: the largest picture, and the form around it.
const UPLOAD: usize = FILE_AT_MOST + 100_000;

static LIST: Spec = described(
    "list-scans",
    "材料",
    "档案附有的证件、文书、签名和照片，最新在前；以及现在可以附上的类别。查阅会记入查阅记录。",
    FILES,
    &[],
);
static READ: Spec =
    described("read-scan", "一张图片", "JPEG 或 PNG 的全部内容。查阅会记入查阅记录。", FILES, &[]);

pub(super) fn operations() -> Vec<Operation> {
    let attach = Operation::post("/api/v1/cases/{no}/scans", &ATTACH, Answer::Json("AttachedScan"), attach);
    let handler = attach.handler.clone().layer(DefaultBodyLimit::max(UPLOAD));
    let body = Body::File("图片：JPG 或 PNG，不超过 10 MB");
    vec![
        Operation::get("/api/v1/cases/{no}/scans", &LIST, Answer::Json("ScanList"), list),
        Operation { body, handler, ..attach }.keyed(),
        Operation::get("/api/v1/cases/{no}/scans/{id}", &READ, Answer::Picture, read),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let scan = object(&[
        ("id", string("编号，档案内唯一")),
        ("kind", named("Coded")),
        ("title", maybe(string("说明"))),
        ("on", date("附上日期")),
        ("by", string("附上的账号")),
        ("size", number("字节数")),
        ("media", word("内容类型", &["image/jpeg", "image/png"])),
        ("by_hand", flag("屏幕手写的签名")),
    ]);
    vec![
        ("Scan", scan),
        ("ScanList", object(&[("items", array(named("Scan"))), ("kinds", array(named("Coded")))])),
        ("AttachedScan", object(&[("id", string("图片编号")), ("receipt", named("Receipt"))])),
    ]
}

async fn list(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
) -> Result<Json<Value>, ApiProblem> {
    let scans = app.service.scans(&asker, &no).await?;
    let kinds: Vec<Value> =
        scans.kinds.iter().map(|(code, name)| json!({"code": code, "name": name})).collect();
    Ok(Json(json!({"items": scans.items.iter().map(item).collect::<Vec<_>>(), "kinds": kinds})))
}

async fn attach(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
    Conditions(given): Conditions,
    form: Form,
) -> Result<Json<Value>, ApiProblem> {
    let done = app.service.attach_scan(&asker, &no, &form.fields, form.file, given).await?;
    Ok(Json(json!({"id": done.id, "receipt": done.receipt})))
}

async fn read(
    State(app): State<App>,
    Caller(asker): Caller,
    At((no, id)): At<(String, String)>,
) -> Result<Response, ApiProblem> {
    let (item, bytes) = app.service.scan(&asker, &no, &id).await?;
    Ok(scan::answer(&item, bytes))
}

fn item(item: &Item) -> Value {
    json!({
        "id": item.id,
        "kind": {"code": item.kind, "name": item.name()},
        "title": item.title,
        "on": item.on,
        "by": item.by,
        "size": item.size,
        "media": item.media,
        "by_hand": item.by_hand,
    })
}
