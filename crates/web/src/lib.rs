//! Floor 4: pages and API over the services. One folder a column; what all share lies beside them:
//! [`app`] what a request may use, [`session`] who asks, [`problem`] how a no looks, [`routes`] every route
//! in one list, [`security`] the headers that every answer carries.
//! Must never know: SQL, rules of the field. A handler identifies, loads, shapes, answers.

mod access;
pub mod admin;
pub mod api;
pub mod app;
pub mod asked;
pub mod assets;
mod base;
mod calendar;
mod calm;
pub mod casefile;
mod changed;
mod desk;
pub mod form;
pub mod frame;
pub mod handover;
mod help;
mod letter;
pub mod notice;
mod paper;
mod print;
pub mod problem;
pub mod routes;
mod scan;
mod sealed;
mod security;
pub mod session;
mod settle;
mod urge;
pub mod words;
mod workbench;

pub use app::{App, Clock};
pub use routes::router;
