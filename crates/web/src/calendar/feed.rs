//! The private address for calendar programs: a page to make, renew and revoke it, which shows it once, in the
//! answer to the post; and what the address gives, without a session and without a name.
//! Must never know: how a secret is kept.

use super::ics::{self, Event};
use crate::{
    App,
    asked::Asked,
    form::{self, Control, Lists, Posted, Shape, Told},
    frame::{self, Frame},
    notice,
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::account::{COMMANDS, leave::has_desk};
use jiff::{Timestamp, civil::Date};
use serde_json::Map;
use service::{
    Problem,
    calendar::{Day, Part},
    feed::Fed,
};

#[derive(Template)]
#[template(path = "calendar/feed.html")]
struct Page {
    frame: Frame,
    /// The address just made, shown this once.
    address: Option<String>,
    /// Since when there is one, and what it shows.
    kept: Option<(String, &'static str)>,
    controls: Vec<Control>,
    help: &'static str,
    told: Option<Told>,
}

/// `GET /calendar/feed`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let notice = notice::open(&app, &visitor.asker, &asked);
    let page = shaped(&app, &visitor, None, None).await?;
    frame::render(Page { frame: page.frame.with_notice(notice), ..page })
}

/// `POST /calendar/feed`
pub(super) async fn make(
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, PageProblem> {
    let (visitor, login) = (&posted.visitor, &posted.visitor.asker.actor.account);
    match app.service.give_account(&visitor.asker, login, "make-feed", &posted.fields).await {
        Ok(changed) => {
            let path = changed.feed.unwrap_or_default();
            let address = origin(&app, &headers).map_or_else(|| path.clone(), |origin| origin + &path);
            frame::render(shaped(&app, visitor, Some(address), None).await?)
        }
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status = told.status;
            let page = shaped(&app, visitor, None, Some(told)).await?;
            Ok((status, Html(frame::text(page)?)).into_response())
        }
    }
}

/// `POST /calendar/feed/revoke`
pub(super) async fn revoke(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let asker = &posted.visitor.asker;
    let given = app.service.give_account(asker, &asker.actor.account, "revoke-feed", &Map::new()).await;
    given.map_err(|p| PageProblem::new(&app, p))?;
    let text = "订阅地址已作废，手机上的日历不再更新。";
    Ok(Redirect::to(&notice::on(&app, asker, "/calendar/feed", text)).into_response())
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    address: Option<String>,
    told: Option<Told>,
) -> Result<Page, PageProblem> {
    let wrong = |p| PageProblem::new(app, p);
    let today = visitor.asker.now.today;
    let kept = app.service.own_feed(&visitor.asker).await.map_err(wrong)?;
    let spec = COMMANDS.iter().find(|s| s.name == "make-feed").ok_or_else(|| wrong(Problem::NotFound))?;
    // Who is in charge of nothing has nothing to choose.
    let fields = if has_desk(visitor.asker.actor.role) { spec.fields } else { &[] };
    let errors = told.as_ref().map_or(&[][..], |t| &t.fields);
    let shows = |own| if own { "我该办的" } else { "本单位全部" };
    Ok(Page {
        frame: Frame::new(app, visitor, "calendar", "日历订阅"),
        address,
        kept: kept.map(|feed| (words::day(feed.on, today), shows(feed.own))),
        controls: form::controls(fields, &Map::new(), errors, &Lists::default()),
        help: spec.help,
        told,
    })
}

/// `GET /ics/{file}`: no session; the address is the proof. Whatever is wrong with it, the answer is the same.
pub(super) async fn fetch(
    State(app): State<App>,
    headers: HeaderMap,
    file: Result<Path<String>, PathRejection>,
) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    let file = file.map(|Path(file)| file).unwrap_or_default();
    let secret = file.strip_suffix(".ics").ok_or_else(|| wrong(Problem::NotFound))?;
    let now = app.clock.now();
    let fed = app.service.feed(secret, now).await.map_err(wrong)?;
    let at =
        Timestamp::from_millisecond(now.millis).map_err(|_| PageProblem::broken("the time of a feed"))?;
    let events = events(&fed, now.today, origin(&app, &headers).as_deref());
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((head, ics::calendar("归途待办", at, &events)).into_response())
}

/// One event for each day that has something, and one today for all that is overdue.
fn events(fed: &Fed, today: Date, origin: Option<&str>) -> Vec<Event> {
    let own = if fed.part == Part::Own { "?own=1" } else { "" };
    let event = |uid: String, on: Date, path: String, summary: String| Event {
        uid: format!("{uid}.{}@guitu", fed.mark),
        on,
        summary,
        url: origin.map(|origin| format!("{origin}{path}")),
    };
    let late = (fed.ahead.late > 0).then(|| {
        let summary = format!("已逾期 {} 项", fed.ahead.late);
        event("late".into(), today, format!("/workbench{own}"), summary)
    });
    let days = fed
        .ahead
        .days
        .iter()
        .map(|(on, day)| event(on.to_string(), *on, format!("/calendar/{on}{own}"), summary(day)));
    late.into_iter().chain(days).collect()
}

/// 走访 2 项、核查 1 项、释放 1 人、去接 1 人.
fn summary(day: &Day) -> String {
    let due = day.due.iter().map(|k| format!("{} {} 项", k.title, k.number));
    let home = [("释放", day.released), ("去接", day.fetched)];
    let home = home.into_iter().filter(|(_, n)| *n > 0).map(|(word, n)| format!("{word} {n} 人"));
    due.chain(home).collect::<Vec<_>>().join("、")
}

/// Where this instance is reached, as the asker reached it; `None` where the request does not say it plainly.
fn origin(app: &App, headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    let scheme = if app.secure { "https" } else { "http" };
    (!host.is_empty() && host.len() <= 255 && host.bytes().all(plain)).then(|| format!("{scheme}://{host}"))
}
