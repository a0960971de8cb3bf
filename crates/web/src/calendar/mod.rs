//! 日历 as pages: [`month`] a unit's month, [`day`] what stands behind its numbers, [`feed`] the private address
//! for calendar programs with its writer [`ics`], [`notes`] what bureaus are told of long overdue things.
//! Must never know: when anything is due, who is told.

mod day;
mod feed;
mod ics;
mod month;
mod notes;

pub(crate) use notes::{Today, today};

use crate::{asked::Asked, routes::Route};
use axum::routing::{get, post};
use domain::{account::leave::has_desk, kernel::Role};
use jiff::civil::{Date, Weekday};
use reference::calendar::Calendar;
use service::calendar::Part;

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/calendar", get(month::page)),
        Route::new("GET", "/calendar/{day}", get(day::page)),
        Route::new("GET", "/calendar/feed", get(feed::page)),
        Route::new("POST", "/calendar/feed", post(feed::make)),
        Route::new("POST", "/calendar/feed/revoke", post(feed::revoke)),
        Route::new("GET", "/ics/{file}", get(feed::fetch)),
        Route::new("GET", "/notes", get(notes::list)),
        Route::new("POST", "/notes/read", post(notes::read)),
        Route::new("GET", "/notes/{day}", get(notes::page)),
        Route::new("GET", "/notes/{day}/{place}", get(notes::behind)),
    ]
}

/// How much of the unit's calendar an address asks for; only who may be in charge of cases has one of his own.
fn part(asked: &Asked, role: Role) -> Part {
    match asked.get("own").is_some() && has_desk(role) {
        true => Part::Own,
        false => Part::Unit,
    }
}

/// What an address adds so that the next page is about the same part.
fn kept(part: Part) -> &'static str {
    match part {
        Part::Own => "&own=1",
        Part::Unit => "",
    }
}

/// What sort of day it is, where it is not what the week says; and whether nobody works.
fn sort_of_day(on: Date, calendar: &Calendar) -> (bool, &'static str) {
    let weekend = matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday);
    match (calendar.is_working(on), weekend) {
        (true, true) => (false, "班"),
        (false, false) => (true, "休"),
        (working, _) => (!working, ""),
    }
}
