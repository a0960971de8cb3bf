//! 衔接 as pages: rosters come in, are previewed and confirmed, and rows that could not be taken as they
//! are are mended, released or rejected. One file a step: [`overview`], [`upload`] reads what was
//! sent, [`send`] the ways of sending, [`preview`], [`receipt`] with progress and withdrawal, [`one`] person
//! by a form, [`held`] the list, [`row`] one row and what is done to it.
//! Before a release: [`prerelease`] the list of a month, [`unlinked`] who does not belong here, [`receipts`] papers
//! that are missing.
//! Must never know: how a workbook is read, what is wrong with a row, who may decide.

mod board;
mod costs;
mod cursor;
mod disputes;
mod held;
pub(crate) mod month;
mod one;
mod overview;
mod prerelease;
mod preview;
mod prison_letter;
mod prisons;
mod receipt;
mod receipts;
mod row;
mod send;
mod unlinked;
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
    let pasted = DefaultBodyLimit::max(send::PASTED_AT_MOST);
    vec![
        Route::new("GET", "/handover", get(overview::page)),
        Route::new("GET", "/handover/board", get(board::page)),
        Route::new("GET", "/handover/board/{day}", get(board::sheet)),
        Route::new("GET", "/handover/costs", get(costs::page)),
        Route::new("POST", "/handover/costs", post(costs::set)),
        Route::new("GET", "/handover/prisons", get(prisons::page)),
        Route::new("POST", "/handover/prisons/export", post(prisons::export)),
        Route::new("GET", "/handover/prisons/{code}/letter", get(prison_letter::page)),
        Route::new("GET", "/handover/prisons/{code}/letter/docx", get(prison_letter::file)),
        Route::new("POST", "/handover/prisons/answers", post(prisons::preview).layer(large)),
        Route::new("POST", "/handover/prisons/confirm", post(prisons::confirm)),
        Route::new("GET", "/handover/disputes", get(disputes::page)),
        Route::new("GET", "/handover/rosters/new", get(send::choose)),
        Route::new("POST", "/handover/rosters", post(send::file).layer(large)),
        Route::new("POST", "/handover/rosters/paste", post(send::paste).layer(pasted)),
        Route::new("GET", "/handover/rosters/template", get(send::template)),
        Route::new("GET", "/handover/rosters/one", get(one::page)),
        Route::new("POST", "/handover/rosters/one", post(one::give)),
        Route::new("GET", "/handover/rosters/preview/{waiting}", get(preview::page)),
        Route::new("POST", "/handover/rosters/confirm", post(preview::confirm)),
        Route::new("GET", "/handover/rosters/{no}", get(receipt::page)),
        Route::new("GET", "/handover/rosters/{no}/progress", get(receipt::progress)),
        Route::new("POST", "/handover/rosters/{no}/continue", post(receipt::go_on)),
        Route::new("GET", "/handover/rosters/{no}/result", get(receipt::result)),
        Route::new("POST", "/handover/rosters/{no}/withdraw", post(receipt::withdraw)),
        Route::new("GET", "/handover/prerelease", get(prerelease::page)),
        Route::new("GET", "/handover/unlinked", get(unlinked::page)),
        Route::new("GET", "/handover/receipts", get(receipts::page)),
        Route::new("GET", "/handover/held", get(held::page)),
        Route::new("GET", "/handover/held/{no}", get(row::page)),
        Route::new("POST", "/handover/held/{no}/{command}", post(row::give)),
    ]
}
