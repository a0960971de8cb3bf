//! One row that could not be taken as it is: every cell in the order of the roster, what is wrong at the
//! cell, and what may be done: mend in place, release into a case, reject to the sender. Who only sent the
//! row reads it.
//! Must never know: what is wrong with a cell, when a row may be released.

use super::{overview, words};
use crate::{
    app::App,
    asked::{Asked, Segments},
    form::{Posted, Told},
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use documents::roster::{FIELDS, FieldInfo};
use domain::{
    command::{FieldError, Kind, Spec},
    quarantine::{COMMANDS, Fate, Row},
};
use serde_json::{Map, Value};
use service::{Given, Problem, quarantine::View};

/// Longer cells are shown but not mended on the page: the command takes no longer text.
const MENDED_AT_MOST: usize = 1000;

/// One cell.
struct Cell {
    key: &'static str,
    heading: &'static str,
    value: String,
    wrong: Vec<String>,
}

impl Cell {
    fn fixed(&self) -> bool {
        self.value.chars().count() > MENDED_AT_MOST
    }
    fn lines(&self) -> bool {
        self.value.contains('\n') || self.value.chars().count() > 60
    }
    fn id(&self) -> String {
        format!("cell-{}", self.key)
    }
}

#[derive(Template)]
#[template(path = "handover/row.html")]
struct RowPage {
    frame: Frame,
    no: String,
    version: i64,
    name: String,
    place: String,
    roster: String,
    custody: String,
    owner: String,
    since: String,
    fate: &'static str,
    held: bool,
    mends: bool,
    case_no: Option<String>,
    rejected: Option<String>,
    wrong: Vec<Cell>,
    others: Vec<Cell>,
    general: Vec<String>,
    asks_same: bool,
    says_same: bool,
    releasable: bool,
    reason: String,
    reason_most: usize,
    told: Option<Told>,
}

/// What was typed, and why it did not go through.
#[derive(Default)]
struct Tried {
    fields: Map<String, Value>,
    told: Option<Told>,
}

/// `GET /handover/held/{no}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let no = place.get(0).to_owned();
    let view = match app.service.held_row(&visitor.asker, &no).await {
        // What was just released may have become a case that the visitor does not see: back to the list.
        Err(Problem::NotFound) if asked.get("done") == Some("release") => {
            return Ok(Redirect::to("/handover/held").into_response());
        }
        found => found.map_err(|p| PageProblem::new(&app, p))?,
    };
    let mut page = shape(&app, &visitor, no, view, Tried::default());
    page.frame.notice = asked.get("done").and_then(|done| page.done(done));
    frame::render(page)
}

/// `POST /handover/held/{no}/{command}`
pub(super) async fn give(
    State(app): State<App>,
    place: Segments,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let (no, command) = (place.get(0).to_owned(), place.get(1));
    let Posted { visitor, fields, version, key } = posted;
    let given = Given { if_match: version, idempotency_key: key };
    let problem = match app.service.give_row(&visitor.asker, &no, command, &fields, given).await {
        Ok(_) => return Ok(Redirect::to(&format!("/handover/held/{no}?done={command}")).into_response()),
        Err(problem) => problem,
    };
    let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
    let view = app.service.held_row(&visitor.asker, &no).await.map_err(|p| PageProblem::new(&app, p))?;
    let status: StatusCode = told.status;
    let page = shape(&app, &visitor, no, view, Tried { fields, told: Some(told) });
    Ok((status, frame::render(page)?).into_response())
}

impl RowPage {
    /// What has just been done and what comes next.
    fn done(&self, command: &str) -> Option<String> {
        match (command, self.wrong.len() + self.general.len()) {
            ("mend", 0) => Some("已保存更正，这一行没有问题了，可以放行。".into()),
            ("mend", n) => Some(format!("已保存更正，还有 {n} 处需要更正。")),
            ("release", _) if self.case_no.is_some() => Some("已放行，档案已建立并分派。".into()),
            ("reject", _) if self.rejected.is_some() => Some("已退回监所。".into()),
            _ => None,
        }
    }
}

