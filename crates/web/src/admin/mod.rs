//! 管理 as pages: accounts and what is granted to them, what a new instance still needs, the rules in
//! force, who looked at a file. The administrator makes accounts without rights; heads of units grant.
//! Must never know: passwords beyond the one shown once, what a role may do.

mod account;
mod accounts;
mod audit;
mod first_run;
mod grant;
mod looks;
mod rule;
mod rule_pack;
mod rules;

pub(crate) use rules::value as in_words;

use crate::{app::App, problem::PageProblem, routes::Route};
use axum::routing::{get, post};
use domain::kernel::Refusal;
use service::Problem;

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/admin", get(accounts::page)),
        Route::new("GET", "/admin/accounts/new", get(accounts::form)),
        Route::new("POST", "/admin/accounts/new", post(accounts::create)),
        Route::new("GET", "/admin/account", get(account::page)),
        Route::new("POST", "/admin/account", post(account::change)),
        Route::new("GET", "/admin/grant", get(grant::form)),
        Route::new("POST", "/admin/grant", post(grant::give)),
        Route::new("GET", "/admin/first-run", get(first_run::page)),
        Route::new("GET", "/audit", get(audit::page)),
        Route::new("POST", "/audit", post(audit::search)),
        Route::new("GET", "/cases/{no}/looks", get(looks::page)),
        Route::new("GET", "/rules", get(rules::page)),
        Route::new("GET", "/rules/new", get(rule_pack::form)),
        Route::new("GET", "/rules/pack.json", get(rule_pack::pack)),
        Route::new("POST", "/rules/preview", post(rule_pack::preview)),
        Route::new("POST", "/rules/accept", post(rule_pack::accept)),
        Route::new("GET", "/rules/{id}", get(rule::page)),
    ]
}

/// The page that says whose this is.
fn not_yours(app: &App, sentence: &str) -> PageProblem {
    let refusal = Refusal { code: "not_your_role", detail: sentence.to_owned(), field: None };
    PageProblem::new(app, Problem::Refused(refusal))
}
