//! What an actor may see: the rows of his unit. Visibility is data ([`crate::rows`]), so one predicate
//! serves office, district, city and prison alike.

use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};

/// The rows an actor may see. Only an actor can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    unit: Unit,
}

impl Scope {
    /// The scope of an actor. An administrator sees no files: his scope matches no row.
    pub fn of(actor: &Actor) -> Scope {
        match actor.role {
            Role::Administrator => Scope { unit: Unit::default() },
            _ => Scope { unit: actor.unit.clone() },
        }
    }

    /// The unit whose rows are seen; empty for none.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }
}
