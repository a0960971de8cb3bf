//! Rosters: who may send them, what is told about them, which there are. How a file is taken in is in
//! `progress`.
//! Must never know: what makes a row acceptable.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use documents::{
    Limits,
    roster::{RawRow, Reading},
};
use domain::{
    kernel::{Role, refuse},
    quarantine,
    unit::{Level, Unit},
};
use serde::Serialize;
use store::{
    page::{Ask, Page},
    roster::Roster,
};

/// One thing told about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Sheet, where the file has several.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row as the spreadsheet program numbers it.
    pub row: u32,
    /// Chinese heading of the column.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// Chinese: what is wrong and what to do.
    pub message: String,
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The receipt.
    pub receipt: Roster,
    /// What is wrong, row by row.
    pub problems: Vec<Told>,
    /// Remarks about the file: unknown columns, encodings.
    pub notes: Vec<String>,
}

impl Service {
    /// Reads a file in a limited child process.
    pub async fn read_roster(&self, bytes: Vec<u8>) -> Result<Reading> {
        Ok(documents::limited::read_in_child(&self.reader, bytes, Limits::default()).await?)
    }

    /// Uploads in scope, latest first.
    pub async fn rosters(&self, asker: &Asker, ask: &Ask) -> Result<Page<Roster>> {
        let (scope, ask) = (asker.scope(), ask.clone());
        self.db.read_fn(async move |tx: &mut Tx<'_>| Ok(store::roster::list(tx, &scope, &ask).await?)).await
    }

    /// One upload in scope.
    pub async fn roster(&self, asker: &Asker, no: &str) -> Result<Roster> {
        let (scope, no) = (asker.scope(), no.to_owned());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                store::roster::find(tx, &scope, &no).await?.ok_or(Problem::NotFound)
            })
            .await
    }

    /// A custodial place sends its own persons; a bureau of the city sends for any place.
    pub(super) fn may_send(&self, asker: &Asker, sender: &Unit) -> Result<()> {
        let actor = &asker.actor;
        if !self.units.has(sender.code()) {
            return Ok(refuse("unknown_custody", "没有这个报送单位，请检查代码")?);
        }
        match actor.role {
            Role::Prison if *sender == actor.unit => Ok(()),
            Role::City if sender.level() == Level::Other || *sender == actor.unit => Ok(()),
            Role::Prison => Ok(refuse("not_own_custody", "只能报送本监所的人员")?),
            _ => Ok(refuse("not_your_role", "名册由监所或市局报送")?),
        }
    }
}

/// The problems of a row as they are told with its place.
pub(super) fn told(raw: &RawRow, problems: &[quarantine::Problem]) -> Vec<Told> {
    let one = |p: &quarantine::Problem| Told {
        sheet: raw.sheet.clone(),
        row: raw.row,
        column: p.column.clone(),
        code: p.code.clone(),
        message: p.message.clone(),
    };
    problems.iter().map(one).collect()
}

/// Remarks about the file as a whole.
pub(super) fn notes(reading: &Reading) -> Vec<String> {
    let mut notes = reading.notes.clone();
    if !reading.unknown_columns.is_empty() {
        notes.push(format!("没有采用的列：{}", reading.unknown_columns.join("、")));
    }
    notes
}
