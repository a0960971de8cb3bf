//! The form of one command on one case, and giving it. On a refusal the form comes back with what was
//! typed, the sentence, and, where the case has moved on, the way to what is new.
//! Must never know: what a command does.

use super::{
    daily::{self, Call},
    shape::{self, Moment},
};
use crate::{
    App,
    asked::{Asked, Segments},
    form::{self, Control, Lists, Posted, Shape, Told},
    frame::{self, Frame},
    help, notice,
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    case::CaseCommand,
    command::{Kind, Spec},
    kernel::Refusal,
};
use serde_json::{Map, Value};
use service::{Asker, Given, Problem, Receipt, case::View, workers::Desk};

/// How many things that happened meanwhile are told.
const MEANWHILE: usize = 5;

#[derive(Template)]
#[template(path = "casefile/command.html")]
struct Page {
    frame: Frame,
    no: String,
    name: String,
    spec: &'static Spec,
    /// What the form says at the top: a refusal with links to fields.
    sorry: Option<String>,
    wrong: Vec<(String, String)>,
    /// What somebody else recorded since the form was opened.
    meanwhile: Vec<Moment>,
    /// The asker's role may not give this command; there is no form.
    barred: Option<String>,
    /// The state of the case makes a refusal likely.
    doubtful: bool,
    /// What is owed and settled by this command.
    owed: Option<String>,
    /// Who is suggested and why, where a worker is asked for.
    suggested: Option<String>,
    /// How he wants to be contacted.
    reminders: Vec<String>,
    calls: Vec<Call>,
    controls: Vec<Control>,
    version: i64,
    key: String,
}

/// What the form shows again after a refusal; empty for a fresh form.
#[derive(Default)]
struct Again {
    typed: Map<String, Value>,
    /// What a page chose before it led here.
    chosen: Map<String, Value>,
    /// Which of several things a fresh form is about.
    which: Option<String>,
    told: Option<Told>,
    seen: Option<i64>,
    key: Option<String>,
}

/// `GET /cases/{no}/{command}`
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let spec = spec(&app, at.get(1))?;
    let (typed, chosen) = (today_as_date(spec, &visitor.asker), chosen(spec, &asked).collect());
    let is_code =
        |w: &&str| w.len() <= 60 && w.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b));
    let which = Some(asked.get("which").filter(is_code).unwrap_or_default().to_owned());
    let again = Again { typed, chosen, which, ..Again::default() };
    let page = shaped(&app, &visitor, at.get(0), spec, again).await?;
    frame::render(page)
}

/// `POST /cases/{no}/{command}`
pub(super) async fn give(
    State(app): State<App>,
    at: Segments,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let (no, spec) = (at.get(0), spec(&app, at.get(1))?);
    let Posted { visitor, mut fields, version, key } = posted;
    let given = Given { if_match: version, idempotency_key: key.clone() };
    let sure = fields.remove("sure").is_some() || !help::is_final(spec.name);
    let answer = match sure {
        true => app.service.give(&visitor.asker, no, spec.name, &fields, given).await,
        false => Err(unsure()),
    };
    match answer {
        Ok(receipt) => {
            let text = done(spec, &receipt, &visitor.asker);
            let path = notice::on(&app, &visitor.asker, &format!("/cases/{no}"), &text);
            Ok(Redirect::to(&path).into_response())
        }
        Err(problem) => {
            let key = key.filter(|_| problem != Problem::KeyReused);
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status = told.status;
            let again = Again { typed: fields, told: Some(told), seen: version, key, ..Again::default() };
            refused(status, shaped(&app, &visitor, no, spec, again).await?)
        }
    }
}

/// What cannot be taken back is asked about first.
fn unsure() -> Problem {
    let detail = "这一项保存后不能撤销。请核对填写的内容，勾选“确认办理”再保存。".to_owned();
    Problem::Refused(Refusal { code: "not_sure", detail, field: None })
}

fn refused(status: StatusCode, page: Page) -> Result<Response, PageProblem> {
    Ok((status, Html(frame::text(page)?)).into_response())
}

fn spec(app: &App, name: &str) -> Result<&'static Spec, PageProblem> {
    CaseCommand::specs().find(|s| s.name == name).ok_or_else(|| PageProblem::new(app, Problem::NotFound))
}

/// Most things are recorded on the day they happen.
fn today_as_date(spec: &Spec, asker: &Asker) -> Map<String, Value> {
    let dated = spec.fields.iter().any(|f| f.key == "on" && f.required);
    let today = Value::from(asker.now.today.to_string());
    dated.then(|| ("on".to_owned(), today)).into_iter().collect()
}

