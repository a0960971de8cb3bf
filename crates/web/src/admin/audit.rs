//! 审计: who did what, who looked at what, for the auditor. What is searched travels sealed.
//! Must never know: what was recorded, why a line is missing.

use super::looks::{what, why};
use crate::{
    app::App,
    asked::Asked,
    form::{Control, Lists, Posted, Shape, Told, controls},
    frame::{self, Frame},
    handover::words::instant,
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Map, Value, json};
use service::audit::{ACTS, LOOKS};
use store::{audit::Act, audit::After, looks::Look};

/// One line of either list.
struct Line {
    at: String,
    who: String,
    unit: String,
    what: String,
    of: String,
    more: String,
}

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage {
    frame: Frame,
    /// Looks are listed, not acts.
    looks: bool,
    controls: Vec<Control>,
    told: Option<Told>,
    lines: Vec<Line>,
    next: Option<String>,
    later: bool,
}

/// A search keeps for an hour, in milliseconds.
const LASTS: i64 = 3_600_000;

/// `POST /audit`
pub(super) async fn search(State(app): State<App>, posted: Posted) -> Response {
    let content = json!({"typed": posted.fields, "after": null}).to_string();
    let sealed = app.service.seal(&posted.visitor.asker, "audit", &content, LASTS);
    Redirect::to(&format!("/audit?s={sealed}")).into_response()
}

/// `GET /audit?s=…`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let opened = asked.get("s").and_then(|s| app.service.unseal(&visitor.asker, "audit", s));
    let kept: Value = opened.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let mut typed = kept["typed"].as_object().cloned().unwrap_or_default();
    let looks = typed.remove("list").is_some_and(|list| list == "looks");
    let after: Option<After> = serde_json::from_value(kept["after"].clone()).ok();
    let later = after.is_some();
    let found = match looks {
        false => app
            .service
            .acts(&visitor.asker, &typed, after)
            .await
            .map(|found| (found.items.iter().map(|a| act(&app, a)).collect(), found.next)),
        true => app
            .service
            .looked(&visitor.asker, &typed, after)
            .await
            .map(|found| (found.items.iter().map(|l| look(&app, l)).collect(), found.next)),
    };
    let (lines, next, told) = match found.map_err(Told::new) {
        Ok((lines, next)) => (lines, next, None),
        Err(Ok(told)) => (vec![], None, Some(told)),
        Err(Err(problem)) => return Err(PageProblem::new(&app, problem)),
    };
    let status = told.as_ref().map_or(StatusCode::OK, |t| t.status);
    let spec = if looks { &LOOKS } else { &ACTS };
    let page = AuditPage {
        frame: Frame::new(&app, &visitor, "audit", spec.title),
        controls: controls(spec.fields, &typed, told.as_ref().map_or(&[], |t| &t.fields), &Lists::default()),
        next: next.map(|next| sealed(&app, &visitor, &typed, looks, &next)),
        looks,
        told,
        lines,
        later,
    };
    Ok((status, frame::render(page)?).into_response())
}

fn sealed(app: &App, visitor: &Visitor, typed: &Map<String, Value>, looks: bool, next: &After) -> String {
    let mut typed = typed.clone();
    typed.insert("list".into(), if looks { "looks" } else { "acts" }.into());
    let content = json!({"typed": typed, "after": next}).to_string();
    app.service.seal(&visitor.asker, "audit", &content, LASTS)
}

fn act(app: &App, a: &Act) -> Line {
    Line {
        at: instant(a.at),
        who: a.actor.clone(),
        unit: app.service.units.name(&a.unit).to_owned(),
        what: domain::act::name(&a.kind).to_owned(),
        of: a.no.clone(),
        more: format!("{}:{}", a.stream, a.version),
    }
}

fn look(app: &App, l: &Look) -> Line {
    Line {
        at: instant(l.at),
        who: l.actor.clone(),
        unit: app.service.units.name(&l.unit).to_owned(),
        what: what(&l.what),
        of: l.no.clone(),
        more: why(&l.reason).to_owned(),
    }
}
