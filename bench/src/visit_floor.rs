//! The floor of a recorded visit: the same form arrives over HTTP and is parsed, and the rows that the
//! product would write (event, kept state, list rows, obligation, receipt: same tables, same number, same
//! sizes) are written by bare statements in a commit that others share; a redirect of the same kind answers.
//! Left out: session, form token, scope, loading, unsealing, rules, sealing, chain, comparing rows.
//! The floor has cases of its own, for what it writes is not sealed by any key.

use crate::city::{City, Desk, rows};
use anyhow::{Context, Result, bail};
use axum::{
    Extension, Form, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use database::{Db, Row, Tx, Value};
use serde_json::json;
use service::Given;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use store::sql::every_statement;
use uuid::Uuid;
use web::App;

/// Cases of one unit that are tried at most.
const CANDIDATES: i64 = 200;
/// The day agreed in the visit that is recorded while preparing.
const AGREED: &str = "2026-11-25";
/// Place of `due_on` in a row of `visible` and in one of `obligation`.
const DUE: (usize, usize) = (8, 5);

/// A case that can be visited.
pub struct Visitable {
    /// Its number.
    pub no: String,
    /// Whose session records the visit.
    pub desk: Desk,
    rows: Rows,
}

/// The rows that a visit to that case writes.
struct Rows {
    stream: Uuid,
    version: AtomicI64,
    head: Value,
    format: Value,
    state: Value,
    event: Vec<Value>,
    visible: Vec<Vec<Value>>,
    owed: Vec<Value>,
    receipt: Vec<Value>,
}

/// The statements as the product runs them.
struct Texts {
    state: String,
    event: String,
    visible: String,
    owed: String,
    receipt: String,
}

/// Everything the floor writes.
pub struct Floor {
    cases: Vec<Visitable>,
    texts: Texts,
}

impl Floor {
    /// The floor over some cases.
    pub fn over(cases: Vec<Visitable>) -> Result<Floor> {
        let all = every_statement();
        let find = |module: &str, start: &str| {
            let found = all.iter().find(|(m, text)| *m == module && text.starts_with(start));
            found.map(|(_, text)| text.clone()).with_context(|| format!("no statement {start}"))
        };
        let texts = Texts {
            state: find("journal", "UPDATE stream SET version")?,
            event: find("journal", "INSERT INTO event")?,
            visible: find("rows", "INSERT INTO visible")?,
            owed: find("rows", "INSERT INTO obligation")?,
            receipt: find("receipt", "INSERT INTO receipt")?,
        };
        Ok(Floor { cases, texts })
    }
}

/// Cases of every office in which a visit moves list row and obligation: each is visited once.
pub async fn visitable(city: &City) -> Result<Vec<Visitable>> {
    let mut found = vec![];
    for desk in &city.desks {
        let sql = "SELECT no FROM visible WHERE unit = $1 AND owner = $1 ORDER BY no LIMIT $2";
        for row in rows(&city.service.db, sql, vec![desk.unit.as_str().into(), CANDIDATES.into()]).await? {
            let no = row.text(0)?;
            if no != city.no && visited(city, desk, no).await? {
                let rows = written(&city.service.db, desk, no).await?;
                found.push(Visitable { no: no.to_owned(), desk: desk.clone(), rows });
            }
        }
    }
    Ok(found)
}

/// What a worker types, without what the session adds.
pub fn typed(next_on: &str) -> serde_json::Map<String, serde_json::Value> {
    let fields = json!({
        "on": "2026-11-24", "way": "home", "result": "met", "place": "本人家中", "present": "母亲",
        "note": "现与母亲同住，身体尚可；在附近工地做零工，收入不稳，想找一份长期的活。已介绍街道招聘会，月底再联系。",
        "needs": "work", "next_on": next_on,
    });
    fields.as_object().cloned().unwrap_or_default()
}

/// Records a visit; whether it moved what the list says is due.
async fn visited(city: &City, desk: &Desk, no: &str) -> Result<bool> {
    let given = Given { if_match: None, idempotency_key: Some(format!("prepared-{no}")) };
    let mut fields = typed(AGREED);
    fields.insert("needs".into(), json!(["work"]));
    if city.service.give(&desk.asker, no, "record-visit", &fields, given).await.is_err() {
        return Ok(false); // not home yet, or no longer
    }
    let sql = "SELECT due_on FROM visible WHERE unit = $1 AND no = $2";
    let found = rows(&city.service.db, sql, vec![desk.unit.as_str().into(), no.into()]).await?;
    Ok(found.first().is_some_and(|row| row.text(0) == Ok(AGREED)))
}

/// Reads back what the visit wrote.
async fn written(db: &Db, desk: &Desk, no: &str) -> Result<Rows> {
    let values = |found: Vec<Row>| found.into_iter().map(Row::into_values).collect::<Vec<_>>();
    let one = |found: Vec<Row>| values(found).into_iter().next().context("a row the visit wrote");
    let by_no = || vec![Value::from(no)];
    let sql = "SELECT s.id, s.version, s.head, s.format, s.state FROM visible v JOIN stream s ON s.id = v.stream WHERE v.no = $1 LIMIT 1";
    let found = rows(db, sql, by_no()).await?;
    let stream = found.first().context("the stream of the case")?;
    let id = stream.uuid(0)?;
    let event = "SELECT stream, version, kind, kind_version, happened_on, recorded_at, actor, unit, payload, link, home FROM event WHERE stream = $1 ORDER BY version DESC LIMIT 1";
    let visible = "SELECT unit, stream, no, name, standing, category, owner, release_on, due_on, home FROM visible WHERE no = $1 ORDER BY unit";
    let owed = "SELECT unit, stream, kind, subject, rule, due_on, owner, worker, settle, title, why, stream_kind, no, name, home FROM obligation WHERE stream = $1 AND kind = 'record-visit'";
    let receipt = "SELECT actor, idempotency_key, request, answer, at FROM receipt WHERE actor = $1 AND idempotency_key = $2";
    let key = vec![desk.asker.actor.account.as_str().into(), format!("prepared-{no}").into()];
    Ok(Rows {
        stream: id,
        version: AtomicI64::new(stream.int(1)?),
        head: stream.value(2)?,
        format: stream.value(3)?,
        state: stream.value(4)?,
        event: one(rows(db, event, vec![id.into()]).await?)?,
        visible: values(rows(db, visible, by_no()).await?),
        owed: one(rows(db, owed, vec![id.into()]).await?)?,
        receipt: one(rows(db, receipt, key).await?)?,
    })
}

/// The routes under `/floor`.
pub fn routes(floor: Arc<Floor>) -> Router<App> {
    Router::new().route("/floor/visit/{place}", post(visit)).layer(Extension(floor))
}

async fn visit(
    State(app): State<App>,
    Extension(floor): Extension<Arc<Floor>>,
    Path(place): Path<usize>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let field = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone()).unwrap_or_default();
    match write(&app.service.db, floor, place, field("key"), field("next_on")).await {
        Ok(no) => Redirect::to(&format!("/cases/{no}?n={}", "n".repeat(240))).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn write(db: &Db, floor: Arc<Floor>, place: usize, key: String, next_on: String) -> Result<String> {
    let no = floor.cases.get(place).context("no such case")?.no.clone();
    let before = floor.cases[place].rows.version.fetch_add(1, Ordering::Relaxed);
    let done = db.write_fn(async move |tx: &mut Tx<'_>| {
        let (rows, texts) = (&floor.cases[place].rows, &floor.texts);
        let state: [Value; 6] = [
            rows.stream.into(),
            before.into(),
            (before + 1).into(),
            rows.head.clone(),
            rows.format.clone(),
            rows.state.clone(),
        ];
        let moved = tx.execute(&texts.state, &state).await?;
        tx.execute(&texts.event, &with(&rows.event, 1, before + 1)).await?;
        for row in &rows.visible {
            tx.execute(&texts.visible, &with(row, DUE.0, next_on.as_str())).await?;
        }
        tx.execute(&texts.owed, &with(&rows.owed, DUE.1, next_on.as_str())).await?;
        tx.execute(&texts.receipt, &with(&rows.receipt, 1, key.as_str())).await?;
        Ok::<_, database::Error>(moved)
    });
    match done.await? {
        1 => Ok(no),
        _ => bail!("two connections shared a case"),
    }
}

/// A row with one other value.
fn with(row: &[Value], place: usize, value: impl Into<Value>) -> Vec<Value> {
    let mut row = row.to_vec();
    row[place] = value.into();
    row
}
