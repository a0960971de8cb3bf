//! 衔接 as pages: rosters come in, are previewed and confirmed, and rows that could not be taken as they
//! are are mended, released or rejected. One file a step: [`overview`], [`upload`] reads what was
//! sent, [`roster`] preview and receipt, [`held`] the list, [`row`] one row and what is done to it.
//! Must never know: how a workbook is read, what is wrong with a row, who may decide.

mod board;
mod costs;
mod cursor;
mod held;
mod overview;
mod roster;
mod row;
mod upload;
pub(crate) mod words;

pub(crate) use cursor::Cursor;

use crate::routes::Route;
use axum::{
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    let large = DefaultBodyLimit::max(upload::READ_AT_MOST);
    vec![
        Route::new("GET", "/handover", get(overview::page)),
        Route::new("GET", "/handover/board", get(board::page)),
        Route::new("GET", "/handover/board/{day}", get(board::sheet)),
        Route::new("GET", "/handover/costs", get(costs::page)),
        Route::new("POST", "/handover/costs", post(costs::set)),
        Route::new("GET", "/handover/rosters/new", get(roster::choose)),
        Route::new("POST", "/handover/rosters", post(roster::preview).layer(large)),
        Route::new("POST", "/handover/rosters/confirm", post(roster::confirm)),
        Route::new("GET", "/handover/rosters/{no}", get(roster::receipt)),
        Route::new("GET", "/handover/held", get(held::page)),
        Route::new("GET", "/handover/held/{no}", get(row::page)),
        Route::new("POST", "/handover/held/{no}/{command}", post(row::give)),
    ]
}
