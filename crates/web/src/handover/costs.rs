//! 接送经费: what fetching cost in a year against the year's money, and how many key persons were fetched; a number
//! opens the units below it and at last its people.
//! Must never know: what counts, who may see it.

use crate::{
    app::App,
    asked::Asked,
    form::{self, Control, Posted, Shape, Told},
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
    fetch::{Outcome, SET_BUDGET},
    unit::Unit,
};
use jiff::civil::Date;
use serde_json::{Map, Value};
use service::fetch::{Fetched, Spent};

/// One unit's sums.
struct Line {
    code: String,
    name: String,
    must: i64,
    fetched: i64,
    parts: [String; 4],
    total: String,
    budget: Option<String>,
    /// What is left, or by how much the year's money is exceeded.
    left: Option<String>,
    over: bool,
}

struct Person {
    no: String,
    name: String,
    outcome: String,
    fetched: bool,
    parts: [String; 4],
    total: String,
}

#[derive(Template)]
#[template(path = "handover/costs.html")]
struct Page {
    frame: Frame,
    year: i16,
    whole: Line,
    below: Vec<Line>,
    people: Vec<Person>,
    is_office: bool,
    /// The unit above, where the asker may see it.
    up: Option<String>,
    sets: bool,
    help: &'static str,
    controls: Vec<Control>,
    sorry: Option<String>,
}

/// `GET /handover/costs`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let own = &visitor.asker.actor.unit;
    let unit = asked.get("unit").map_or_else(|| own.clone(), Unit::new);
    let this = visitor.asker.now.today.year();
    let year = asked.get("year").and_then(|y| y.parse().ok()).filter(|y| (2000..=this + 1).contains(y));
    let mut page = shaped(&app, &visitor, &unit, year.unwrap_or(this), &Map::new(), None).await?;
    page.frame.notice = notice::open(&app, &visitor.asker, &asked);
    frame::render(page)
}

/// `POST /handover/costs`: the year's money of the asker's own unit.
pub(super) async fn set(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let Posted { visitor, fields, .. } = posted;
    match app.service.set_fetch_budget(&visitor.asker, &fields).await {
        Ok(()) => {
            let path = notice::on(&app, &visitor.asker, "/handover/costs", "年度接送经费已登记。");
            Ok(Redirect::to(&path).into_response())
        }
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let (status, own) = (told.status, visitor.asker.actor.unit.clone());
            let year = visitor.asker.now.today.year();
            let page = shaped(&app, &visitor, &own, year, &fields, Some(told)).await?;
            Ok((status, Html(frame::text(page)?)).into_response())
        }
    }
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    unit: &Unit,
    year: i16,
    typed: &Map<String, Value>,
    told: Option<Told>,
) -> Result<Page, PageProblem> {
    let asker = &visitor.asker;
    let costs = app.service.fetch_costs(asker, unit, year).await.map_err(|p| PageProblem::new(app, p))?;
    let (sorry, errors) = told.map(|t| (t.sentence, t.fields)).unzip();
    let mut typed = typed.clone();
    typed.entry("year").or_insert_with(|| year.into());
    let own = *unit == asker.actor.unit;
    Ok(Page {
        frame: Frame::new(app, visitor, "handover", "接送经费"),
        year,
        whole: line(app, &costs.whole),
        below: costs.below.iter().map(|s| line(app, s)).collect(),
        people: costs.people.iter().map(|p| person(p, asker.now.today)).collect(),
        is_office: unit.level() == domain::unit::Level::Office,
        up: unit.parent().filter(|p| asker.actor.unit.covers(p)).map(|p| p.code().to_owned()),
        sets: own && SET_BUDGET.who.contains(&asker.actor.role),
        help: SET_BUDGET.help,
        controls: form::controls(
            SET_BUDGET.fields,
            &typed,
            &errors.unwrap_or_default(),
            &form::Lists::default(),
        ),
        sorry,
    })
}

fn line(app: &App, s: &Spent) -> Line {
    let total = s.total_fen().unsigned_abs();
    let left = s.budget_fen.map(|budget| match budget.checked_sub(total) {
        Some(left) => format!("还剩 {} 元", words::yuan(left)),
        None => format!("超出 {} 元", words::yuan(total - budget)),
    });
    Line {
        name: app.service.units.name(&s.unit).to_owned(),
        code: s.unit.clone(),
        must: s.must,
        fetched: s.fetched,
        parts: s.fen.map(|fen| words::yuan(fen.unsigned_abs())),
        total: words::yuan(total),
        budget: s.budget_fen.map(words::yuan),
        over: s.budget_fen.is_some_and(|budget| budget < total),
        left,
    }
}

fn person(p: &Fetched, today: Date) -> Person {
    let outcome = match &p.outcome {
        Some(Outcome::Fetched(on)) => format!("{}接回", words::day(*on, today)),
        Some(Outcome::NotFetched(on, why)) => format!("{}，{why}", words::day(*on, today)),
        Some(Outcome::LeftCount(why)) => format!("不计入：{why}"),
        None => String::new(),
    };
    let yuan = |fen: u32| words::yuan(fen.into());
    let parts = p.cost.map_or_else(Default::default, |c| {
        [yuan(c.car_fen), yuan(c.travel_fen), yuan(c.meals_fen), yuan(c.road_fen)]
    });
    Person {
        no: p.no.clone(),
        name: p.name.clone(),
        fetched: matches!(p.outcome, Some(Outcome::Fetched(_))),
        outcome,
        parts,
        total: p.cost.map_or_else(String::new, |c| words::yuan(c.total_fen())),
    }
}
