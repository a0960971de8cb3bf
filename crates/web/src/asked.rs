//! What a URL asks: a case number that can be one, codes after the question mark. Anything impossible is
//! refused before a query runs, and in words.
//! Must never know: what is behind a number.

use crate::{App, problem::PageProblem};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use service::Problem;
use std::{collections::BTreeMap, convert::Infallible};

/// The segments of a path: numbers and names of letters, digits and hyphens.
pub struct Segments(Vec<String>);

impl Segments {
    /// One segment by its place; empty where there is none.
    pub fn get(&self, place: usize) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }
}

impl FromRequestParts<App> for Segments {
    type Rejection = PageProblem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Segments, PageProblem> {
        let possible = |s: &String| {
            (1..=40).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        match Path::<Vec<String>>::from_request_parts(parts, app).await {
            Ok(Path(all)) if all.iter().all(possible) => Ok(Segments(all)),
            _ => Err(PageProblem::new(app, Problem::NotFound)),
        }
    }
}

/// What stands after the question mark. What cannot be read counts as not asked.
pub struct Asked(BTreeMap<String, String>);

impl Asked {
    /// The text of a key; `None` where it is missing or empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str).filter(|s| !s.is_empty())
    }
}

impl FromRequestParts<App> for Asked {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Asked, Infallible> {
        let read = Query::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        Ok(Asked(read.map(|Query(all)| all).unwrap_or_default()))
    }
}
