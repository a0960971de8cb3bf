//! The page of one case: who, where it stands, what is next, everything that happened. The identity number
//! is masked; seeing it whole is an act of its own, with a reason that is kept.
//! Must never know: why a button is offered.

use super::{
    daily::{self, Call, Held, Member, Need},
    feedback,
    settling::{self, Settling},
    shape::{self, Fact, Mark, Moment, Step},
};
use crate::{
    App,
    asked::{Asked, Segments},
    form::{Posted, Told},
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    urge,
    words::{self, Due},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{case::Standing, command::Spec, kernel::Role};
use service::{Problem, case::View};
use store::rows::{Listed, Owed};

/// Something owed for the case.
struct Debt {
    due: Option<Due>,
    title: String,
    why: String,
    owner: String,
    /// When and by which bureau its unit was last urged.
    urged: Option<String>,
}

/// Another sentence of the same person.
struct Other {
    no: String,
    standing: &'static str,
    release: String,
}

/// The identity number as far as it is shown.
#[derive(Default)]
struct Number {
    /// Whole, after a reason was given.
    whole: Option<String>,
    /// What was typed as a reason, when it was not enough.
    reason: String,
    /// What is wrong with the reason.
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "casefile/page.html")]
struct Page {
    frame: Frame,
    no: String,
    name: String,
    in_short: String,
    masked: String,
    number: Number,
    marks: Vec<Mark>,
    in_charge: String,
    term: Option<String>,
    steps: [Step; 3],
    moments: Vec<Moment>,
    person: Vec<Fact>,
    sentence: Vec<Fact>,
    checked: Vec<feedback::Checked>,
    corrected: Vec<feedback::Corrected>,
    debts: Vec<Debt>,
    others: Vec<Other>,
    settling: Option<Settling>,
    /// How many pictures the asker is shown.
    scans: usize,
    /// The team, who left included.
    team: Vec<Member>,
    /// Placements, the present one first.
    held: Vec<Held>,
    /// Needs that wait for an answer.
    needs: Vec<Need>,
    calls: Vec<Call>,
    /// A visit may be recorded.
    visits: bool,
    /// The command that settles the earliest thing owed that the asker may settle.
    first: Option<&'static Spec>,
    offered: Vec<&'static Spec>,
    /// The asker may see who opened this file.
    looks: bool,
}

/// `GET /cases/{no}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let notice = notice::open(&app, &visitor.asker, &asked);
    match (app.service.view(&visitor.asker, at.get(0)).await, notice) {
        (Ok(view), notice) => case_page(&app, &visitor, at.get(0), &view, notice),
        // What was just done may have handed the case to somebody else: told on the workbench then.
        (Err(Problem::NotFound), Some(text)) => {
            Ok(Redirect::to(&notice::on(&app, &visitor.asker, "/workbench", &text)).into_response())
        }
        (Err(problem), _) => Err(PageProblem::new(&app, problem)),
    }
}

/// The page of a case that was already loaded through the visitor's scope and noted as looked at.
pub fn case_page(
    app: &App,
    visitor: &Visitor,
    no: &str,
    view: &View,
    notice: Option<String>,
) -> Result<Response, PageProblem> {
    let mut page = shaped(app, visitor, no, view, Number::default());
    page.frame.notice = notice;
    frame::render(page)
}

/// `POST /cases/{no}/reveal`
pub(super) async fn reveal(
    State(app): State<App>,
    at: Segments,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let (visitor, no, reason) = (&posted.visitor, at.get(0), posted.text("reason"));
    let answer = app.service.reveal(&visitor.asker, no, reason).await;
    let (status, number) = match answer.map_err(Told::new) {
        Ok(whole) => (StatusCode::OK, Number { whole: Some(whole), ..Number::default() }),
        Err(Ok(told)) => {
            (told.status, Number { wrong: Some(told.sentence), reason: reason.into(), whole: None })
        }
        Err(Err(problem)) => return Err(PageProblem::new(&app, problem)),
    };
    let view = app.service.view(&visitor.asker, no).await.map_err(|p| PageProblem::new(&app, p))?;
    let html = frame::text(shaped(&app, visitor, no, &view, number))?;
    Ok((status, Html(html)).into_response())
}

fn shaped(app: &App, visitor: &Visitor, no: &str, view: &View, number: Number) -> Page {
    let today = visitor.asker.now.today;
    let looks = matches!(visitor.asker.actor.role, Role::City | Role::District | Role::OfficeHead);
    let (case, who) = (&view.case, &view.person.identity);
    let mut offered = app.service.offered(&visitor.asker, view);
    let may = |name: &str| offered.iter().any(|s| s.name == name);
    let (visits, answers, parts) = (may("record-visit"), may("answer-need"), may("team-leave"));
    let correctable = match may("correct-visit") {
        true => app.service.listed(&visitor.asker, view, "visit"),
        false => vec![],
    };
    offered.retain(|s| !matches!(s.name, "correct-visit" | "answer-need" | "team-leave"));
    let place = |o: &Owed| offered.iter().position(|s| s.name == o.settle);
    let first = view.owed.iter().find_map(place).map(|at| offered.remove(at));
    let other = |c: &Listed| Other {
        no: c.no.clone(),
        standing: Standing::from_code(&c.standing).map_or("", Standing::name),
        release: words::day_of(&c.release_on, today),
    };
    let debt = |o: &Owed| Debt {
        due: words::due(&o.due_on, today),
        title: o.title.clone(),
        why: o.why.clone(),
        owner: app.service.units.name(&o.owner).to_owned(),
        urged: urge::told(app, o, today),
    };
    Page {
        looks,
        frame: Frame::new(app, visitor, "cases", format!("档案 {no}")),
        no: no.to_owned(),
        name: if who.name.is_empty() { case.handover.sent.name.clone() } else { who.name.clone() },
        in_short: shape::in_short(&view.person, today),
        masked: masked_number(&view.person),
        number,
        marks: [shape::marks(case), settling::marks(case, &app.service, today)]
            .into_iter()
            .flatten()
            .collect(),
        settling: settling::section(case, &visitor.asker.actor, today),
        in_charge: shape::in_charge(app, case),
        term: shape::term(case),
        steps: shape::steps(case, today),
        moments: shape::moments(view, today, &correctable),
        team: daily::team(case, today, parts),
        held: daily::held(case, today),
        needs: daily::needs(case, today, answers),
        calls: daily::calls(case),
        visits,
        person: shape::person(&view.person, case),
        sentence: shape::sentence(case),
        checked: feedback::checked(case, today),
        corrected: feedback::corrected(case),
        debts: view.owed.iter().map(debt).collect(),
        others: view.others.iter().map(other).collect(),
        scans: service::scan::shown(&visitor.asker, case).count(),
        first,
        offered,
    }
}

fn masked_number(person: &domain::person::Person) -> String {
    match person.masked_number() {
        none if none.is_empty() => "（无号码）".into(),
        masked => masked,
    }
}
