//! The services on both engines, on real databases: the walk, its refusals, its proofs.

#[macro_use]
mod given;
mod audit;
mod base;
mod door;
mod fetch;
mod forger;
mod held;
mod lists;
mod looks;
mod outage;
mod paper;
mod random;
mod reader;
mod refused;
mod rulebook;
mod scan;
mod scenario_05;
mod scenario_06;
mod sealed;
mod signin;
mod together;
mod twice;
mod walk;
