//! 超期通报 as pages: the list of a bureau's notes, a note by place and kind, the people behind each number, the mark
//! that one has read it; and the line of today for the workbench.
//! Must never know: when something is so late that a bureau is told.

use crate::{
    App,
    asked::{Asked, Segments},
    form::Posted,
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    kernel::Role,
    note::{AT_MOST, Item},
    unit::Unit,
};
use jiff::civil::Date;
use service::{
    Problem,
    note::{SHOWN, THINGS},
};
use store::note::{Listed, Standing};

/// The note of today in one line.
pub(crate) struct Today {
    /// The day, as an address says it.
    pub(crate) day: String,
    /// 3 个所 7 项超期
    pub(crate) text: String,
    /// The asker has marked it as read.
    pub(crate) read: bool,
}

/// The line of today for a bureau's workbench.
pub(crate) async fn today(app: &App, visitor: &Visitor) -> Result<Option<Today>, Problem> {
    let found = app.service.note_today(&visitor.asker).await?;
    let role = visitor.asker.actor.role;
    Ok(found.map(|n| Today { text: told(&n, role), read: n.read, day: n.day }))
}

fn told(note: &Listed, role: Role) -> String {
    let place = if role == Role::City { "个区" } else { "个所" };
    format!("{} {place} {} 项超期", note.places, number(note.overdue))
}

fn number(n: i64) -> String {
    match usize::try_from(n).is_ok_and(|n| n >= AT_MOST) {
        true => format!("{AT_MOST}+"),
        false => n.to_string(),
    }
}

/// One note of the list.
struct Line {
    day: String,
    label: String,
    text: String,
    settled: i64,
    read: bool,
}

#[derive(Template)]
#[template(path = "calendar/notes.html")]
struct List {
    frame: Frame,
    lines: Vec<Line>,
    later_page: bool,
    next: Option<String>,
}

/// `GET /notes`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let notice = notice::open(&app, &visitor.asker, &asked);
    let before: Option<Date> = asked.get("before").and_then(|d| d.parse().ok());
    let found = app.service.notes(&visitor.asker, before).await.map_err(|p| PageProblem::new(&app, p))?;
    let (role, today) = (visitor.asker.actor.role, visitor.asker.now.today);
    let line = |n: &Listed| Line {
        label: words::day_of(&n.day, today),
        text: told(n, role),
        settled: n.settled,
        read: n.read,
        day: n.day.clone(),
    };
    let lines: Vec<Line> = found.iter().take(SHOWN).map(line).collect();
    frame::render(List {
        frame: Frame::new(&app, &visitor, "workbench", "超期通报").with_notice(notice),
        next: lines.last().filter(|_| found.len() > SHOWN).map(|l| l.day.clone()),
        lines,
        later_page: before.is_some(),
    })
}

/// A number that opens its people.
struct Number {
    href: String,
    text: String,
}

/// A place with its numbers.
struct Place {
    name: String,
    href: String,
    total: usize,
    numbers: Vec<Number>,
}

#[derive(Template)]
#[template(path = "calendar/note.html")]
struct Note {
    frame: Frame,
    day: String,
    label: String,
    places: Vec<Place>,
    total: usize,
    more: bool,
    /// The note before it, and how much of that is overdue no longer.
    last: Option<(String, u32)>,
    city: bool,
}

/// `GET /notes/{day}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    segments: Segments,
) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let day: Date = segments.get(0).parse().map_err(|_| wrong(Problem::NotFound))?;
    let note = app.service.note(&visitor.asker, day).await.map_err(wrong)?;
    let today = visitor.asker.now.today;
    let places = note.counts().into_iter().map(|(place, counts)| {
        let href = format!("/notes/{day}/{place}");
        let number = |c: &domain::note::Count| Number {
            href: format!("{href}?kind={}", c.kind),
            text: format!("{} {}", c.title, c.number),
        };
        Place {
            name: app.service.units.name(place.code()).to_owned(),
            total: counts.iter().map(|c| c.number).sum(),
            numbers: counts.iter().map(number).collect(),
            href,
        }
    });
    frame::render(Note {
        frame: Frame::new(&app, &visitor, "workbench", "超期通报"),
        day: day.to_string(),
        label: words::full_day(day),
        places: places.collect(),
        total: note.items.len(),
        more: note.more,
        last: note.last_on.map(|on| (words::day(on, today), note.settled)),
        city: visitor.asker.actor.role == Role::City,
    })
}

/// One thing behind a number.
struct Thing {
    name: Option<String>,
    href: String,
    title: String,
    owner: String,
    /// How late it is now; `None` where it is settled or moved.
    due: Option<words::Due>,
}

#[derive(Template)]
#[template(path = "calendar/behind.html")]
struct Behind {
    frame: Frame,
    day: String,
    label: String,
    place: String,
    things: Vec<Thing>,
    count: usize,
    next: Option<String>,
    first: Option<String>,
}

/// `GET /notes/{day}/{place}`
pub(super) async fn behind(
    State(app): State<App>,
    visitor: Visitor,
    segments: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let day: Date = segments.get(0).parse().map_err(|_| wrong(Problem::NotFound))?;
    let place = Unit::new(segments.get(1));
    let code = |k: &&str| k.len() <= 40 && k.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let kind = asked.get("kind").filter(code);
    let from: usize = asked.get("from").and_then(|n| n.parse().ok()).unwrap_or_default();
    let found = app.service.behind(&visitor.asker, day, &place, kind, from).await.map_err(wrong)?;
    let path = format!("/notes/{day}/{place}?kind={}", kind.unwrap_or_default());
    let next = from.saturating_add(THINGS);
    frame::render(Behind {
        frame: Frame::new(&app, &visitor, "workbench", "超期通报"),
        day: day.to_string(),
        label: words::full_day(day),
        place: app.service.units.name(place.code()).to_owned(),
        things: found
            .things
            .iter()
            .map(|(item, now)| thing(&app, &visitor, (day, item), now.as_ref()))
            .collect(),
        count: found.count,
        next: (next < found.count).then(|| format!("{path}&from={next}")),
        first: (from > 0).then_some(path),
    })
}

fn thing(app: &App, visitor: &Visitor, (day, item): (Date, &Item), now: Option<&Standing>) -> Thing {
    let floor = if item.of == "row" { "/handover/held" } else { "/cases" };
    // What is owed again since, by a later day, is another thing than the one that was overdue.
    let since = now.and_then(|n| n.due_on.as_deref()).filter(|due| *due < day.to_string().as_str());
    Thing {
        name: now.map(|n| n.name.clone()),
        href: format!("{floor}/{}", item.no),
        title: item.title.clone(),
        owner: app.service.units.name(item.owner.code()).to_owned(),
        due: since.and_then(|due| words::due(due, visitor.asker.now.today)),
    }
}

/// `POST /notes/read`
pub(super) async fn read(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let asker = &posted.visitor.asker;
    let day: Date = posted.text("day").parse().map_err(|_| wrong(Problem::NotFound))?;
    app.service.read_note(asker, day).await.map_err(wrong)?;
    Ok(Redirect::to(&notice::on(&app, asker, "/notes", "已标为已读。")).into_response())
}
