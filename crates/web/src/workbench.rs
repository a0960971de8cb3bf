//! 待办: the first page. What is late, due today, coming, and who comes home; one click leads to the form
//! that settles it. A bureau also sees what units below are late with; a custodial place what it may answer.
//! Must never know: how a due date is computed.

use crate::{
    App,
    asked::Asked,
    calendar,
    changed::capped,
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    routes::Route,
    session::Visitor,
    settle, urge,
    words::{self, Due},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{account::leave::has_desk, kernel::Role, unit::Unit};
use jiff::civil::Date;
use service::{
    Problem,
    narrow::Codes,
    workbench::{Number, Numbers},
    workers::Desk,
};
use std::collections::BTreeMap;
use store::{
    page::COUNT_CAP,
    rows::{Listed, Owed},
};

/// One thing to do, as its line shows it.
struct Line {
    due: Option<Due>,
    name: String,
    title: String,
    why: String,
    /// Where the name leads.
    href: String,
    /// Path and label of the form that settles it; `None` when somebody else must.
    act: Option<(String, &'static str)>,
    /// The unit that owes it, named only where it is not the asker's.
    owner: Option<String>,
    mine: bool,
    /// The colleague who is away and for whom the asker does it.
    instead_of: Option<String>,
    /// When and by which bureau the unit that owes it was last urged.
    urged: Option<String>,
    /// What a tick sends, where the asker may urge it today.
    urge: Option<String>,
}

/// A number and the list that it opens.
struct Tile {
    title: &'static str,
    tone: &'static str,
    count: i64,
    href: String,
}

/// Numbers that belong together.
struct Group {
    title: &'static str,
    tiles: Vec<Tile>,
}

/// A colleague with what is on his desk.
struct Colleague {
    name: String,
    away: bool,
    cases: i64,
    href: String,
}

/// Somebody who comes home.
struct Home {
    day: String,
    weekday: &'static str,
    name: String,
    href: String,
    key: bool,
    owner: String,
}

/// A unit below with its counts, each with the list that it opens.
struct Below {
    name: String,
    cases: (i64, String),
    late: (i64, String),
    urged: (i64, String),
}

/// One part of what is owed.
struct Part {
    /// Anchor of the part on the page.
    id: &'static str,
    title: &'static str,
    /// How many there are.
    count: String,
    /// How many are shown, when these are not all.
    shown: Option<usize>,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "workbench/page.html")]
struct Page {
    frame: Frame,
    /// For a bureau: what it is told today.
    note: Option<calendar::Today>,
    today: String,
    groups: Vec<Group>,
    /// How many cases others wrote to since the asker last looked.
    changed: String,
    parts: [Part; 3],
    home: Vec<Home>,
    colleagues: Vec<Colleague>,
    below: Vec<Line>,
    units: Vec<Below>,
    /// Leaves for which the head owes a stand-in: why.
    stand_ins: Vec<String>,
    /// For whom the asker stands in today.
    instead_of: String,
    /// Only what the asker is responsible for.
    own: bool,
    role: Role,
}

impl Page {
    fn bureau(&self) -> bool {
        matches!(self.role, Role::City | Role::District)
    }
    fn prison(&self) -> bool {
        self.role == Role::Prison
    }
    fn office(&self) -> bool {
        has_desk(self.role)
    }
    fn head(&self) -> bool {
        self.role == Role::OfficeHead
    }
    fn urges(&self) -> bool {
        self.below.iter().any(|line| line.urge.is_some())
    }
    fn nothing(&self) -> bool {
        self.parts.iter().all(|p| p.lines.is_empty())
    }
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/", get(start)), Route::new("GET", "/workbench", get(workbench))]
}

/// Who sees no files begins elsewhere.
async fn start(visitor: Visitor) -> Response {
    let first = match visitor.asker.actor.role {
        Role::Administrator => "/admin",
        Role::Auditor => "/audit",
        _ => "/workbench",
    };
    Redirect::to(first).into_response()
}

async fn workbench(State(app): State<App>, visitor: Visitor, asked: Asked) -> Result<Response, PageProblem> {
    if !visitor.asker.actor.role.sees_files() {
        return Err(PageProblem::new(&app, Problem::NotFound));
    }
    let role = visitor.asker.actor.role;
    let own = asked.get("own").is_some() && has_desk(role);
    let found = match own {
        true => app.service.own_workbench(&visitor.asker).await,
        false => app.service.workbench(&visitor.asker).await,
    };
    let found = found.map_err(|p| PageProblem::new(&app, p))?;
    let instead_of = &found.stands_in_for;
    let shaper = Shaper { app: &app, visitor: &visitor, today: visitor.asker.now.today, instead_of };
    let part = |id, title, count, owed: &[Owed]| shaper.part((id, title), count, owed);
    let notice = notice::open(&app, &visitor.asker, &asked);
    let told = calendar::today(&app, &visitor).await.map_err(|p| PageProblem::new(&app, p))?;
    frame::render(Page {
        note: told,
        frame: Frame::new(&app, &visitor, "workbench", "待办").with_notice(notice),
        today: format!("{} {}", words::full_day(shaper.today), words::weekday(shaper.today)),
        parts: [
            part("late", "已逾期", found.due[0], &found.late),
            part("today", "今天到期", found.due[1], &found.today),
            part("soon", "七日内到期", found.due[2], &found.soon),
        ],
        groups: found.numbers.iter().map(group).collect(),
        changed: capped(found.changed),
        colleagues: found.desks.iter().map(colleague).collect(),
        home: found.coming_home.iter().map(|c| shaper.home(c)).collect(),
        below: found.late_below.iter().map(|o| shaper.line(o)).collect(),
        units: found.units.iter().map(|u| shaper.below(u)).collect(),
        stand_ins: found.stand_ins_owed.iter().map(|o| o.why.clone()).collect(),
        instead_of: instead_of.values().cloned().collect::<Vec<_>>().join("、"),
        own,
        role,
    })
}

fn group(numbers: &Numbers) -> Group {
    let tile = |n: &Number| Tile {
        title: n.title,
        tone: if n.count > 0 { n.tone } else { "" },
        count: n.count,
        href: n.codes.path(),
    };
    Group { title: numbers.title, tiles: numbers.all.iter().map(tile).collect() }
}

fn colleague(desk: &Desk) -> Colleague {
    let codes = Codes { by: "own".into(), worker: desk.login.clone(), ..Codes::default() };
    Colleague { name: desk.name.clone(), away: desk.away, cases: desk.cases, href: codes.path() }
}

/// What turning rows into lines needs.
struct Shaper<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    today: Date,
    instead_of: &'a BTreeMap<String, String>,
}

