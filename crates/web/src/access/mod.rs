//! Signing in and out, and the change of a password that somebody else chose.
//! These pages have no frame: who sits there is not known yet, or has no role yet.
//! Must never know: how passwords are kept.

mod password;
mod sign_in;

use crate::routes::Route;
use axum::routing::{get, post};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/sign-in", get(sign_in::form)),
        Route::new("POST", "/sign-in", post(sign_in::sign_in)),
        Route::new("POST", "/sign-out", post(sign_in::sign_out)),
        Route::new("GET", "/password", get(password::form)),
        Route::new("POST", "/password", post(password::change)),
    ]
}
