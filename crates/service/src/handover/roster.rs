//! Rosters: checked, previewed, imported. A whole file is one unit of work: all of it or nothing.
//! A preview is the same import, rolled back, so that it cannot promise something else.

use super::take::{Source, Taken};
use crate::{Asker, Problem, Result, Service, numbers};
use database::Tx;
use documents::{
    Limits,
    roster::{Line, Reading},
};
use domain::{
    kernel::{Role, refuse},
    unit::{Level, Unit},
};
use serde::Serialize;
use store::{
    page::{Ask, Page},
    pending::{self, Pending},
    roster::Roster,
};

/// How long a previewed file waits for a yes, in milliseconds: one hour.
const WAITS: i64 = 3_600_000;

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

/// A file that was read and waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The number under which it waits.
    pub waiting: String,
    /// What would come of it.
    pub summary: Summary,
}

/// Carries a summary out of a transaction that is rolled back.
enum Outcome {
    Done(Box<Summary>),
    Not(Problem),
}

impl<E: Into<Problem>> From<E> for Outcome {
    fn from(error: E) -> Outcome {
        Outcome::Not(error.into())
    }
}

impl Service {
    /// Reads a file in a limited child process.
    pub async fn read_roster(&self, bytes: Vec<u8>) -> Result<Reading> {
        Ok(documents::limited::read_in_child(&self.reader, bytes, Limits::default()).await?)
    }

    /// What would come of a file; nothing is kept.
    pub async fn check_roster(&self, asker: &Asker, sender: &Unit, reading: &Reading) -> Result<Summary> {
        self.may_send(asker, sender)?;
        let (service, asker, sender, reading) =
            (self.clone(), asker.clone(), sender.clone(), reading.clone());
        let never: std::result::Result<(), Outcome> = self
            .db
            .write_fn(async move |tx: &mut Tx<'_>| {
                let summary = service.take_all(tx, &asker, &sender, &reading).await?;
                Err(Outcome::Done(Box::new(summary)))
            })
            .await;
        match never {
            Err(Outcome::Done(summary)) => Ok(*summary),
            Err(Outcome::Not(problem)) => Err(problem),
            Ok(()) => Err(Problem::Broken("a preview was committed".into())),
        }
    }

    /// Takes a file in: one unit of work.
    pub async fn import_roster(&self, asker: &Asker, sender: &Unit, reading: &Reading) -> Result<Summary> {
        self.may_send(asker, sender)?;
        let (service, asker, sender, reading) =
            (self.clone(), asker.clone(), sender.clone(), reading.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let summary = service.take_all(tx, &asker, &sender, &reading).await?;
            service.save_receipt(tx, &summary.receipt).await?;
            Ok(summary)
        })
        .await
    }

    /// Reads a file and says what would come of it; it waits for a yes.
    pub async fn preview_roster(&self, asker: &Asker, sender: &Unit, bytes: Vec<u8>) -> Result<Preview> {
        self.may_send(asker, sender)?;
        let reading = self.read_roster(bytes).await?;
        let summary = self.check_roster(asker, sender, &reading).await?;
        let content = serde_json::to_vec(&reading).map_err(|e| Problem::Broken(e.to_string()))?;
        let waiting = self.hand(asker).new_id().simple().to_string();
        let (service, asker, no) = (self.clone(), asker.clone(), waiting.clone());
        let custody = sender.code().to_owned();
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            let waits = Pending { custody: custody.clone(), content: content.clone() };
            pending::drop_one(tx, &hand, "").await?;
            pending::save(tx, &hand, &no, &waits, asker.now.millis + WAITS).await?;
            Ok(())
        })
        .await?;
        Ok(Preview { waiting, summary })
    }

    /// Says yes to a previewed file.
    pub async fn confirm_roster(&self, asker: &Asker, waiting: &str) -> Result<Summary> {
        let (service, asker, no) = (self.clone(), asker.clone(), waiting.to_owned());
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            let Some(waits) = pending::find(tx, &hand, &no).await? else {
                return Ok(refuse("preview_expired", "这份预览已过期或已提交，请重新上传文件")?);
            };
            let reading =
                serde_json::from_slice(&waits.content).map_err(|e| Problem::Broken(e.to_string()))?;
            let sender = Unit::new(waits.custody);
            service.may_send(&asker, &sender)?;
            let summary = service.take_all(tx, &asker, &sender, &reading).await?;
            service.save_receipt(tx, &summary.receipt).await?;
            pending::drop_one(tx, &hand, &no).await?;
            Ok(summary)
        })
        .await
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
    fn may_send(&self, asker: &Asker, sender: &Unit) -> Result<()> {
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

    async fn take_all(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        sender: &Unit,
        reading: &Reading,
    ) -> Result<Summary> {
        let hand = self.hand(asker);
        let mut receipt = Roster {
            no: numbers::roster(&hand, asker.now),
            custody: sender.code().to_owned(),
            sender: asker.actor.unit.code().to_owned(),
            actor: asker.actor.account.clone(),
            at: asker.now.millis,
            ..Roster::default()
        };
        let number = receipt.no.clone();
        let source = Source { roster: &number, sender };
        let mut problems = vec![];
        for line in &reading.lines {
            receipt.lines += 1;
            let Line::Person(raw) = line else {
                receipt.not_persons += 1;
                continue;
            };
            match self.take(tx, asker, &hand, &source, raw).await? {
                Taken::Accepted(_) => receipt.accepted += 1,
                Taken::Repeat(_) => receipt.repeats += 1,
                Taken::Held(_, wrong) => {
                    receipt.quarantined += 1;
                    problems.extend(wrong.into_iter().map(|p| Told {
                        sheet: raw.sheet.clone(),
                        row: raw.row,
                        column: p.column,
                        code: p.code,
                        message: p.message,
                    }));
                }
            }
        }
        let mut notes = reading.notes.clone();
        if !reading.unknown_columns.is_empty() {
            notes.push(format!("没有采用的列：{}", reading.unknown_columns.join("、")));
        }
        Ok(Summary { receipt, problems, notes })
    }

    async fn save_receipt(&self, tx: &mut Tx<'_>, receipt: &Roster) -> Result<()> {
        let mut seen_by = vec![receipt.sender.as_str(), receipt.custody.as_str(), self.city.code()];
        seen_by.sort_unstable();
        seen_by.dedup();
        Ok(store::roster::save(tx, receipt, &seen_by).await?)
    }
}
