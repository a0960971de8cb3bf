//! Who looked at a file, and why: for the bureaus and the head of the office. Reading this list is a look
//! at the file as well.
//! Must never know: what is in the file beyond whose it is.

use super::not_yours;
use crate::{
    app::App,
    asked::Segments,
    frame::{self, Frame},
    handover::words,
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{kernel::Role, paper::Form};
use store::looks::Look;

/// How many looks are shown, the latest first.
const SHOWN: i64 = 100;

/// One look.
struct Line {
    at: String,
    account: String,
    unit: String,
    what: String,
    why: String,
}

#[derive(Template)]
#[template(path = "admin/looks.html")]
struct LooksPage {
    frame: Frame,
    no: String,
    name: String,
    lines: Vec<Line>,
    capped: bool,
}

/// `GET /cases/{no}/looks`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
) -> Result<Response, PageProblem> {
    let no = place.get(0).to_owned();
    let wrong = |p| PageProblem::new(&app, p);
    let view = app.service.view(&visitor.asker, &no).await.map_err(wrong)?;
    if !matches!(visitor.asker.actor.role, Role::City | Role::District | Role::OfficeHead) {
        return Err(not_yours(&app, "查阅记录由司法所所长、区局和市局查看"));
    }
    let looks = app.service.looks.of(no.clone(), SHOWN).await.map_err(|e| wrong(e.into()))?;
    frame::render(LooksPage {
        frame: Frame::new(&app, &visitor, "cases", format!("查阅记录 {no}")),
        name: view.case.handover.sent.name.clone(),
        capped: looks.len() as i64 == SHOWN,
        lines: looks.iter().map(|l| line(&app, l)).collect(),
        no,
    })
}

fn line(app: &App, look: &Look) -> Line {
    Line {
        at: words::instant(look.at),
        account: look.actor.clone(),
        unit: app.service.units.name(&look.unit).to_owned(),
        what: what(&look.what),
        why: why(&look.reason).to_owned(),
    }
}

fn what(code: &str) -> String {
    match (code, code.strip_prefix("paper:").and_then(Form::from_code)) {
        ("case", _) => "打开档案".into(),
        ("number", _) => "查看完整身份号码".into(),
        (_, Some(form)) => format!("文书 {} {}", form.sheet().code, form.sheet().title),
        (other, None) => other.to_owned(),
    }
}

/// The derived reasons in words; a typed reason as it was typed.
fn why(reason: &str) -> &str {
    match reason {
        "caseload" => "本人负责的对象",
        "obligation" => "本单位有待办事项",
        "unit" => "本单位的对象",
        "sender" => "本监所报送的人员",
        "supervision" => "上级监督",
        "dual" => "双列管",
        typed => typed,
    }
}
