//! The floor of a page: the same body from the same template and the same view, which is kept in memory; no
//! session, no scope, no look, no unsealing. Between floor and product stand two steps, so that one sees
//! what each layer adds: with the session, and with session and look. The floor's head lacks the headers of
//! the product's middleware. Must never know: how a page is shaped.

use crate::city::{City, told};
use anyhow::Result;
use axum::{
    Extension, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use service::case::View;
use std::sync::Arc;
use store::{
    case::{Filter, Sort},
    looks::Look,
    page::{Ask, Page},
    rows::Listed,
};
use web::{App, casefile, session::Visitor};

/// Rows of one page of the list, as the product shows.
const ROWS: usize = 50;

/// What pages are made of, kept in memory.
pub struct Kept {
    visitor: Visitor,
    no: String,
    view: View,
    list: Page<Listed>,
}

impl Kept {
    /// Loads it once, through the services.
    pub async fn of(city: &City) -> Result<Kept> {
        let desk = &city.desks[0];
        let (service, asker) = (&city.service, &desk.asker);
        let session = service.signed_in(&desk.token, asker.now).await.map_err(told)?;
        let ask = Ask { limit: ROWS, after: None };
        Ok(Kept {
            visitor: Visitor { asker: asker.clone(), session, route: "/cases/{no}".into() },
            no: city.no.clone(),
            view: service.view(asker, &city.no).await.map_err(told)?,
            list: service.cases(asker, Filter::default(), Sort::Due, ask).await.map_err(told)?,
        })
    }

    fn look(&self, what: &str, no: &str) -> Look {
        let asker = &self.visitor.asker;
        Look {
            day: asker.now.today.to_string(),
            at: asker.now.millis,
            actor: asker.actor.account.clone(),
            unit: asker.actor.unit.code().to_owned(),
            what: what.to_owned(),
            no: no.to_owned(),
            reason: "caseload".to_owned(),
        }
    }
}

/// The routes under `/floor`.
pub fn routes(kept: Arc<Kept>) -> Router<App> {
    Router::new()
        .route("/floor/case", get(case))
        .route("/floor/case/session", get(case_with_session))
        .route("/floor/case/look", get(case_with_look))
        .route("/floor/list", get(list))
        .route("/floor/list/session", get(list_with_session))
        .route("/floor/list/look", get(list_with_look))
        .layer(Extension(kept))
}

type Of = Extension<Arc<Kept>>;

fn case_page(app: &App, kept: &Kept) -> Response {
    casefile::case_page(app, &kept.visitor, &kept.no, &kept.view, None).into_response()
}

fn list_page(app: &App, kept: &Kept) -> Response {
    casefile::list_page(app, &kept.visitor, &kept.list).into_response()
}

async fn case(State(app): State<App>, Extension(kept): Of) -> Response {
    case_page(&app, &kept)
}

async fn case_with_session(State(app): State<App>, _visitor: Visitor, Extension(kept): Of) -> Response {
    case_page(&app, &kept)
}

async fn case_with_look(State(app): State<App>, _visitor: Visitor, Extension(kept): Of) -> Response {
    match app.service.looks.record(kept.look("case", &kept.no)).await {
        Ok(()) => case_page(&app, &kept),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn list(State(app): State<App>, Extension(kept): Of) -> Response {
    list_page(&app, &kept)
}

async fn list_with_session(State(app): State<App>, _visitor: Visitor, Extension(kept): Of) -> Response {
    list_page(&app, &kept)
}

async fn list_with_look(State(app): State<App>, _visitor: Visitor, Extension(kept): Of) -> Response {
    match app.service.looks.record(kept.look("list", "")).await {
        Ok(()) => list_page(&app, &kept),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
