//! Tests of the domain from outside: what holds for every history, event samples that live for ever, and
//! the descriptions of commands. What one rule decides is tested beside that rule.

mod golden;
mod grants;
mod history;
mod leave;
mod life;
mod specs;