impl Shaper<'_> {
    fn part(&self, (id, title): (&'static str, &'static str), count: i64, owed: &[Owed]) -> Part {
        let lines: Vec<Line> = owed.iter().map(|o| self.line(o)).collect();
        let all = usize::try_from(count).unwrap_or(0) <= lines.len();
        Part {
            id,
            title,
            count: if count > COUNT_CAP { "10,000+".into() } else { count.to_string() },
            shown: (!all).then_some(lines.len()),
            lines,
        }
    }

    fn line(&self, owed: &Owed) -> Line {
        let actor = &self.visitor.asker.actor;
        Line {
            due: words::due(&owed.due_on, self.today),
            name: owed.name.clone(),
            title: owed.title.clone(),
            why: owed.why.clone(),
            href: settle::page(owed),
            act: settle::act(owed, actor),
            owner: (owed.owner != actor.unit.code())
                .then(|| self.app.service.units.name(&owed.owner).to_owned()),
            mine: owed.worker.as_deref() == Some(actor.account.as_str()),
            instead_of: owed.worker.as_ref().and_then(|w| self.instead_of.get(w)).cloned(),
            urged: urge::told(self.app, owed, self.today),
            urge: self.may_urge(owed).then(|| urge::thing(owed)),
        }
    }

    /// A bureau urges what a unit below it owes for a case, once a day.
    fn may_urge(&self, owed: &Owed) -> bool {
        let (actor, owner) = (&self.visitor.asker.actor, Unit::new(owed.owner.as_str()));
        let bureau = matches!(actor.role, Role::City | Role::District);
        let below = actor.unit.covers(&owner) && actor.unit != owner;
        let today = self.today.to_string();
        bureau
            && below
            && owed.stream_kind == "case"
            && owed.due_on < today
            && owed.urged_on.as_deref() != Some(today.as_str())
    }

    fn home(&self, case: &Listed) -> Home {
        let date: Option<Date> = case.release_on.parse().ok();
        Home {
            day: words::day_of(&case.release_on, self.today),
            weekday: date.map_or("", words::weekday),
            name: case.name.clone(),
            href: format!("/cases/{}", case.no),
            key: case.category == "key",
            owner: self.app.service.units.name(&case.owner).to_owned(),
        }
    }

    fn below(&self, unit: &service::workbench::Below) -> Below {
        let of = |codes: Codes| codes.path();
        let (code, any) = (unit.unit.clone(), Codes::default);
        Below {
            name: self.app.service.units.name(&unit.unit).to_owned(),
            cases: (unit.cases, of(Codes { area: code.clone(), ..any() })),
            late: (unit.late, of(Codes { by: code.clone(), due: "late".into(), ..any() })),
            urged: (unit.urged, of(Codes { by: code, urged: "1".into(), ..any() })),
        }
    }
}
