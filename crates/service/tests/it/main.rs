//! The services on both engines, on real databases: the walk, its refusals, its proofs.

#[macro_use]
mod given;
mod audit;
mod base;
mod calendar;
mod daily;
mod desk;
mod door;
mod fetch;
mod forger;
mod gate;
mod held;
mod lists;
mod looks;
mod outage;
mod paper;
mod printed;
mod questions;
mod random;
mod reader;
mod rebuild;
mod refused;
mod roster;
mod rulebook;
mod scan;
mod scenario_03;
mod scenario_04;
mod scenario_05;
mod scenario_06;
mod scenario_07;
mod scenario_12;
mod sealed;
mod signin;
mod together;
mod twice;
mod walk;
