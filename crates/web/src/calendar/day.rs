//! One day of the calendar: its numbers as tabs, the list behind one of them with links to the forms that settle
//! it, paged.
//! Must never know: whose calendar is counted how.

use super::{kept, part, sort_of_day};
use crate::{
    App,
    asked::{Asked, Segments},
    frame::{self, Frame},
    handover::{Cursor, words::count},
    problem::PageProblem,
    session::Visitor,
    settle, words,
};
use askama::Template;
use axum::{extract::State, response::Response};
use jiff::{ToSpan, civil::Date};
use service::{
    Problem,
    calendar::{Day, List, Part, What},
};
use store::{
    calendar::{Coming, Which},
    page::Ask,
    rows::Owed,
};

/// How many lines one page shows.
const SHOWN: usize = 50;

/// A number of the day.
struct Tab {
    href: String,
    text: String,
    current: bool,
}

/// A thing that is due.
struct Due {
    name: String,
    href: String,
    title: String,
    why: String,
    act: Option<(String, &'static str)>,
    mine: bool,
}

/// Somebody who comes home.
struct Home {
    name: String,
    href: String,
    key: bool,
    owner: String,
    goes: bool,
    arrived: bool,
}

#[derive(Template)]
#[template(path = "calendar/day.html")]
struct Page {
    frame: Frame,
    title: String,
    sort: &'static str,
    far: Option<words::Due>,
    tabs: Vec<Tab>,
    dues: Vec<Due>,
    homes: Vec<Home>,
    count: String,
    first: Option<String>,
    next: Option<String>,
    before: String,
    after: String,
    month: String,
    own: bool,
}

/// What an address asks for, and the same as an address says it.
fn what(asked: &Asked) -> (What, String) {
    let kind =
        asked.get("kind").filter(|k| k.len() <= 40 && k.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
    if let Some(kind) = kind {
        return (What::Due(Which::Kind(kind.to_owned())), format!("kind={kind}"));
    }
    let (what, word) = match asked.get("what") {
        Some("agreed") => (What::Due(Which::Agreed), "agreed"),
        Some("released") => (What::Released, "released"),
        Some("fetched") => (What::Fetched, "fetched"),
        _ => (What::Due(Which::Any), "due"),
    };
    (what, format!("what={word}"))
}

/// `GET /calendar/{day}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    segments: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let on: Date = segments.get(0).parse().map_err(|_| wrong(Problem::NotFound))?;
    let (asker, today) = (&visitor.asker, visitor.asker.now.today);
    let part = part(&asked, asker.actor.role);
    let (what, word) = what(&asked);
    let path = format!("/calendar/{on}?{word}{}", kept(part));
    let cursor = Cursor::open(&app, &visitor, &path, asked.get("after"));
    let ask = Ask { limit: SHOWN, after: cursor.after.clone() };
    let (day, list) = app.service.calendar_day(asker, part, on, &what, &ask).await.map_err(wrong)?;
    let (count, keys) = match &list {
        List::Owed(page) => (count(page, "项"), page.next.clone()),
        List::Coming(page) => (count(page, "人"), page.next.clone()),
    };
    let (dues, homes) = match list {
        List::Owed(page) => (page.items.iter().map(|o| due(o, &visitor)).collect(), vec![]),
        List::Coming(page) => (vec![], page.items.into_iter().map(|c| home(&app, c)).collect()),
    };
    let beside =
        |n: i64| format!("/calendar/{}?{}", on.saturating_add(n.days()), kept(part).trim_start_matches('&'));
    frame::render(Page {
        frame: Frame::new(&app, &visitor, "calendar", words::full_day(on)).with_notice(cursor.notice()),
        title: format!("{} {}", words::full_day(on), words::weekday(on)),
        sort: match sort_of_day(on, &app.service.calendar) {
            (false, "班") => "调休上班",
            (true, "休") => "放假",
            (true, _) => "周末",
            _ => "工作日",
        },
        far: words::due(&on.to_string(), today),
        tabs: tabs(on, &day, (part, &word)),
        dues,
        homes,
        count,
        first: cursor.after.is_some().then(|| path.clone()),
        next: keys.map(|keys| format!("{path}&after={}", Cursor::seal(&app, &visitor, &path, &keys))),
        before: beside(-1),
        after: beside(1),
        month: format!("/calendar?month={}{}", on.strftime("%Y-%m"), kept(part)),
        own: part == Part::Own,
    })
}

fn tabs(on: Date, day: &Day, (part, asked): (Part, &str)) -> Vec<Tab> {
    let tab = |word: String, text: String| Tab {
        current: word == asked,
        href: format!("/calendar/{on}?{word}{}", kept(part)),
        text,
    };
    let mut all = vec![tab("what=due".into(), format!("到期 {}", day.total()))];
    all.extend(day.due.iter().map(|k| tab(format!("kind={}", k.code), format!("{} {}", k.title, k.number))));
    for (word, title, n) in [
        ("what=agreed", "其中与本人约定", day.agreed),
        ("what=released", "释放", day.released),
        ("what=fetched", "去接", day.fetched),
    ] {
        if n > 0 || word == asked {
            all.push(tab(word.into(), format!("{title} {n}")));
        }
    }
    all
}

fn due(owed: &Owed, visitor: &Visitor) -> Due {
    let actor = &visitor.asker.actor;
    Due {
        name: owed.name.clone(),
        href: settle::page(owed),
        title: owed.title.clone(),
        why: owed.why.clone(),
        act: settle::act(owed, actor),
        mine: owed.worker.as_deref() == Some(actor.account.as_str()),
    }
}

fn home(app: &App, coming: Coming) -> Home {
    Home {
        href: format!("/cases/{}", coming.no),
        key: coming.category == "key",
        owner: app.service.units.name(&coming.owner).to_owned(),
        name: coming.name,
        goes: coming.goes,
        arrived: coming.arrived,
    }
}
