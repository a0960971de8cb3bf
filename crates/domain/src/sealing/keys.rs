//! Under whose keys the rows of a case stand. An ordinary case: its units. A sealed one: each person named for it;
//! where a unit must act and has nobody named, the desk of that unit, which its head or bureau reads; the
//! custodial place that sent it until he is home, because it knows him. Nobody else has a key that fits, so
//! no list, count or look-up can show it.
//! Must never know: the tables.

use super::bureau;
use crate::{
    case::Case,
    kernel::{Actor, Obligation, Role},
    unit::{Level, Unit},
};
use std::collections::BTreeSet;

/// What a row is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Everybody of a unit whose role sees files.
    Unit(Unit),
    /// Who answers for a unit: the head of an office, an account of a bureau.
    Desk(Unit),
    /// One account.
    Person(String),
}

impl Key {
    /// The key as rows carry it. Codes of units hold neither `!` nor `@`.
    pub fn code(&self) -> String {
        match self {
            Key::Unit(unit) => unit.code().to_owned(),
            Key::Desk(unit) => format!("{unit}!"),
            Key::Person(account) => format!("@{account}"),
        }
    }

    /// The key that a row carries.
    pub fn of_code(code: &str) -> Key {
        if let Some(account) = code.strip_prefix('@') {
            return Key::Person(account.to_owned());
        }
        match code.strip_suffix('!') {
            Some(unit) => Key::Desk(Unit::new(unit)),
            None => Key::Unit(Unit::new(code)),
        }
    }

    /// The keys to sealed cases that somebody holds besides the one of his unit.
    pub fn sealed_of(actor: &Actor) -> Vec<Key> {
        let desk = matches!(actor.role, Role::OfficeHead | Role::District | Role::City);
        let desk = desk.then(|| Key::Desk(actor.unit.clone()));
        let person = actor.role.sees_files().then(|| Key::Person(actor.account.clone()));
        person.into_iter().chain(desk).collect()
    }
}

impl Case {
    /// The keys that stand for a unit in the rows of this case.
    pub fn keys(&self, unit: &Unit) -> BTreeSet<Key> {
        let Some(owner) = self.owner().filter(|_| self.sealed().is_some()) else {
            return [Key::Unit(unit.clone())].into();
        };
        if self.sender() == Some(unit) {
            return [Key::Unit(unit.clone())].into();
        }
        // A custodial place that does not see it any more: what it owed is its bureau's to ask for.
        let unit = if unit.level() == Level::Other { &bureau(owner) } else { unit };
        let named: BTreeSet<Key> =
            self.named().filter(|n| n.unit == *unit).map(|n| Key::Person(n.account.clone())).collect();
        if named.is_empty() { [Key::Desk(unit.clone())].into() } else { named }
    }

    /// The keys of everybody who may see this case, given what is owed for it.
    pub fn viewers(&self, due: &[Obligation]) -> BTreeSet<Key> {
        let Some(owner) = self.owner().filter(|_| self.sealed().is_some()) else {
            return self.seen_by().into_iter().map(Key::Unit).collect();
        };
        let owing = due.iter().flat_map(|o| std::iter::once(&o.owner).chain(&o.also));
        let mut keys: BTreeSet<Key> = owing.flat_map(|unit| self.keys(unit)).collect();
        keys.extend(self.sender().cloned().map(Key::Unit));
        keys.extend(self.named().map(|n| Key::Person(n.account.clone())));
        if self.named().next().is_none() {
            keys.extend([owner.clone(), bureau(owner)].map(Key::Desk));
        }
        if !self.is_open() {
            keys.insert(Key::Desk(bureau(owner))); // nobody is held back for an archive; somebody can open it
        }
        keys
    }

    /// Whether a unit may hear of the case at all: an ordinary one is known to whoever asks, a sealed one to its
    /// sender until he is home.
    pub fn is_known_to(&self, unit: &Unit) -> bool {
        self.sealed().is_none() || self.sender() == Some(unit)
    }

    /// Whether a unit can be asked about the case: it sees it and, of a sealed one, somebody there is named for it.
    pub fn can_be_asked(&self, unit: &Unit) -> bool {
        let nobody = |key: &Key| matches!(key, Key::Desk(_));
        self.seen_by().contains(unit) && !self.keys(unit).iter().any(nobody)
    }

    /// The custodial place that sent a sealed case, as long as it sees it.
    fn sender(&self) -> Option<&Unit> {
        self.handover.custody().filter(|_| self.handover.custody_sees() && self.is_open())
    }
}
