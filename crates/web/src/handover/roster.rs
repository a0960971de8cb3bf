//! A roster is chosen, previewed, confirmed, receipted. The preview keeps nothing but the file that waits;
//! counts add up on both pages: lines = accepted + held + repeats + lines that are no persons.
//! Must never know: what makes a row acceptable.

use super::{
    overview::{self, Upload},
    upload::{self, Bad},
};
use crate::{
    app::App,
    asked::Segments,
    form::{self, Posted},
    frame::{self, Frame},
    problem::{self, PageProblem},
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    kernel::{Refusal, Role},
    unit::Unit,
};
use service::{
    Problem,
    handover::{Preview, Told},
};

/// How many problems a preview shows.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "handover/upload.html")]
struct UploadForm {
    frame: Frame,
    own: Option<String>,
    places: Vec<(String, String)>,
    chosen: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "handover/preview.html")]
struct PreviewPage {
    frame: Frame,
    waiting: String,
    upload: Upload,
    shown: Vec<Told>,
    several_sheets: bool,
    problems: usize,
    notes: Vec<String>,
}

impl PreviewPage {
    fn nothing_new(&self) -> bool {
        self.upload.accepted == 0 && self.upload.quarantined == 0
    }
}

#[derive(Template)]
#[template(path = "handover/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    upload: Upload,
    actor: String,
    sends: bool,
}

/// `GET /handover/rosters/new`
pub(super) async fn choose(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    may_try(&app, &visitor)?;
    frame::render(upload_form(&app, &visitor, "", None))
}

/// `POST /handover/rosters`: reads the file and says what would come of it.
pub(super) async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageProblem> {
    may_try(&app, &visitor)?;
    if !form::from_own_pages(&headers) {
        return Err(form::foreign());
    }
    let sent = match parts {
        Ok(parts) => upload::read(parts, &visitor).await,
        Err(_) => Err(Bad::Broken),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(bad) => return again(&app, &visitor, "", bad.status(), bad.sentence().to_owned()),
    };
    let sender = sender(&visitor, &sent.custody);
    match app.service.preview_roster(&visitor.asker, &sender, sent.bytes).await {
        Ok(preview) => frame::render(preview_page(&app, &visitor, preview)),
        Err(p @ (Problem::File(..) | Problem::Refused(_))) => {
            again(&app, &visitor, &sent.custody, problem::status(&p), p.sentence())
        }
        Err(p) => Err(PageProblem::new(&app, p)),
    }
}

/// `POST /handover/rosters/confirm`
pub(super) async fn confirm(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let waiting = posted.fields.get("waiting").and_then(|w| w.as_str()).unwrap_or_default();
    match app.service.confirm_roster(&visitor.asker, waiting).await {
        Ok(summary) => Ok(Redirect::to(&format!("/handover/rosters/{}", summary.receipt.no)).into_response()),
        Err(p @ Problem::Refused(_)) => again(&app, visitor, "", problem::status(&p), p.sentence()),
        Err(p) => Err(PageProblem::new(&app, p)),
    }
}

/// `GET /handover/rosters/{no}`
pub(super) async fn receipt(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
) -> Result<Response, PageProblem> {
    let roster =
        app.service.roster(&visitor.asker, place.get(0)).await.map_err(|p| PageProblem::new(&app, p))?;
    frame::render(ReceiptPage {
        frame: Frame::new(&app, &visitor, "handover", format!("名册回执 {}", roster.no)),
        upload: Upload::of(&app.service, &roster),
        actor: roster.actor,
        sends: overview::sends(visitor.asker.actor.role),
    })
}

/// Whose roster it is: a prison's own, or what the bureau chose.
fn sender(visitor: &Visitor, chosen: &str) -> Unit {
    match visitor.asker.actor.role {
        Role::Prison => visitor.asker.actor.unit.clone(),
        _ => Unit::new(chosen),
    }
}

/// Nobody fills in the form for nothing.
fn may_try(app: &App, visitor: &Visitor) -> Result<(), PageProblem> {
    match overview::sends(visitor.asker.actor.role) {
        true => Ok(()),
        false => {
            let detail = "名册由监所或市局报送".to_owned();
            let refusal = Refusal { code: "not_your_role", detail, field: None };
            Err(PageProblem::new(app, Problem::Refused(refusal)))
        }
    }
}

fn again(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    status: StatusCode,
    sentence: String,
) -> Result<Response, PageProblem> {
    let page = frame::render(upload_form(app, visitor, chosen, Some(sentence)))?;
    Ok((status, page).into_response())
}

fn upload_form(app: &App, visitor: &Visitor, chosen: &str, error: Option<String>) -> UploadForm {
    let (actor, units) = (&visitor.asker.actor, &app.service.units);
    let prison = actor.role == Role::Prison;
    let place = |code: &str| (code.to_owned(), overview::place(&app.service, code));
    let mut places = vec![];
    if !prison {
        places.push(place(app.service.city.code()));
        places.extend(units.custody().iter().map(|u| place(&u.code)));
    }
    UploadForm {
        frame: Frame::new(app, visitor, "handover", "上传名册"),
        own: prison.then(|| units.name(actor.unit.code()).to_owned()),
        places,
        chosen: chosen.to_owned(),
        error,
    }
}

fn preview_page(app: &App, visitor: &Visitor, preview: Preview) -> PreviewPage {
    let mut shown = preview.summary.problems;
    let problems = shown.len();
    shown.truncate(SHOWN);
    PreviewPage {
        frame: Frame::new(app, visitor, "handover", "核对名册"),
        waiting: preview.waiting,
        upload: Upload::of(&app.service, &preview.summary.receipt),
        several_sheets: shown.iter().any(|t| t.sheet != shown[0].sheet),
        shown,
        problems,
        notes: preview.summary.notes,
    }
}
