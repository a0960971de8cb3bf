//! 移交责任人: the form, the preview that says who gets whom, the confirmation, and taking it back.
//! Must never know: who gets how much.

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
use domain::command::FieldError;
use serde_json::{Map, Value};
use service::{
    reassign::{PREVIEW, Preview},
    workers::Desk,
};

/// One that was made before.
struct Made {
    id: String,
    on: String,
    by: String,
    cases: i64,
    undone: bool,
    /// Who asks made it today and may take it back.
    undoes: bool,
}

#[derive(Template)]
#[template(path = "desk/reassign.html")]
struct Page {
    frame: Frame,
    help: &'static str,
    controls: Vec<Control>,
    told: Option<Told>,
    made: Vec<Made>,
}

/// One case of the preview.
struct Line {
    no: String,
    name: String,
    /// Who would get it; nobody where it was left out.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/preview.html")]
struct PreviewPage {
    frame: Frame,
    plan: String,
    from: String,
    /// What was asked, to be asked again with other ticks.
    asked: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    moved: usize,
    more: bool,
    reason: String,
}

/// `GET /cases/reassign`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let notice = notice::open(&app, &visitor.asker, &asked);
    let page = shaped(&app, &visitor, &Map::new(), None).await?;
    frame::render(Page { frame: page.frame.with_notice(notice), ..page })
}

/// `POST /cases/reassign/preview`
pub(super) async fn preview(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let Posted { visitor, fields, .. } = posted;
    let typed = joined(fields);
    match app.service.preview_reassignment(&visitor.asker, &typed).await {
        Ok(found) => frame::render(preview_page(&app, &visitor, &typed, found).await?),
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            refused(&app, &visitor, &typed, told).await
        }
    }
}

/// `POST /cases/reassign`
pub(super) async fn confirm(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let Posted { visitor, fields, .. } = posted;
    match app.service.reassign_cases(&visitor.asker, &fields).await {
        Ok(done) => {
            Ok(back(&app, &visitor, &format!("已移交 {} 份档案。今天以内可以在下面撤销。", done.cases)))
        }
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            refused(&app, &visitor, &Map::new(), told).await
        }
    }
}

/// `POST /cases/reassign/undo`
pub(super) async fn undo(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let undone = app.service.undo_reassignment(&visitor.asker, posted.text("id")).await;
    let undone = undone.map_err(|p| PageProblem::new(&app, p))?;
    let mut text = format!("已撤销，{} 份档案回到原责任人。", undone.back.len());
    if !undone.kept.is_empty() {
        let kept = undone.kept.join("、");
        text.push_str(&format!("移交以后又有变化、没有改回的 {} 份：{kept}。", undone.kept.len()));
    }
    Ok(back(&app, visitor, &text))
}

fn back(app: &App, visitor: &Visitor, text: &str) -> Response {
    Redirect::to(&notice::on(app, &visitor.asker, "/cases/reassign", text)).into_response()
}

async fn refused(
    app: &App,
    visitor: &Visitor,
    typed: &Map<String, Value>,
    told: Told,
) -> Result<Response, PageProblem> {
    let status = told.status;
    let page = shaped(app, visitor, typed, Some(told)).await?;
    Ok((status, Html(frame::text(page)?)).into_response())
}

/// Ticks of one name as the command reads them: one text.
fn joined(fields: Map<String, Value>) -> Map<String, Value> {
    let one = |value: Value| match value {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",").into(),
        other => other,
    };
    fields.into_iter().map(|(key, value)| (key, one(value))).collect()
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    typed: &Map<String, Value>,
    told: Option<Told>,
) -> Result<Page, PageProblem> {
    let wrong = |p| PageProblem::new(app, p);
    let asker = &visitor.asker;
    let made = app.service.reassignments(asker).await.map_err(wrong)?;
    let desks = app.service.workers(asker).await.map_err(wrong)?;
    let label = |d: &Desk| (d.login.clone(), format!("{}（{}）", d.name, d.load()));
    let workers: Vec<(String, String)> = desks.all().iter().map(label).collect();
    let errors: &[FieldError] = told.as_ref().map_or(&[], |t| &t.fields);
    let lists = Lists { workers: workers.clone(), ..Lists::default() };
    let mut controls = form::controls(PREVIEW.fields, typed, errors, &lists);
    controls.retain(|c| c.name != "cases"); // they are ticked in the preview
    let chosen = typed.get("to").and_then(Value::as_str).unwrap_or_default();
    for control in controls.iter_mut().filter(|c| c.name == "to") {
        let pick = |(code, label): &(String, String)| Pick {
            code: code.clone(),
            label: label.clone(),
            chosen: chosen.split(',').any(|c| c == code),
        };
        control.shape = Shape::Checks(workers.iter().map(pick).collect());
        control.hint = "不选则按在管人数分给今天在岗的同事";
    }
    let today = asker.now.today;
    let line = |(made, by): (store::reassign::Listed, String)| Made {
        id: made.id.to_string(),
        on: words::day_of(&made.made_on, today),
        by,
        cases: made.cases,
        undone: made.undone,
        undoes: !made.undone && made.maker == asker.actor.account && made.made_on == today.to_string(),
    };
    Ok(Page {
        frame: Frame::new(app, visitor, "cases", "移交责任人"),
        help: PREVIEW.help,
        controls,
        told,
        made: made.into_iter().map(line).collect(),
    })
}

async fn preview_page(
    app: &App,
    visitor: &Visitor,
    typed: &Map<String, Value>,
    found: Preview,
) -> Result<PreviewPage, PageProblem> {
    let desks = app.service.workers(&visitor.asker).await.map_err(|p| PageProblem::new(app, p))?;
    let from = desks.of(&found.from).map_or(found.from, |d| d.name.clone());
    let text = |key: &str| typed.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let moved = found.moves.len();
    let given = found.moves.into_iter().map(|m| Line { no: m.no, name: m.name, to: Some(m.to.1) });
    let left = found.left.into_iter().map(|(no, name)| Line { no, name, to: None });
    Ok(PreviewPage {
        frame: Frame::new(app, visitor, "cases", "移交预览"),
        plan: found.plan,
        from,
        asked: ["from", "to", "reason"].map(|key| (key, text(key))).into(),
        lines: given.chain(left).collect(),
        moved,
        more: found.more,
        reason: text("reason"),
    })
}
