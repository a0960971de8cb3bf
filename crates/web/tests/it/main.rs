//! The pages and the API from outside, over the router, on a real instance.

mod access;
mod admin;
mod api;
mod api_desk;
mod api_given;
mod api_offices;
mod api_refusals;
mod audit;
mod cases;
mod daily;
mod desk;
mod fetch;
mod gate;
mod given;
mod held;
mod leave;
mod look;
mod paper;
mod roster;
mod rulebook;
mod scan;
mod stage;
mod table;
mod uploads;
mod verify;
mod workbench;
