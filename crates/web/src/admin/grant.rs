//! Granting: a role for a unit, offered as far as the domain would allow it to who asks.
//! Must never know: which role goes with which unit; the domain is asked for each pair.

use super::{
    accounts::{opened, spec},
    not_yours,
};
use crate::{
    app::App,
    asked::Asked,
    form::{Control, Lists, Posted, Shape, Told, controls},
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    account::{Account, Command},
    kernel::{Ctx, Role, Stream},
    unit::{Level, Unit},
};
use serde_json::Map;
use std::collections::BTreeSet;
use store::unit::Named;

#[derive(Template)]
#[template(path = "admin/grant.html")]
struct GrantPage {
    frame: Frame,
    help: &'static str,
    login: String,
    controls: Vec<Control>,
    told: Option<Told>,
}

/// `GET /admin/grant?s=…`
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let login = opened(&app, &visitor, asked.get("s").unwrap_or_default())?;
    frame::render(grant_page(&app, &visitor, login, &Map::new(), None)?)
}

/// `POST /admin/grant`
pub(super) async fn give(State(app): State<App>, mut posted: Posted) -> Result<Response, PageProblem> {
    let login = posted.text("login").to_owned();
    posted.fields.remove("login");
    let visitor = &posted.visitor;
    match app.service.give_account(&visitor.asker, &login, "grant", &posted.fields).await {
        Ok(_) => Ok(Redirect::to("/admin").into_response()),
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status = told.status;
            let page = grant_page(&app, visitor, login, &posted.fields, Some(told))?;
            Ok((status, frame::render(page)?).into_response())
        }
    }
}

fn grant_page(
    app: &App,
    visitor: &Visitor,
    login: String,
    typed: &Map<String, serde_json::Value>,
    told: Option<Told>,
) -> Result<GrantPage, PageProblem> {
    let spec = spec("grant").map_err(|p| PageProblem::new(app, p))?;
    let (roles, units) = offered(app, visitor);
    if roles.is_empty() {
        return Err(not_yours(app, "账号由单位负责人授权"));
    }
    let lists = Lists { units, ..Lists::default() };
    let mut controls = controls(spec.fields, typed, told.as_ref().map_or(&[], |t| &t.fields), &lists);
    for control in &mut controls {
        if let (Shape::Radios(picks) | Shape::Select(picks), "role") = (&mut control.shape, control.name) {
            picks.retain(|p| Role::from_word(&p.code).is_some_and(|r| roles.contains(&r)));
        }
    }
    Ok(GrantPage {
        frame: Frame::new(app, visitor, "admin", spec.title),
        help: spec.help,
        login,
        controls,
        told,
    })
}

/// Roles and units of which at least one pair may be granted.
fn offered(app: &App, visitor: &Visitor) -> (BTreeSet<Role>, Vec<(String, String)>) {
    let service = &app.service;
    let mut candidates: Vec<&Named> = service.units.below(&visitor.asker.actor.unit);
    candidates.extend(service.units.custody());
    let mut roles = BTreeSet::new();
    let mut units = vec![];
    for named in candidates {
        let allowed: Vec<Role> =
            Role::ALL.into_iter().filter(|role| allowed(app, visitor, *role, &named.code)).collect();
        if !allowed.is_empty() {
            units.push((named.code.clone(), label(named)));
        }
        roles.extend(allowed);
    }
    (roles, units)
}

/// Asks the domain without recording anything.
pub(super) fn allowed(app: &App, visitor: &Visitor, role: Role, unit: &str) -> bool {
    let (actor, today) = (&visitor.asker.actor, visitor.asker.now.today);
    let ctx = Ctx { today, actor, rules: &app.service.rules, calendar: &app.service.calendar };
    let anybody = Account { login: "anybody".into(), ..Account::default() };
    anybody.decide(Command::Grant { role, unit: Unit::new(unit), in_charge: 0 }, &ctx).is_ok()
}

/// An office stands below its district in the list and says so by an indent.
fn label(named: &Named) -> String {
    match Unit::new(named.code.as_str()).level() {
        Level::Office => format!("　{}", named.name),
        _ => named.name.clone(),
    }
}
