//! A new rule pack: pasted, shown with everything that it changes, accepted by the city bureau.
//! Must never know: what a rule means, who may accept.

use super::rules::value;
use crate::{
    app::App,
    form::{Control, Lists, Posted, Shape, Told, controls},
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words::{day_of, full_day},
};
use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{command::Spec, rulebook::ACCEPT, rules::Item};
use jiff::civil::Date;
use serde_json::Map;
use service::{Problem, rulebook::Effect};
use store::rulebook::Moved;

#[derive(Template)]
#[template(path = "admin/rule_pack.html")]
struct FormPage {
    frame: Frame,
    spec: &'static Spec,
    controls: Vec<Control>,
    told: Option<Told>,
}

/// A rule that differs.
struct Changed {
    id: &'static str,
    title: String,
    before: String,
    after: String,
    source: String,
    moved: usize,
}

/// An obligation that moves.
struct Line {
    name: String,
    href: String,
    title: String,
    owner: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "admin/rule_effect.html")]
struct EffectPage {
    frame: Frame,
    name: String,
    from: String,
    back: bool,
    rules: Vec<Changed>,
    lines: Vec<Line>,
    all: usize,
    /// What was typed, for the button that accepts it.
    pack: String,
    reason: String,
}

/// `GET /rules/new`
pub(super) async fn form(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    if !ACCEPT.who.contains(&visitor.asker.actor.role) {
        return Err(super::not_yours(&app, "规则包由市局启用"));
    }
    frame::render(form_page(&app, &visitor, &Map::new(), None))
}

/// `GET /rules/pack.json`: the newest pack, to be changed and accepted as the next one.
pub(super) async fn pack(State(app): State<App>, _visitor: Visitor) -> Result<Response, PageProblem> {
    let newest = app.service.rules.packs().last();
    let text = serde_json::to_string_pretty(&newest).map_err(|_| PageProblem::broken("write a pack"))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"guitu-rules.json\""),
    ];
    Ok((headers, text).into_response())
}

/// `POST /rules/preview`
pub(super) async fn preview(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let mut typed = posted.fields.clone();
    typed.remove("reason");
    let effect = app.service.rules_effect(&visitor.asker, &typed).await;
    match effect {
        Ok(effect) => frame::render(effect_page(&app, visitor, &posted, effect)),
        Err(problem) => again(&app, &posted, problem),
    }
}

/// `POST /rules/accept`
pub(super) async fn accept(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let asker = &posted.visitor.asker;
    match app.service.accept_rules(asker, &posted.fields).await {
        Ok(effect) => {
            let moved: usize = effect.by_rule.values().sum();
            let text = format!("规则包“{}”已启用，{moved} 项待办的期限随之更新。", effect.pack.name);
            Ok(Redirect::to(&notice::on(&app, asker, "/rules", &text)).into_response())
        }
        Err(problem) => again(&app, &posted, problem),
    }
}

fn again(app: &App, posted: &Posted, problem: Problem) -> Result<Response, PageProblem> {
    let told = Told::new(problem).map_err(|p| PageProblem::new(app, p))?;
    let status = told.status;
    let page = form_page(app, &posted.visitor, &posted.fields, Some(told));
    Ok((status, frame::render(page)?).into_response())
}

fn form_page(
    app: &App,
    visitor: &Visitor,
    typed: &Map<String, serde_json::Value>,
    told: Option<Told>,
) -> FormPage {
    let errors = told.as_ref().map_or(&[][..], |t| &t.fields);
    FormPage {
        frame: Frame::new(app, visitor, "rules", ACCEPT.title),
        spec: &ACCEPT,
        controls: controls(ACCEPT.fields, typed, errors, &Lists::default()),
        told,
    }
}

fn effect_page(app: &App, visitor: &Visitor, posted: &Posted, effect: Effect) -> EffectPage {
    let today = visitor.asker.now.today;
    let changed = |(old, new): &(Item, Item)| Changed {
        id: new.rule.id(),
        title: new.title.clone(),
        before: value(old),
        after: value(new),
        source: new.source.clone(),
        moved: effect.by_rule.get(new.rule.id()).copied().unwrap_or_default(),
    };
    EffectPage {
        frame: Frame::new(app, visitor, "rules", "规则包试算"),
        name: format!("{} 第 {} 版", effect.pack.name, effect.pack.version),
        from: full_day(effect.pack.valid_from),
        back: effect.pack.valid_from <= today,
        rules: effect.rules.iter().map(changed).collect(),
        lines: effect.moved.iter().map(|m| line(app, m, today)).collect(),
        all: effect.by_rule.values().sum(),
        pack: posted.text("pack").to_owned(),
        reason: posted.text("reason").to_owned(),
    }
}

fn line(app: &App, m: &Moved, today: Date) -> Line {
    let day = |due: &Option<String>| due.as_ref().map_or_else(|| "无".to_owned(), |d| day_of(d, today));
    let folder = if m.owed.stream_kind == "row" { "/handover/held" } else { "/cases" };
    Line {
        name: m.owed.name.clone(),
        href: format!("{folder}/{}", m.owed.no),
        title: m.owed.title.clone(),
        owner: app.service.units.name(&m.owed.owner).to_owned(),
        before: day(&m.before),
        after: day(&m.after),
    }
}
