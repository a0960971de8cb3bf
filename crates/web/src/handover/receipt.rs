//! The receipt of an upload: how far it has come, what came of it, the result to download, the way to take it
//! back. It prints on one sheet. Counts add up: lines done = accepted + held + repeats + no persons.
//! Must never know: who may withdraw, when something was acted on.

use super::{
    overview::{self, Upload},
    send,
};
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
    Json,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{command::Kind, kernel::Role, roster::WITHDRAW};
use serde_json::{Value, json};
use service::Now;
use store::roster::{Roster, State as Stands};

#[derive(Template)]
#[template(path = "handover/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    upload: Upload,
    actor: String,
    sends: bool,
    unfinished: bool,
    running: bool,
    doing: &'static str,
    withdraws: bool,
    case: Option<String>,
    reason: String,
    reason_most: usize,
    told: Option<Told>,
}

impl ReceiptPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        let errors = self.told.as_ref().map_or(&[][..], |told| told.fields.as_slice());
        errors.iter().find(|e| e.field == field).map(|e| e.message.as_str())
    }
}

/// `GET /handover/rosters/{no}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let roster = find(&app, &visitor, place.get(0)).await?;
    let mut page = shape(&app, &visitor, &roster);
    let is_case = |no: &&str| no.len() == 12 && no.bytes().all(|b| b.is_ascii_digit());
    page.case = asked.get("case").filter(is_case).map(str::to_owned);
    frame::render(page)
}

/// `GET /handover/rosters/{no}/progress`
pub(super) async fn progress(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
) -> Result<Json<Value>, PageProblem> {
    let roster = find(&app, &visitor, place.get(0)).await?;
    Ok(Json(json!({
        "state": roster.state.code(),
        "done": roster.done,
        "lines": roster.lines,
        "running": app.service.running.has(&roster.no),
    })))
}

/// `POST /handover/rosters/{no}/continue`: goes on with what broke off.
pub(super) async fn go_on(
    State(app): State<App>,
    place: Segments,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let roster = find(&app, visitor, place.get(0)).await?;
    if roster.state.is_unfinished() {
        in_the_background(&app, roster.no.clone(), visitor.asker.now);
    }
    Ok(Redirect::to(&format!("/handover/rosters/{}", roster.no)).into_response())
}

/// `GET /handover/rosters/{no}/result`
pub(super) async fn result(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let book = app.service.roster_result(&visitor.asker, place.get(0)).await.map_err(wrong)?;
    Ok(send::workbook(&format!("名册处理结果 {}.xlsx", place.get(0)), book))
}

/// `POST /handover/rosters/{no}/withdraw`
pub(super) async fn withdraw(
    State(app): State<App>,
    place: Segments,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let no = place.get(0);
    let (visitor, now) = (&posted.visitor, posted.visitor.asker.now);
    let problem = match app.service.withdraw_roster(&visitor.asker, no, &posted.fields).await {
        Ok(_) => {
            in_the_background(&app, no.to_owned(), now);
            return Ok(Redirect::to(&format!("/handover/rosters/{no}")).into_response());
        }
        Err(problem) => problem,
    };
    let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
    let status = told.status;
    let roster = find(&app, visitor, no).await?;
    let mut page = shape(&app, visitor, &roster);
    page.reason = posted.text("reason").to_owned();
    page.told = Some(told);
    Ok((status, frame::render(page)?).into_response())
}

/// Goes on with an upload behind the page. What stops it is logged; the receipt shows that it stands still.
pub(super) fn in_the_background(app: &App, no: String, now: Now) {
    let service = app.service.clone();
    tokio::spawn(async move {
        if let Err(problem) = service.carry_on(&no, now).await {
            tracing::warn!(code = problem.code(), "an upload broke off");
        }
    });
}

async fn find(app: &App, visitor: &Visitor, no: &str) -> Result<Roster, PageProblem> {
    app.service.roster(&visitor.asker, no).await.map_err(|p| PageProblem::new(app, p))
}

fn shape(app: &App, visitor: &Visitor, roster: &Roster) -> ReceiptPage {
    let actor = &visitor.asker.actor;
    let may = actor.role == Role::City || actor.unit.code() == roster.sender;
    let upload = Upload::of(&app.service, roster);
    ReceiptPage {
        frame: Frame::new(app, visitor, "handover", format!("名册回执 {}", upload.number)),
        upload,
        actor: roster.actor.clone(),
        sends: overview::sends(actor.role),
        unfinished: roster.state.is_unfinished(),
        running: app.service.running.has(&roster.no),
        doing: if roster.state == Stands::Withdrawing { "撤回" } else { "导入" },
        withdraws: may && roster.state == Stands::Taken && roster.accepted + roster.quarantined > 0,
        case: None,
        reason: String::new(),
        reason_most: reason_most(),
        told: None,
    }
}

/// How long a reason may be, as the command says.
fn reason_most() -> usize {
    let most = |kind| if let Kind::LongText(most) = kind { Some(most) } else { None };
    WITHDRAW.fields.iter().find_map(|f| most(f.kind)).unwrap_or(500)
}
