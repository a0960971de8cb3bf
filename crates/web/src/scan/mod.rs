//! 材料: the pictures of a case – a gallery, a form for photos and scans, a pad for signatures, the pictures
//! themselves. Must never know: who may attach what, how a picture is read.

mod page;
mod picture;
mod upload;

pub(crate) use picture::answer;

use crate::routes::Route;
use axum::{
    extract::DefaultBodyLimit,
    routing::{get, post},
};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    let attach = post(page::attach).layer(DefaultBodyLimit::max(upload::READ_AT_MOST));
    vec![
        Route::new("GET", "/cases/{no}/scans", get(page::page)),
        Route::new("POST", "/cases/{no}/scans", attach),
        Route::new("GET", "/cases/{no}/scans/{id}", get(picture::whole)),
        Route::new("GET", "/cases/{no}/scans/{id}/small", get(picture::small)),
    ]
}
