//! 请假和代办: the people of an office, who is away, who stands in; the form that writes a leave down.
//! Must never know: who may stand in.

use crate::{
    App,
    asked::Asked,
    form::{self, Control, Lists, Pick, Posted, Shape, Told},
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    account::{COMMANDS, leave::Colleague},
    command::{FieldError, Spec},
    kernel::Role,
};
use serde_json::{Map, Value};
use service::Problem;

/// One person of the office.
struct Line {
    login: String,
    name: String,
    role: &'static str,
    /// The days, where a leave is not over.
    days: Option<String>,
    away: bool,
    stand_in: Option<String>,
    /// Who asks may end it.
    ends: bool,
}

#[derive(Template)]
#[template(path = "desk/leave.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    help: &'static str,
    /// For the head: whose leave it is.
    persons: Vec<Pick>,
    controls: Vec<Control>,
    told: Option<Told>,
}

/// What is shown again after a refusal.
#[derive(Default)]
struct Again {
    login: String,
    typed: Map<String, Value>,
    told: Option<Told>,
}

/// `GET /leave`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let notice = notice::open(&app, &visitor.asker, &asked);
    let page = shaped(&app, &visitor, Again::default()).await?;
    frame::render(Page { frame: page.frame.with_notice(notice), ..page })
}

/// `POST /leave`
pub(super) async fn set(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let login = login(&posted);
    let Posted { visitor, mut fields, .. } = posted;
    fields.remove("login");
    match app.service.give_account(&visitor.asker, &login, "set-leave", &fields).await {
        Ok(_) => Ok(back(&app, &visitor, "请假已登记。")),
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status = told.status;
            let again = Again { login, typed: fields, told: Some(told) };
            let page = shaped(&app, &visitor, again).await?;
            Ok((status, Html(frame::text(page)?)).into_response())
        }
    }
}

/// `POST /leave/end`
pub(super) async fn end(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let given = app.service.give_account(&visitor.asker, &login(&posted), "end-leave", &Map::new()).await;
    given.map_err(|p| PageProblem::new(&app, p))?;
    Ok(back(&app, visitor, "请假已结束，今天起由本人负责。"))
}

/// Whose leave it is; one's own where nobody is named.
fn login(posted: &Posted) -> String {
    match posted.text("login") {
        "" => posted.visitor.asker.actor.account.clone(),
        login => login.to_owned(),
    }
}

fn back(app: &App, visitor: &Visitor, text: &str) -> Response {
    Redirect::to(&notice::on(app, &visitor.asker, "/leave", text)).into_response()
}

async fn shaped(app: &App, visitor: &Visitor, again: Again) -> Result<Page, PageProblem> {
    let wrong = |p| PageProblem::new(app, p);
    let spec: &Spec =
        COMMANDS.iter().find(|s| s.name == "set-leave").ok_or_else(|| wrong(Problem::NotFound))?;
    let colleagues = app.service.colleagues(&visitor.asker).await.map_err(wrong)?;
    let head = visitor.asker.actor.role == Role::OfficeHead;
    let own = &visitor.asker.actor.account;
    let whose = if again.login.is_empty() { own } else { &again.login };
    let workers = colleagues.iter().map(|c| (c.login.clone(), c.name.clone())).collect();
    let errors: &[FieldError] = again.told.as_ref().map_or(&[], |t| &t.fields);
    let mut controls =
        form::controls(spec.fields, &again.typed, errors, &Lists { workers, ..Lists::default() });
    if !head {
        for control in controls.iter_mut().filter(|c| c.name == "stand_in") {
            if let Shape::Select(picks) = &mut control.shape {
                picks.retain(|p| p.code != *own); // nobody stands in for himself
            }
        }
    }
    let pick =
        |c: &Colleague| Pick { code: c.login.clone(), label: c.name.clone(), chosen: c.login == *whose };
    Ok(Page {
        frame: Frame::new(app, visitor, "workbench", "请假和代办"),
        lines: colleagues.iter().map(|c| line(c, &colleagues, visitor)).collect(),
        help: spec.help,
        persons: if head { colleagues.iter().map(pick).collect() } else { vec![] },
        controls,
        told: again.told,
    })
}

fn line(of: &Colleague, colleagues: &[Colleague], visitor: &Visitor) -> Line {
    let (actor, today) = (&visitor.asker.actor, visitor.asker.now.today);
    let leave = of.leave.as_ref().filter(|l| l.until >= today);
    let name = |login: &String| {
        colleagues.iter().find(|c| c.login == *login).map_or_else(|| login.clone(), |c| c.name.clone())
    };
    let days = |l: &domain::account::leave::Leave| match l.from == l.until {
        true => words::day(l.from, today),
        false => format!("{} 至 {}", words::day(l.from, today), words::day(l.until, today)),
    };
    Line {
        login: of.login.clone(),
        name: of.name.clone(),
        role: of.role.name(),
        days: leave.map(days),
        away: !of.is_present(today),
        stand_in: leave.and_then(|l| l.stand_in.as_ref()).map(name),
        ends: leave.is_some() && (of.login == actor.account || actor.role == Role::OfficeHead),
    }
}
