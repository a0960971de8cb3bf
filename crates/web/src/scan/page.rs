//! The gallery of a case, newest first, with the forms that add to it. What was typed stays after a refusal;
//! pictures that were kept are told apart from those that were not.
//! Must never know: why a kind is offered.

use super::upload::{self, Outcome};
use crate::{
    App,
    asked::{Asked, Segments},
    form::{self, Control, Lists, Pick, Shape},
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::scan::{ATTACH, Item, is_signature};
use jiff::civil::Date;
use service::scan::Scans;

/// One picture as the gallery shows it.
struct Shot {
    id: String,
    kind: String,
    title: String,
    day: String,
    by: String,
    by_hand: bool,
}

#[derive(Template)]
#[template(path = "scan/page.html")]
struct Page {
    frame: Frame,
    no: String,
    name: String,
    shots: Vec<Shot>,
    /// Controls of the form for photos; none for who may attach nothing.
    controls: Vec<Control>,
    /// The kinds of signature that may be drawn; none for who may attach none.
    signs: Option<Control>,
    withdraws: bool,
    pass: String,
    sorry: Vec<String>,
    kept: usize,
}

/// `GET /cases/{no}/scans`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let told = notice::open(&app, &visitor.asker, &asked);
    let mut page = shaped(&app, &visitor, at.get(0), Outcome::default()).await?;
    page.frame.notice = told;
    frame::render(page)
}

/// `POST /cases/{no}/scans`
pub(super) async fn attach(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    headers: HeaderMap,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageProblem> {
    if !form::from_own_pages(&headers) {
        return Err(form::foreign());
    }
    let no = at.get(0);
    let outcome = match sent {
        Ok(sent) => upload::read(&app, &visitor, no, sent).await?,
        Err(_) => Outcome::broken(),
    };
    match outcome.wrong.first().map(|(status, _)| *status) {
        None => {
            let path = format!("/cases/{no}/scans");
            let to = notice::on(&app, &visitor.asker, &path, &done(&outcome));
            Ok(Redirect::to(&to).into_response())
        }
        Some(status) => refused(status, shaped(&app, &visitor, no, outcome).await?),
    }
}

fn refused(status: StatusCode, page: Page) -> Result<Response, PageProblem> {
    Ok((status, Html(frame::text(page)?)).into_response())
}

/// What happened; no name in it.
fn done(outcome: &Outcome) -> String {
    match (outcome.attached, outcome.known) {
        (0, known) => format!("{known} 张以前已经附上，没有重复保存。"),
        (attached, 0) => format!("已附上 {attached} 张。"),
        (attached, known) => format!("已附上 {attached} 张；另有 {known} 张以前已经附上。"),
    }
}

async fn shaped(app: &App, visitor: &Visitor, no: &str, outcome: Outcome) -> Result<Page, PageProblem> {
    let asker = &visitor.asker;
    let scans = app.service.scans(asker, no).await.map_err(|p| PageProblem::new(app, p))?;
    let today = asker.now.today;
    Ok(Page {
        frame: Frame::new(app, visitor, "cases", format!("材料 {no}")),
        no: no.to_owned(),
        name: scans.name.clone(),
        shots: scans.items.iter().map(|item| shot(item, &scans, today)).collect(),
        controls: controls(&scans, &outcome),
        signs: signs(&scans),
        withdraws: scans.withdraws,
        pass: scans.pass,
        kept: outcome.attached + outcome.known,
        sorry: outcome.wrong.into_iter().map(|(_, sentence)| sentence).collect(),
    })
}

fn shot(item: &Item, scans: &Scans, today: Date) -> Shot {
    Shot {
        id: item.id.clone(),
        kind: item.name().to_owned(),
        title: item.title.clone().unwrap_or_default(),
        day: words::day(item.on, today),
        by: scans.names.get(&item.by).unwrap_or(&item.by).clone(),
        by_hand: item.by_hand,
    }
}

/// The fields of the form for photos, with the kinds that this asker may attach.
fn controls(scans: &Scans, outcome: &Outcome) -> Vec<Control> {
    if scans.kinds.is_empty() {
        return vec![];
    }
    let errors = outcome.told.as_ref().map_or(&[][..], |told| &told.fields);
    let mut all = form::controls(ATTACH.fields, &outcome.typed, errors, &Lists::default());
    all.retain(|c| c.name != "by_hand");
    for control in &mut all {
        if let Shape::Select(picks) = &mut control.shape {
            picks.retain(|p| scans.kinds.iter().any(|(kind, _)| *kind == p.code));
        }
    }
    all
}

/// Which signature it is.
fn signs(scans: &Scans) -> Option<Control> {
    let pick = |(code, label): &(&str, &str)| Pick {
        code: (*code).to_owned(),
        label: (*label).to_owned(),
        chosen: false,
    };
    let picks: Vec<Pick> = scans.kinds.iter().filter(|(kind, _)| is_signature(kind)).map(pick).collect();
    (!picks.is_empty()).then(|| Control {
        id: "sign-kind".into(),
        name: "kind",
        label: "谁的签名",
        hint: "",
        required: true,
        error: None,
        shape: Shape::Radios(picks),
    })
}
