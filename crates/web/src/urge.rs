//! 催办: ticked things of the workbench are urged at once; what was urged and is still open is a list.
//! Must never know: what may be urged.

use crate::{
    App,
    asked::Asked,
    form::Posted,
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    routes::Route,
    session::Visitor,
    words::{self, Due},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::urge::code;
use serde_json::{Map, Value};
use service::urge::Done;
use store::rows::Owed;

/// So many refusals are told one by one.
const TOLD: usize = 10;

/// One thing that was urged and is still open.
struct Line {
    name: String,
    no: String,
    title: String,
    owner: String,
    due: Option<Due>,
    urged: String,
    /// What a tick sends.
    thing: String,
    /// It may be urged again today.
    again: bool,
}

#[derive(Template)]
#[template(path = "workbench/urged.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
}

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/urged", get(urged)), Route::new("POST", "/urge", post(urge))]
}

/// What a tick sends for one thing.
pub fn thing(owed: &Owed) -> String {
    format!("{} {}", owed.no, code(&owed.kind, &owed.subject))
}

/// `2026-11-20` and a unit as one reads them: 11月20日 天河区司法局.
pub fn told(app: &App, owed: &Owed, today: jiff::civil::Date) -> Option<String> {
    let (on, by) = (owed.urged_on.as_ref()?, owed.urged_by.as_ref()?);
    Some(format!("{} {}", words::day_of(on, today), app.service.units.name(by)))
}

/// `GET /urged`
async fn urged(State(app): State<App>, visitor: Visitor, asked: Asked) -> Result<Response, PageProblem> {
    let found = app.service.urged(&visitor.asker).await.map_err(|p| PageProblem::new(&app, p))?;
    let today = visitor.asker.now.today;
    let line = |o: &Owed| Line {
        name: o.name.clone(),
        no: o.no.clone(),
        title: o.title.clone(),
        owner: app.service.units.name(&o.owner).to_owned(),
        due: words::due(&o.due_on, today),
        urged: told(&app, o, today).unwrap_or_default(),
        thing: thing(o),
        again: o.urged_on.as_deref() != Some(today.to_string().as_str()),
    };
    let notice = notice::open(&app, &visitor.asker, &asked);
    frame::render(Page {
        lines: found.iter().map(line).collect(),
        frame: Frame::new(&app, &visitor, "workbench", "催办未办").with_notice(notice),
    })
}

/// `POST /urge`: the one whose button was pressed, or all that are ticked.
async fn urge(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let things = match posted.text("only") {
        "" => joined(posted.fields.get("things")),
        only => only.to_owned(),
    };
    let mut typed = Map::new();
    typed.insert("things".into(), things.into());
    typed.insert("text".into(), posted.text("text").into());
    let asker = &posted.visitor.asker;
    let done = app.service.urge_many(asker, &typed).await.map_err(|p| PageProblem::new(&app, p))?;
    let path = if posted.text("back") == "urged" { "/urged" } else { "/workbench" };
    Ok(Redirect::to(&notice::on(&app, asker, path, &sentence(&done))).into_response())
}

/// Ticks of one name as the command reads them: one text.
fn joined(ticked: Option<&Value>) -> String {
    match ticked {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        Some(Value::String(one)) => one.clone(),
        _ => String::new(),
    }
}

fn sentence(done: &Done) -> String {
    let mut text = format!("已催办 {} 项。", done.urged);
    if !done.not_urged.is_empty() {
        text.push_str(&format!("没有催办的 {} 项：", done.not_urged.len()));
        let some = done.not_urged.iter().take(TOLD).map(|n| format!("{}（{}）", n.no, n.detail));
        text.push_str(&some.collect::<Vec<_>>().join("；"));
        text.push_str(if done.not_urged.len() > TOLD { "；等。" } else { "。" });
    }
    text
}