fn shape(app: &App, visitor: &Visitor, no: String, view: View, tried: Tried) -> RowPage {
    let (row, actor) = (&view.row, &visitor.asker.actor);
    let held = row.fate == Fate::Held;
    let may = |s: &Spec| s.who.contains(&actor.role);
    let mends = held && actor.unit.covers(&row.owner) && COMMANDS.iter().any(may);
    let (wrong, others) = cells(row, &tried).partition(|c| !c.wrong.is_empty());
    let name = |code: &str| app.service.units.name(code).to_owned();
    RowPage {
        frame: Frame::new(app, visitor, "handover", format!("名册行 {no}")),
        version: tried.told.as_ref().and_then(|t| t.fresh).unwrap_or(view.version),
        name: shown_name(row),
        place: place(row),
        roster: row.roster.clone(),
        custody: overview::place(&app.service, row.custody.code()),
        owner: name(row.owner.code()),
        since: crate::words::full_day(row.since),
        fate: words::fate(fate(&row.fate)),
        held,
        mends,
        case_no: if let Fate::Released(case) = &row.fate { Some(case.clone()) } else { None },
        rejected: if let Fate::Rejected(reason) = &row.fate { Some(reason.clone()) } else { None },
        wrong,
        others,
        general: general(row),
        asks_same: row.problems.iter().any(|p| p.code == "same_number_other_name"),
        says_same: tried.fields.get("same_person").is_some_and(|v| v == "1"),
        releasable: row.problems.iter().all(|p| p.code == "same_number_other_name"),
        reason: typed(&tried.fields, "reason"),
        reason_most: reason_most(),
        told: tried.told,
        no,
    }
}

/// Every column in the order of the roster, with what was typed in place of what is kept.
fn cells(row: &Row, tried: &Tried) -> impl Iterator<Item = Cell> {
    let typed = tried.fields.get("cells").and_then(Value::as_object);
    let told = tried.told.as_ref().map_or(&[][..], |t| t.fields.as_slice());
    FIELDS.iter().map(move |info: &FieldInfo| {
        let kept = row.cells.get(info.key).map_or("", String::as_str);
        let value = typed.and_then(|cells| cells.get(info.key)).and_then(Value::as_str).unwrap_or(kept);
        Cell {
            key: info.key,
            heading: info.heading,
            value: value.to_owned(),
            wrong: wrong(row, told, info.key),
        }
    })
}

/// What is wrong with one cell: as kept, and as the last try found.
fn wrong(row: &Row, told: &[FieldError], key: &str) -> Vec<String> {
    let kept = row.problems.iter().filter(|p| p.field == key).map(|p| p.message.clone());
    let tried = told.iter().filter(|e| e.field.strip_prefix("cells.") == Some(key));
    let mut all: Vec<String> = kept.collect();
    for error in tried {
        if !all.iter().any(|m| error.message.ends_with(m.as_str())) {
            all.push(error.message.clone());
        }
    }
    all
}

/// Problems that belong to no column.
fn general(row: &Row) -> Vec<String> {
    let no_column = |key: &str| FIELDS.iter().all(|info| info.key != key);
    row.problems.iter().filter(|p| no_column(&p.field)).map(|p| p.message.clone()).collect()
}

fn fate(fate: &Fate) -> &'static str {
    match fate {
        Fate::Held => "held",
        Fate::Released(_) => "released",
        Fate::Rejected(_) => "rejected",
    }
}

fn shown_name(row: &Row) -> String {
    let name = row.cells.get("name").map_or("", |n| n.trim());
    if name.is_empty() { "（无姓名）".into() } else { name.to_owned() }
}

fn place(row: &Row) -> String {
    let (sheet, line) = &row.position;
    let sheet = if sheet.is_empty() { String::new() } else { format!("工作表“{sheet}”") };
    format!("{sheet}第 {line} 行")
}

fn typed(fields: &Map<String, Value>, key: &str) -> String {
    fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// How long a reason may be, as the command says.
fn reason_most() -> usize {
    let fields = COMMANDS.iter().flat_map(|s| s.fields).filter(|f| f.key == "reason");
    fields
        .filter_map(|f| if let Kind::LongText(most) = f.kind { Some(most) } else { None })
        .next()
        .unwrap_or(500)
}
