//! One account for the administrator: its password is reset, it is disabled or enabled again, on a page of its
//! own that says what follows, so that nothing happens by a slip.
//! Must never know: passwords beyond the one shown once.

use super::accounts::{changed_page, opened, spec};
use crate::{
    app::App,
    asked::Asked,
    form::Posted,
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::command::Spec;
use serde_json::Map;
use service::Problem;

#[derive(Template)]
#[template(path = "admin/account.html")]
struct AccountPage {
    frame: Frame,
    login: String,
    name: String,
    role: &'static str,
    unit: String,
    acts: Vec<&'static Spec>,
}

/// `GET /admin/account?s=…`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let login = opened(&app, &visitor, asked.get("s").unwrap_or_default())?;
    let found = app.service.account(&visitor.asker, &login).await.map_err(wrong)?;
    let names: &[&str] = match found.disabled {
        true => &["enable-account"],
        false => &["reset-password", "disable-account"],
    };
    let acts: Result<Vec<_>, _> = names.iter().map(|name| spec(name)).collect();
    frame::render(AccountPage {
        frame: Frame::new(&app, &visitor, "admin", "重置、停用、恢复"),
        login,
        name: found.name,
        role: found.role.map_or("待授权", |role| role.name()),
        unit: found.unit.map(|u| app.service.units.name(u.code()).to_owned()).unwrap_or_default(),
        acts: acts.map_err(wrong)?,
    })
}

/// `POST /admin/account`
pub(super) async fn change(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let (visitor, login) = (&posted.visitor, posted.text("login"));
    let (command, heading) = match posted.text("command") {
        "reset-password" => ("reset-password", "密码已重置"),
        "disable-account" => ("disable-account", "账号已停用"),
        "enable-account" => ("enable-account", "账号已恢复"),
        _ => return Err(wrong(Problem::NotFound)),
    };
    let changed = app.service.give_account(&visitor.asker, login, command, &Map::new()).await;
    let waits = command == "enable-account";
    frame::render(changed_page(&app, visitor, heading, changed.map_err(wrong)?, waits))
}
