//! One person by a form (T4b): the columns of the roster as fields, the same checks, told at the field. What
//! was typed stays where something is wrong.
//! Must never know: what is wrong with a field, whose person it is.

use super::overview;
use crate::{
    app::App,
    form::{Posted, Told},
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use documents::roster::{FIELDS, Field, FieldInfo, options};
use domain::{
    kernel::{Refusal, Role},
    roster::HAND_OVER,
};
use serde_json::{Map, Value};
use service::Problem;

/// Columns that are asked first; the others wait behind a summary.
const FIRST: &[Field] = &[
    Field::Name,
    Field::IdNumber,
    Field::HukouAddress,
    Field::LivingAddress,
    Field::Offence,
    Field::Term,
    Field::StartsOn,
    Field::EndsOn,
    Field::KinName,
    Field::KinRelation,
    Field::KinPhone,
    Field::ThreeNone,
    Field::Risk,
    Field::Note,
];
/// Columns that only a file has, or that the choice of the place replaces.
const LEFT_OUT: &[Field] = &[Field::Seq, Field::Surplus, Field::Custody];

/// One field.
struct Cell {
    key: &'static str,
    heading: &'static str,
    must: bool,
    value: String,
    options: Vec<&'static str>,
    wrong: Vec<String>,
}

#[derive(Template)]
#[template(path = "handover/one.html")]
struct OnePage {
    frame: Frame,
    help: &'static str,
    own: Option<(String, String)>,
    places: Vec<(String, String)>,
    chosen: String,
    first: Vec<Cell>,
    others: Vec<Cell>,
    told: Option<Told>,
}

impl OnePage {
    fn wrong_place(&self) -> Option<&str> {
        let errors = self.told.as_ref().map_or(&[][..], |told| told.fields.as_slice());
        let of_place = |field: &str| matches!(field, "custody" | "cells.custody");
        errors.iter().find(|e| of_place(&e.field)).map(|e| e.message.as_str())
    }

    /// The folded fields are opened where something in them is wrong.
    fn opens(&self) -> bool {
        self.others.iter().any(|cell| !cell.wrong.is_empty())
    }
}

/// `GET /handover/rosters/one`
pub(super) async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    if !HAND_OVER.who.contains(&visitor.asker.actor.role) {
        let detail = format!("“{}”不由{}办理", HAND_OVER.title, visitor.asker.actor.role.name());
        let refusal = Refusal { code: "not_your_role", detail, field: None };
        return Err(PageProblem::new(&app, Problem::Refused(refusal)));
    }
    frame::render(shape(&app, &visitor, &Map::new(), None))
}

/// `POST /handover/rosters/one`
pub(super) async fn give(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let problem = match app.service.hand_over(&visitor.asker, &posted.fields).await {
        Ok(handed) => {
            let to = format!("/handover/rosters/{}?case={}", handed.receipt.no, handed.case);
            return Ok(Redirect::to(&to).into_response());
        }
        Err(problem) => problem,
    };
    let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
    let status = told.status;
    let page = shape(&app, visitor, &posted.fields, Some(told));
    Ok((status, frame::render(page)?).into_response())
}

fn shape(app: &App, visitor: &Visitor, typed: &Map<String, Value>, told: Option<Told>) -> OnePage {
    let (actor, units) = (&visitor.asker.actor, &app.service.units);
    let own = (actor.role == Role::Prison)
        .then(|| (actor.unit.code().to_owned(), units.name(actor.unit.code()).to_owned()));
    let places = match own {
        Some(_) => vec![],
        None => {
            units.custody().iter().map(|u| (u.code.clone(), overview::place(&app.service, &u.code))).collect()
        }
    };
    let asked = |info: &&FieldInfo| !LEFT_OUT.contains(&info.field);
    let all = FIELDS.iter().filter(asked).map(|info| (info.field, cell(info, typed, told.as_ref())));
    let (mut first, others): (Vec<_>, Vec<_>) = all.partition(|(field, _)| FIRST.contains(field));
    first.sort_by_key(|(field, _)| FIRST.iter().position(|f| f == field));
    let cells = |all: Vec<(Field, Cell)>| all.into_iter().map(|(_, cell)| cell).collect();
    let office = matches!(actor.role, Role::OfficeHead | Role::OfficeWorker | Role::District);
    OnePage {
        frame: Frame::new(app, visitor, "handover", if office { "补录人员" } else { "逐人报送" }),
        help: HAND_OVER.help,
        own,
        places,
        chosen: typed.get("custody").and_then(Value::as_str).unwrap_or_default().to_owned(),
        first: cells(first),
        others: cells(others),
        told,
    }
}

fn cell(info: &FieldInfo, typed: &Map<String, Value>, told: Option<&Told>) -> Cell {
    let value = typed.get("cells").and_then(|cells| cells.get(info.key)).and_then(Value::as_str);
    let errors = told.map_or(&[][..], |told| told.fields.as_slice());
    let here = errors.iter().filter(|e| e.field.strip_prefix("cells.") == Some(info.key));
    Cell {
        key: info.key,
        heading: info.heading,
        must: info.essential,
        value: value.unwrap_or_default().to_owned(),
        options: options(info.field),
        wrong: here.map(|e| e.message.clone()).collect(),
    }
}
