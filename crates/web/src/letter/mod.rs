//! 发文 as pages: [`register`] the letters of a unit in a year, [`page`] one letter with its seal and its proof of
//! delivery.
//! Must never know: how numbers are drawn, who may read which book.

mod page;
mod register;

use crate::routes::Route;
use axum::routing::{get, post};
use domain::{command::Spec, letter::COMMANDS};

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/letters", get(register::list)),
        Route::new("POST", "/letters", post(register::issue)),
        Route::new("POST", "/letters/word", post(register::name)),
        Route::new("GET", "/letters/{id}", get(page::show)),
        Route::new("POST", "/letters/{id}/{command}", post(page::give)),
    ]
}

/// The description of a command.
fn described(name: &str) -> Option<&'static Spec> {
    COMMANDS.iter().find(|s| s.name == name)
}

/// The Chinese word of a code.
fn word(list: &'static [(&'static str, &'static str)], code: &str) -> &'static str {
    list.iter().find(|(c, _)| *c == code).map_or("其他", |(_, word)| word)
}
