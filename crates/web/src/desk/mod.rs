//! 请假与移交 as pages: [`leave`] who of the office is away and who stands in, [`reassign`] many cases given on.
//! Must never know: who is responsible when, who gets how much.

mod leave;
mod reassign;

use crate::routes::Route;
use axum::routing::{get, post};

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/leave", get(leave::page)),
        Route::new("POST", "/leave", post(leave::set)),
        Route::new("POST", "/leave/end", post(leave::end)),
        Route::new("GET", "/cases/reassign", get(reassign::page)),
        Route::new("POST", "/cases/reassign", post(reassign::confirm)),
        Route::new("POST", "/cases/reassign/preview", post(reassign::preview)),
        Route::new("POST", "/cases/reassign/undo", post(reassign::undo)),
    ]
}
