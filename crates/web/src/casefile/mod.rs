//! 档案: the list, the search, the page of one case, the form of each command.
//! Must never know: which command does what; the forms come from the commands' descriptions.

mod command;
mod daily;
mod feedback;
mod list;
mod narrowed;
mod page;
mod settling;
mod shape;

pub use list::list_page;
pub use page::case_page;

use crate::routes::Route;
use axum::routing::{get, post};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/cases", get(list::list)),
        Route::new("POST", "/cases/search", post(list::search)),
        Route::new("GET", "/cases/{no}", get(page::page)),
        Route::new("POST", "/cases/{no}/reveal", post(page::reveal)),
        Route::new("GET", "/cases/{no}/{command}", get(command::form)),
        Route::new("POST", "/cases/{no}/{command}", post(command::give)),
    ]
}
