//! One letter: what it is, its seal, its proof of delivery, and the form of the next step.
//! Must never know: who may do what; a form that is not for the asker is refused by the services.

use super::{described, word};
use crate::{
    App,
    asked::{Asked, Segments},
    form::{self, Control, Lists, Posted, Shape, Told},
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words::full_day,
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    command::Spec,
    letter::{DELIVERIES, KINDS, Letter},
};
use serde_json::{Map, Value};
use service::{Asker, Given, Problem, letter::Place};

/// A form of this page.
struct Asking {
    spec: &'static Spec,
    controls: Vec<Control>,
    sorry: Option<String>,
    key: String,
}

#[derive(Template)]
#[template(path = "letter/page.html")]
struct Page {
    frame: Frame,
    id: String,
    no: String,
    unit: String,
    facts: Vec<(&'static str, String)>,
    cases: Vec<String>,
    voided: Option<String>,
    asks: Vec<Asking>,
}

fn place(app: &App, at: &Segments) -> Result<Place, PageProblem> {
    Place::parse(at.get(0)).ok_or_else(|| PageProblem::new(app, Problem::NotFound))
}

/// `GET /letters/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let place = place(&app, &at)?;
    let page = shaped(&app, &visitor, &place, None).await?;
    let notice = notice::open(&app, &visitor.asker, &asked);
    frame::render(Page { frame: page.frame.with_notice(notice), ..page })
}

/// What was typed into which form, and what is wrong.
struct Again {
    spec: &'static Spec,
    typed: Map<String, Value>,
    told: Told,
    key: Option<String>,
}

/// `POST /letters/{id}/{command}`
pub(super) async fn give(
    State(app): State<App>,
    at: Segments,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let place = place(&app, &at)?;
    let known = described(at.get(1)).filter(|s| !matches!(s.name, "issue-letter" | "name-letters"));
    let spec = known.ok_or_else(|| PageProblem::new(&app, Problem::NotFound))?;
    let Posted { visitor, fields, key, .. } = posted;
    let given = Given { if_match: None, idempotency_key: key.clone() };
    match app.service.give_letter(&visitor.asker, Some(&place), spec.name, &fields, given).await {
        Ok(_) => {
            let text = format!("“{}”已保存。", spec.title);
            let path = notice::on(&app, &visitor.asker, &format!("/letters/{place}"), &text);
            Ok(Redirect::to(&path).into_response())
        }
        Err(problem) => {
            let key = key.filter(|_| problem != Problem::KeyReused);
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status = told.status;
            let again = Again { spec, typed: fields, told, key };
            let page = shaped(&app, &visitor, &place, Some(again)).await?;
            Ok((status, Html(frame::text(page)?)).into_response())
        }
    }
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    place: &Place,
    again: Option<Again>,
) -> Result<Page, PageProblem> {
    let letter = app.service.letter(&visitor.asker, place).await.map_err(|p| PageProblem::new(app, p))?;
    let no = letter.printed(place.year);
    let names = steps(&visitor.asker, place, &letter, again.as_ref());
    Ok(Page {
        frame: Frame::new(app, visitor, "letters", no.clone()),
        id: place.to_string(),
        unit: app.service.units.name(place.unit.code()).to_owned(),
        facts: facts(&letter),
        cases: letter.cases.clone(),
        voided: letter.voided.as_ref().map(|v| format!("{}作废：{}", full_day(v.on), v.reason)),
        asks: names.into_iter().map(|spec| asking(app, spec, again.as_ref())).collect(),
        no,
    })
}

/// The next step and the way to void, for whoever may; a form that was refused is shown again in any case.
fn steps(asker: &Asker, place: &Place, letter: &Letter, again: Option<&Again>) -> Vec<&'static Spec> {
    let next = match (&letter.seal, &letter.delivery) {
        (None, _) => "seal-letter",
        (Some(_), None) => "prove-delivery",
        _ => "",
    };
    let own = letter.voided.is_none() && place.unit == asker.actor.unit;
    let offered = [next, "void-letter"].into_iter().filter(|_| own).filter_map(described);
    let mut all: Vec<&Spec> = offered.filter(|s| s.who.contains(&asker.actor.role)).collect();
    if let Some(again) = again.filter(|a| all.iter().all(|s| s.name != a.spec.name)) {
        all = vec![again.spec];
    }
    all
}

fn asking(app: &App, spec: &'static Spec, again: Option<&Again>) -> Asking {
    let again = again.filter(|a| a.spec.name == spec.name);
    let (none, nothing) = (Map::new(), vec![]);
    let (typed, errors) = again.map_or((&none, &nothing), |a| (&a.typed, &a.told.fields));
    Asking {
        spec,
        controls: form::controls(spec.fields, typed, errors, &Lists::default()),
        sorry: again.map(|a| a.told.sentence.clone()),
        key: again.and_then(|a| a.key.clone()).unwrap_or_else(|| form::fresh_key(app)),
    }
}

fn facts(letter: &Letter) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("种类", word(KINDS, &letter.what).to_owned()),
        ("标题", letter.title.clone()),
        ("主送", letter.addressee.clone()),
        ("日期", full_day(letter.on)),
        ("编号人", letter.by.clone()),
    ];
    facts.push(match &letter.seal {
        Some(s) => (
            "用印",
            format!("{}，{}申请，{}批准，{} 份", full_day(s.on), s.asked_by, s.approved_by, s.copies),
        ),
        None => ("用印", "还没有登记".to_owned()),
    });
    facts.push(match &letter.delivery {
        Some(d) => {
            let note = d.note.as_ref().map_or_else(String::new, |n| format!("，{n}"));
            let how = word(DELIVERIES, &d.how);
            ("送达", format!("{}，{how}，{}送，{}收{note}", full_day(d.on), d.by, d.received_by))
        }
        None => ("送达", "还没有登记".to_owned()),
    });
    facts
}