/// What a page chose before it led here: only codes of lists can stand in a URL.
fn chosen<'a>(spec: &'a Spec, asked: &'a Asked) -> impl Iterator<Item = (String, Value)> + 'a {
    let listed = spec.fields.iter().filter(|f| matches!(f.kind, Kind::Listed(_)));
    listed.filter_map(|f| asked.get(f.key).map(|code| (f.key.to_owned(), code.into())))
}

/// What happened, and what is due next; no name in it.
fn done(spec: &Spec, receipt: &Receipt, asker: &Asker) -> String {
    match receipt.obligations.first() {
        Some(next) => {
            let day = words::day_of(&next.due_on, asker.now.today);
            format!("“{}”已保存。下一步：{}，{day}前。", spec.title, next.title)
        }
        None => format!("“{}”已保存。没有待办的事项。", spec.title),
    }
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    no: &str,
    spec: &'static Spec,
    mut again: Again,
) -> Result<Page, PageProblem> {
    let asker = &visitor.asker;
    let failed = |p| PageProblem::new(app, p);
    let view = app.service.view(asker, no).await.map_err(failed)?;
    let may = spec.who.contains(&asker.actor.role);
    let (lists, suggested) = match may {
        true => lists(app, asker, spec, &view).await.map_err(failed)?,
        false => (Lists::default(), None),
    };
    if let Some(which) = again.which.as_ref().filter(|_| may) {
        // What is known stands before today's date: a correction begins with the day that was recorded.
        let known = app.service.initial(asker, &view, spec, which).await.map_err(failed)?;
        again.typed.extend(known);
    }
    again.typed.append(&mut again.chosen);
    let barred = (!may).then(|| format!("“{}”不由{}办理。", spec.title, asker.actor.role.name()));
    let meanwhile = meanwhile(&view, &again, asker);
    let doubtful =
        may && again.told.is_none() && !app.service.offered(asker, &view).iter().any(|s| s.name == spec.name);
    let (sorry, errors) = again.told.map(|t| (t.sentence, t.fields)).unzip();
    let errors = errors.unwrap_or_default();
    let section = "cases";
    Ok(Page {
        frame: Frame::new(app, visitor, section, spec.title),
        no: no.to_owned(),
        name: view.case.handover.sent.name.clone(),
        spec,
        sorry,
        wrong: errors.iter().map(|e| (form::id(&e.field), e.message.clone())).collect(),
        meanwhile,
        barred,
        doubtful,
        owed: owed(&view, spec, asker),
        suggested,
        reminders: daily::reminders(&view.case),
        calls: daily::calls(&view.case),
        controls: form::controls(spec.fields, &again.typed, &errors, &lists),
        version: view.version,
        key: again.key.unwrap_or_else(|| form::fresh_key(app)),
    })
}

/// What was recorded between the version that was seen and now, newest first.
fn meanwhile(view: &View, again: &Again, asker: &Asker) -> Vec<Moment> {
    let fresh = again.told.as_ref().and_then(|t| t.fresh);
    let (Some(fresh), Some(seen)) = (fresh, again.seen) else { return vec![] };
    let is_new = |m: &Moment| (seen + 1..=fresh).contains(&m.version);
    shape::moments(view, asker.now.today, &[]).into_iter().filter(is_new).take(MEANWHILE).collect()
}

fn owed(view: &View, spec: &Spec, asker: &Asker) -> Option<String> {
    let owed = view.owed.iter().find(|o| o.settle == spec.name)?;
    let due = words::due(&owed.due_on, asker.now.today)?;
    Some(format!("{}，应在{}前（{}）", owed.title, due.on, due.far))
}

/// Choices that stand outside the description, loaded only where the form asks for them.
async fn lists(
    app: &App,
    asker: &Asker,
    spec: &Spec,
    view: &View,
) -> Result<(Lists, Option<String>), Problem> {
    let asks = |wanted: fn(&Kind) -> bool| spec.fields.iter().any(|f| wanted(&f.kind));
    let (mut lists, mut suggested) = (Lists::default(), None);
    if asks(|k| matches!(k, Kind::Worker)) {
        let desks = app.service.workers(asker).await?;
        let label = |d: &Desk| (d.login.clone(), format!("{}（{}）", d.name, d.load()));
        lists.workers = desks.all().iter().map(label).collect();
        suggested = desks.suggested().map(|d| format!("建议：{}（{}，最少）", d.name, d.load()));
    }
    if asks(|k| matches!(k, Kind::Unit)) {
        let units = app.service.units.routes(&asker.actor.unit);
        lists.units = units.into_iter().map(|u| (u.code.clone(), u.name.clone())).collect();
    }
    for field in spec.fields {
        if let Kind::Listed(name) | Kind::SeveralListed(name) = field.kind {
            lists.listed.insert(name, app.service.choices(asker, view, name).await?);
        }
    }
    Ok((lists, suggested))
}
