//! What an actor may see: the rows of his unit. Visibility is data ([`crate::rows`]), so one predicate
//! serves office, district, city and prison alike. Rows of sealed cases stand under keys of their own (G6): lists,
//! counts and searches run under the key of the unit alone, so such a case is in none of them.

use domain::{kernel::Actor, sealing::Key, unit::Unit};

/// The rows an actor may see. Only an actor can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    unit: Unit,
    sealed: Vec<Key>,
}

impl Scope {
    /// The scope of an actor. Who sees no files has a scope that matches no row.
    pub fn of(actor: &Actor) -> Scope {
        match actor.role.sees_files() {
            true => Scope { unit: actor.unit.clone(), sealed: Key::sealed_of(actor) },
            false => Scope { unit: Unit::default(), sealed: vec![] },
        }
    }

    /// The unit whose rows are seen, or the key to sealed cases; empty for none.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The sealed cases of the actor: those for which he is named, then those at his desk.
    pub fn sealed(&self) -> Vec<Scope> {
        self.sealed.iter().map(|key| Scope { unit: Unit::new(key.code()), sealed: vec![] }).collect()
    }

    /// These are sealed cases.
    pub fn is_sealed(&self) -> bool {
        !matches!(Key::of_code(self.unit.code()), Key::Unit(_))
    }
}
