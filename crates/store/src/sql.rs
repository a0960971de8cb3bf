//! Statements: static text with slots. `{scope}` is replaced here and nowhere else; its parameter is always
//! `$1`. Other slots (`{filter}`, `{order}`) take static text from their own module.
//! A statement without a scope slot is an [`Unscoped`] and says why; the list of reasons may only shrink.

use crate::{Result, Scope};
use database::{Row, Tx, Value};

/// A statement whose rows are limited to a scope. Its table has the alias `v` and a column `unit`.
#[derive(Debug, Clone, Copy)]
pub struct Sql(&'static str);

/// A statement that is not limited to a scope, and why that is right.
#[derive(Debug, Clone, Copy)]
pub struct Unscoped {
    text: &'static str,
    /// Why no scope is needed.
    pub reason: &'static str,
}

/// The predicate that every scoped statement carries.
const PREDICATE: &str = "v.unit = $1";

impl Sql {
    /// Declares a scoped statement; the program does not compile without the slot.
    pub const fn scoped(text: &'static str) -> Sql {
        assert!(has_slot(text.as_bytes()), "a scoped statement needs the slot {{scope}}");
        Sql(text)
    }

    /// The text with every slot filled.
    pub fn text(self, slots: &[(&str, &str)]) -> String {
        slots.iter().fold(self.0.replace("{scope}", PREDICATE), |text, (slot, with)| text.replace(slot, with))
    }

    /// All rows in scope. `params` start at `$2`.
    pub(crate) async fn query(
        self,
        tx: &mut Tx<'_>,
        scope: &Scope,
        slots: &[(&str, &str)],
        params: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<Row>> {
        let all: Vec<Value> = std::iter::once(Value::from(scope.unit().code())).chain(params).collect();
        Ok(tx.query(&self.text(slots), &all).await?)
    }
}

impl Unscoped {
    /// Declares a statement that runs without a scope.
    pub const fn because(reason: &'static str, text: &'static str) -> Unscoped {
        Unscoped { text, reason }
    }

    /// The text as it runs.
    pub fn text(self) -> &'static str {
        self.text
    }

    pub(crate) async fn query(self, tx: &mut Tx<'_>, params: &[Value]) -> Result<Vec<Row>> {
        Ok(tx.query(self.text, params).await?)
    }

    pub(crate) async fn one(self, tx: &mut Tx<'_>, params: &[Value]) -> Result<Option<Row>> {
        Ok(tx.one(self.text, params).await?)
    }

    pub(crate) async fn run(self, tx: &mut Tx<'_>, params: &[Value]) -> Result<u64> {
        Ok(tx.execute(self.text, params).await?)
    }
}

const fn has_slot(text: &[u8]) -> bool {
    let slot = b"{scope}";
    let mut at = 0;
    while at + slot.len() <= text.len() {
        let mut same = 0;
        while same < slot.len() && text[at + same] == slot[same] {
            same += 1;
        }
        if same == slot.len() {
            return true;
        }
        at += 1;
    }
    false
}

/// Every statement that can run, with its name, so that a test can prepare each on both engines.
pub fn every_statement() -> Vec<(&'static str, String)> {
    let mut all = vec![];
    for (module, texts) in [
        ("account", crate::account::statements()),
        ("anchor", crate::anchor::statements()),
        ("audit", crate::audit::statements()),
        ("base", crate::base::statements()),
        ("calendar", crate::calendar::statements()),
        ("case", crate::case::statements()),
        ("changed", crate::changed::statements()),
        ("narrow", crate::narrow::statements()),
        ("dispute", crate::dispute::statements()),
        ("doctor", crate::doctor::statements()),
        ("feed", crate::feed::statements()),
        ("fetch", crate::fetch::statements()),
        ("held", crate::held::statements()),
        ("journal", crate::journal::statements()),
        ("letter", crate::letter::statements()),
        ("looks", crate::looks::statements()),
        ("note", crate::note::statements()),
        ("obligation", crate::obligation::statements()),
        ("opened", crate::opened::statements()),
        ("pending", crate::pending::statements()),
        ("person", crate::person::statements()),
        ("prerelease", crate::prerelease::statements()),
        ("reassign", crate::reassign::statements()),
        ("rebuild", crate::rebuild::statements()),
        ("receipt", crate::receipt::statements()),
        ("roster", crate::roster::statements()),
        ("rows", crate::rows::statements()),
        ("rulebook", crate::rulebook::statements()),
        ("scan", crate::scan::statements()),
        ("session", crate::session::statements()),
        ("unit", crate::unit::statements()),
        ("upload", crate::upload::statements()),
    ] {
        all.extend(texts.into_iter().map(|text| (module, text)));
    }
    all
}
