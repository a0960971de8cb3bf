//! What a row comes to, before anything is written: a new case, a repeat, or what is wrong with it. Import,
//! preview, held rows and the form for one person all ask here.
//! Must never know: how a case is entered.

use super::{
    former::Former,
    known::{Known, Verdict},
};
use crate::{Result, Service};
use database::Tx;
use documents::roster::{Entry, Field, RawRow, interpret};
use domain::{
    quarantine::Problem,
    unit::{Level, Unit},
};
use std::collections::{HashMap, HashSet};

/// What a row comes to.
pub(super) enum Judged {
    /// A new case, sent by that custodial place, of a person who is known or not.
    New(Box<Entry>, Unit, Option<Known>),
    /// The sentence is known under that number.
    Repeat(String),
    /// It is held.
    Wrong(Vec<Problem>),
}

/// What earlier rows of the same file would have made known, while nothing is written.
#[derive(Clone, Default)]
pub(super) struct Drawn {
    pub(super) rows: HashSet<Vec<u8>>,
    pub(super) persons: HashMap<String, Known>,
}

impl Service {
    /// Judges a row; `drawn` is what earlier rows of a previewed file would have made known.
    pub(super) async fn judge(
        &self,
        tx: &mut Tx<'_>,
        sender: &Unit,
        raw: &RawRow,
        same_person: bool,
        drawn: Option<&Drawn>,
    ) -> Result<Judged> {
        let verdict = interpret(raw);
        let (custody, custody_problem) = self.custody(sender, raw);
        let mut problems: Vec<Problem> = verdict.problems.iter().map(problem).collect();
        problems.extend(custody_problem);
        let Some(entry) = verdict.entry else { return Ok(Judged::Wrong(problems)) };
        let known = match drawn.and_then(|drawn| drawn.persons.get(&entry.id_number)) {
            Some(known) => Some(known.clone()),
            None => self.known(tx, sender, &entry).await?,
        };
        match known.as_ref().map(|known| known.verdict(&entry, same_person)) {
            Some(Verdict::Repeats(no)) if problems.is_empty() => return Ok(Judged::Repeat(no)),
            Some(Verdict::Wrong(problem)) => problems.push(problem),
            Some(Verdict::Repeats(_) | Verdict::NewSentence) | None => {}
        }
        if problems.is_empty() {
            match self.former(tx, sender, &entry).await? {
                Some(Former::Repeat(no)) => return Ok(Judged::Repeat(no)),
                Some(Former::Ask(problem)) => problems.push(problem),
                None => {}
            }
        }
        match (problems.is_empty(), custody) {
            (true, Some(custody)) => Ok(Judged::New(Box::new(entry), custody, known)),
            _ => Ok(Judged::Wrong(problems)),
        }
    }

    /// What is wrong with a row as it stands now; nothing when it can be released.
    pub(crate) async fn problems(
        &self,
        tx: &mut Tx<'_>,
        sender: &Unit,
        raw: &RawRow,
    ) -> Result<Vec<Problem>> {
        Ok(match self.judge(tx, sender, raw, false, None).await? {
            Judged::Wrong(problems) => problems,
            Judged::New(..) | Judged::Repeat(_) => vec![],
        })
    }

    /// The custodial place of a row. A sender that stands above all of them lets the row's own place count.
    fn custody(&self, sender: &Unit, raw: &RawRow) -> (Option<Unit>, Option<Problem>) {
        let written = reference::text::clean(raw.cell(Field::Custody));
        let named = reference::organisation::custody(&written).map(|c| c.id).filter(|id| self.units.has(id));
        let blank = reference::text::is_blank_word(&written);
        let above = sender.level() != Level::Other;
        let wrong = |code, message: String| (None, Some(field_problem(Field::Custody, code, message)));
        match named {
            Some(id) if above || sender.code() == id => (Some(Unit::new(id)), None),
            Some(_) => wrong(
                "custody_differs",
                format!("这一行的监所与报送单位（{}）不同，请核对是谁的人员", self.units.name(sender.code())),
            ),
            None if blank && !above => (Some(sender.clone()), None),
            None if blank => wrong("custody_missing", "没有写收押监所，请补填".into()),
            None => wrong("custody_unknown", "认不出这个监所，请按全称填写".into()),
        }
    }
}

pub(super) fn field_problem(field: Field, code: &str, message: String) -> Problem {
    Problem {
        field: field.key().to_owned(),
        column: field.heading().to_owned(),
        code: code.to_owned(),
        message,
    }
}

fn problem(p: &documents::roster::Problem) -> Problem {
    field_problem(p.field, &p.code, p.message.clone())
}
