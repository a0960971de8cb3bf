//! The rules in force: each deadline with its value, where it comes from and how sure that is. A legal
//! basis that has lapsed is printed as such.
//! Must never know: which obligation rests on which rule.

use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words::full_day,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    rulebook::ACCEPT,
    rules::{Item, Measure, Pack},
};
use jiff::civil::Date;

/// One rule as it is printed.
struct Line {
    id: &'static str,
    title: String,
    value: String,
    source: String,
    confidence: String,
}

/// One pack.
struct Part {
    name: String,
    version: i64,
    area: String,
    valid_from: String,
    basis: String,
    basis_validity: String,
    lapsed: bool,
    current: bool,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "admin/rules.html")]
struct RulesPage {
    frame: Frame,
    packs: Vec<Part>,
    /// The asker may accept a new pack.
    accepts: bool,
}

/// `GET /rules`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let (rules, today) = (&app.service.rules, visitor.asker.now.today);
    let current = rules.at(today);
    // The newest first: that is what most people look for.
    let packs = rules.packs().iter().rev().map(|p| part(p, area(&app, p), p == current, today)).collect();
    let notice = notice::open(&app, &visitor.asker, &asked);
    frame::render(RulesPage {
        frame: Frame::new(&app, &visitor, "rules", "期限规则").with_notice(notice),
        packs,
        accepts: ACCEPT.who.contains(&visitor.asker.actor.role),
    })
}

/// The name of the area for which a pack counts.
pub(super) fn area(app: &App, pack: &Pack) -> String {
    app.service.units.name(&pack.area).replace("司法局", "")
}

fn part(pack: &Pack, area: String, current: bool, today: Date) -> Part {
    let until = pack.basis.valid_to.map_or_else(|| "长期".to_owned(), full_day);
    Part {
        name: pack.name.clone(),
        version: pack.version,
        area,
        valid_from: full_day(pack.valid_from),
        basis: pack.basis.title.clone(),
        basis_validity: format!("{} 至 {until}", full_day(pack.basis.valid_from)),
        lapsed: pack.lapsed(today),
        current,
        lines: pack.items().map(line).collect(),
    }
}

fn line(item: &Item) -> Line {
    Line {
        id: item.rule.id(),
        title: item.title.clone(),
        value: value(item),
        source: item.source.clone(),
        confidence: confidence(item),
    }
}

/// How sure it is, as code and in words.
pub(super) fn confidence(item: &Item) -> String {
    let meaning = match item.confidence.as_str() {
        "Q" => "文件规定",
        "P" => "实务做法",
        _ => "系统默认",
    };
    format!("{} {meaning}", item.confidence)
}

/// The deadline in words.
pub(crate) fn value(item: &Item) -> String {
    let n = item.value;
    match item.unit {
        Measure::Days if n == 0 => "当天".into(),
        Measure::Days => format!("{n} 天"),
        Measure::WorkingDays => format!("{n} 个工作日"),
        Measure::Months => format!("{n} 个月"),
        Measure::Years => format!("{n} 年"),
        Measure::MonthEnd => "当月最后一天".into(),
        Measure::DayOfMonth => format!("每月 {n} 日"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::rules::Rules;
    use jiff::civil::date;

    #[test]
    fn the_basis_lapses_on_the_day_after_its_last_one() {
        let rules = Rules::builtin();
        let lapsed = |today| part(rules.at(today), String::new(), true, today).lapsed;
        assert!(!lapsed(date(2025, 7, 15)));
        assert!(lapsed(date(2025, 7, 16)));
    }
}
