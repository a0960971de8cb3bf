//! What an actor may see: the rows of his unit. Visibility is data ([`crate::rows`]), so one predicate
//! serves office, district, city and prison alike.

use domain::{kernel::Actor, unit::Unit};

/// The rows an actor may see. Only an actor can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    unit: Unit,
}

impl Scope {
    /// The scope of an actor. Who sees no files has a scope that matches no row.
    pub fn of(actor: &Actor) -> Scope {
        match actor.role.sees_files() {
            true => Scope { unit: actor.unit.clone() },
            false => Scope { unit: Unit::default() },
        }
    }

    /// The unit whose rows are seen; empty for none.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }
}
