//! 封存档案: the list of one's own sealed cases, and the page on which an opening is given its reason. The list is
//! in everybody's menu and the page stands before any number at all, so neither tells that a sealed case is there.
//! Must never know: who is named, how long an opening counts.

use crate::{
    App,
    asked::Segments,
    form::{Posted, Told},
    frame::{self, Frame},
    problem::PageProblem,
    routes::Route,
    session::Visitor,
    words::{self, Due},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::case::Standing;
use service::{Problem, sealed::SHOWN};
use store::rows::{Listed, Owed};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/sealed", get(list)),
        Route::new("GET", "/cases/{no}/open", get(ask)),
        Route::new("POST", "/cases/{no}/open", post(open)),
    ]
}

/// One case.
struct Line {
    no: String,
    name: String,
    standing: &'static str,
    owner: String,
    release: String,
    due: Option<Due>,
}

/// One thing owed.
struct Debt {
    no: String,
    name: String,
    title: String,
    why: String,
    due: Option<Due>,
}

#[derive(Template)]
#[template(path = "sealed/list.html")]
struct List {
    frame: Frame,
    lines: Vec<Line>,
    debts: Vec<Debt>,
    /// There may be more than are shown.
    capped: bool,
}

#[derive(Template)]
#[template(path = "sealed/open.html")]
struct Open {
    frame: Frame,
    no: String,
    reason: String,
    wrong: Option<String>,
}

/// `GET /sealed`
async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    let found = app.service.sealed_cases(&visitor.asker).await.map_err(|p| PageProblem::new(&app, p))?;
    let today = visitor.asker.now.today;
    let line = |c: &Listed| Line {
        no: c.no.clone(),
        name: c.name.clone(),
        standing: Standing::from_code(&c.standing).map_or("", Standing::name),
        owner: app.service.units.name(&c.owner).to_owned(),
        release: words::day_of(&c.release_on, today),
        due: words::due(&c.due_on, today),
    };
    let debt = |o: &Owed| Debt {
        no: o.no.clone(),
        name: o.name.clone(),
        title: o.title.clone(),
        why: o.why.clone(),
        due: words::due(&o.due_on, today),
    };
    frame::render(List {
        frame: Frame::new(&app, &visitor, "sealed", "封存档案"),
        capped: found.cases.len() >= SHOWN || found.owed.len() >= SHOWN,
        lines: found.cases.iter().map(line).collect(),
        debts: found.owed.iter().map(debt).collect(),
    })
}

/// `GET /cases/{no}/open`: the same page for every number; nothing is looked up.
async fn ask(State(app): State<App>, visitor: Visitor, at: Segments) -> Result<Response, PageProblem> {
    frame::render(page(&app, &visitor, number(&app, &at)?, String::new(), None))
}

/// `POST /cases/{no}/open`
async fn open(State(app): State<App>, at: Segments, posted: Posted) -> Result<Response, PageProblem> {
    let (visitor, no, reason) = (&posted.visitor, number(&app, &at)?, posted.text("reason"));
    match app.service.open_sealed(&visitor.asker, no, reason).await.map_err(Told::new) {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{no}")).into_response()),
        Err(Ok(told)) => {
            let page = page(&app, visitor, no, reason.to_owned(), Some(told.sentence));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(frame::text(page)?)).into_response())
        }
        Err(Err(problem)) => Err(PageProblem::new(&app, problem)),
    }
}

/// What can be a number; anything else is no page.
fn number<'a>(app: &App, at: &'a Segments) -> Result<&'a str, PageProblem> {
    let no = at.get(0);
    match !no.is_empty() && no.bytes().all(|b| b.is_ascii_alphanumeric()) {
        true => Ok(no),
        false => Err(PageProblem::new(app, Problem::NotFound)),
    }
}

fn page(app: &App, visitor: &Visitor, no: &str, reason: String, wrong: Option<String>) -> Open {
    let frame = Frame::new(app, visitor, "cases", "查阅事由");
    Open { frame, no: no.to_owned(), reason, wrong }
}
