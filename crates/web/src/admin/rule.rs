//! One rule: what every pack says of it, where that comes from, how sure it is, for whom it counts.
//! Must never know: which obligation rests on it.

use super::rules::{area, confidence, value};
use crate::{
    app::App,
    asked::Segments,
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
    words::full_day,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::rules::{Pack, Rule};
use service::Problem;

/// What one pack says of the rule.
struct Line {
    from: String,
    value: String,
    source: String,
    confidence: String,
    basis: String,
    lapsed: bool,
    current: bool,
    pack: String,
}

#[derive(Template)]
#[template(path = "admin/rule.html")]
struct RulePage {
    frame: Frame,
    id: &'static str,
    title: String,
    area: String,
    lines: Vec<Line>,
}

/// `GET /rules/{id}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
) -> Result<Response, PageProblem> {
    let (rules, today) = (&app.service.rules, visitor.asker.now.today);
    let wanted = Rule::ALL.into_iter().find(|r| r.id() == at.get(0));
    let Some(rule) = wanted else { return Err(PageProblem::new(&app, Problem::NotFound)) };
    let current = rules.at(today);
    let line = |pack: &Pack| {
        let item = pack.item(rule);
        let until = pack.basis.valid_to.map_or_else(|| "长期".to_owned(), full_day);
        Line {
            from: full_day(pack.valid_from),
            value: value(item),
            source: item.source.clone(),
            confidence: confidence(item),
            basis: format!("{}，有效期 {} 至 {until}", pack.basis.title, full_day(pack.basis.valid_from)),
            lapsed: pack.lapsed(today),
            current: pack == current,
            pack: format!("{} 第 {} 版", pack.name, pack.version),
        }
    };
    frame::render(RulePage {
        frame: Frame::new(&app, &visitor, "rules", format!("规则 {}", rule.id())),
        id: rule.id(),
        title: current.item(rule).title.clone(),
        area: area(&app, current),
        lines: rules.packs().iter().rev().map(line).collect(),
    })
}
