//! A month of the unit: Monday first, days off marked, today marked; on each day how much is due by kind, who comes
//! home, who is fetched. Each number opens its list. On a phone the same table is a list of days.
//! Must never know: whose calendar is counted how.

use super::{kept, part, sort_of_day};
use crate::{
    App,
    asked::Asked,
    frame::{self, Frame},
    handover::month::{Month, Pick},
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::account::leave::has_desk;
use jiff::{ToSpan, civil::Date};
use service::calendar::{Day, Days, Part};

/// So many kinds have a line of their own in one day; the day's page lists all.
const KINDS: usize = 4;

/// A number that opens its list.
struct Number {
    href: String,
    text: String,
    /// Style word.
    tone: &'static str,
}

/// A day of the grid; blank beside the month.
#[derive(Default)]
struct Cell {
    /// Day of the month; 0 for a blank one.
    number: i8,
    href: String,
    label: String,
    today: bool,
    off: bool,
    mark: &'static str,
    numbers: Vec<Number>,
}

#[derive(Template)]
#[template(path = "calendar/month.html")]
struct Page {
    frame: Frame,
    title: String,
    weeks: Vec<Vec<Cell>>,
    months: Vec<Pick>,
    before: String,
    after: String,
    this: String,
    due: i64,
    released: i64,
    fetched: i64,
    own: bool,
    /// The asker may be in charge of cases.
    desk: bool,
    /// Paths of the same month for the other part.
    other: String,
    /// No notice of holidays is known for this year.
    provisional: bool,
}

/// `GET /calendar`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let (asker, today) = (&visitor.asker, visitor.asker.now.today);
    let month = Month::read(asked.get("month"), today);
    let part = part(&asked, asker.actor.role);
    let span = (month.0, month.0.last_of_month());
    let days = app.service.calendar(asker, part, span).await.map_err(|p| PageProblem::new(&app, p))?;
    let path = |m: Month| format!("/calendar?month={}{}", m.code(), kept(part));
    let other = if part == Part::Own { Part::Unit } else { Part::Own };
    frame::render(Page {
        frame: Frame::new(&app, &visitor, "calendar", format!("日历 {}", month.label())),
        title: month.label(),
        weeks: weeks(&app, month.0, &days, (today, part)),
        months: month.picks(today),
        before: path(month.before()),
        after: path(month.after()),
        this: format!("/calendar?month={}{}", Month(today.first_of_month()).code(), kept(part)),
        due: days.values().map(Day::total).sum(),
        released: days.values().map(|d| d.released).sum(),
        fetched: days.values().map(|d| d.fetched).sum(),
        own: part == Part::Own,
        desk: has_desk(asker.actor.role),
        other: format!("/calendar?month={}{}", month.code(), kept(other)),
        provisional: app.service.calendar.is_provisional(month.0),
    })
}

fn weeks(app: &App, first: Date, days: &Days, about: (Date, Part)) -> Vec<Vec<Cell>> {
    let blanks = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or_default();
    let mut cells: Vec<Cell> = (0..blanks).map(|_| Cell::default()).collect();
    for n in 0..first.days_in_month() {
        let on = first.saturating_add(i64::from(n).days());
        cells.push(cell(app, on, days.get(&on), about));
    }
    let mut weeks = vec![];
    while !cells.is_empty() {
        let mut week: Vec<Cell> = cells.drain(..cells.len().min(7)).collect();
        week.resize_with(7, Cell::default);
        weeks.push(week);
    }
    weeks
}

fn cell(app: &App, on: Date, day: Option<&Day>, (today, part): (Date, Part)) -> Cell {
    let (off, mark) = sort_of_day(on, &app.service.calendar);
    Cell {
        number: on.day(),
        href: format!("/calendar/{on}?{}", kept(part).trim_start_matches('&')),
        label: format!("{} {}", words::day(on, today), words::weekday(on)),
        today: on == today,
        off,
        mark,
        numbers: day.map_or_else(Vec::new, |d| numbers(on, d, (today, part))),
    }
}

fn numbers(on: Date, day: &Day, (today, part): (Date, Part)) -> Vec<Number> {
    let number = |what: String, text: String, tone| Number {
        href: format!("/calendar/{on}?{what}{}", kept(part)),
        text,
        tone,
    };
    let tone = if on < today { "late" } else { "" };
    let mut all: Vec<Number> = day
        .due
        .iter()
        .take(KINDS)
        .map(|k| number(format!("kind={}", k.code), format!("{} {}", k.title, k.number), tone))
        .collect();
    let rest: i64 = day.due.iter().skip(KINDS).map(|k| k.number).sum();
    if rest > 0 {
        all.push(number("what=due".into(), format!("其他 {rest}"), tone));
    }
    for (n, what, word, tone) in [
        (day.agreed, "what=agreed", "其中约定", "note"),
        (day.released, "what=released", "释放", "soon"),
        (day.fetched, "what=fetched", "去接", "soon"),
    ] {
        if n > 0 {
            all.push(number(what.into(), format!("{word} {n}"), tone));
        }
    }
    all
}
