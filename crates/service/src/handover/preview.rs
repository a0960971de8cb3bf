//! A preview: every line of a file judged by the very door it would come in by, over short reading
//! transactions, so that nothing is written and no writer waits. What earlier rows of the file would have
//! made known is drawn in memory.
//! Must never know: how anything is written.

use super::{
    judge::{Drawn, Judged},
    known::Known,
    progress::{By, Kept},
    roster::{Summary, Told, told},
};
use crate::{Asker, Problem, Result, Service};
use database::Tx;
use documents::roster::{Field, Line, RawRow, Reading};
use domain::{kernel::refuse, quarantine, unit::Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{
    pending::{self, Pending},
    roster::Roster,
    upload::Outcome,
};

/// How long a previewed file waits for a yes, in milliseconds: one hour.
const WAITS: i64 = 3_600_000;
/// Lines judged in one reading transaction.
const AT_ONCE: usize = 200;
/// Lines on one page.
const SHOWN: usize = 100;

/// What would become of one line, kept with the file that waits.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Foretold {
    /// Word of the outcome.
    outcome: String,
    /// Number of the case, or the place in the file, that it repeats.
    no: String,
    /// Why it would be held.
    problems: Vec<quarantine::Problem>,
}

/// One line as the preview shows it. Holds a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// Sheet, where the file has several.
    pub sheet: String,
    /// Row as the spreadsheet program numbers it.
    pub row: u32,
    /// The name in the row; empty for a line that is no person.
    pub name: String,
    /// What would become of it.
    pub outcome: Outcome,
    /// Why: problems, what it repeats, what it was taken for.
    pub why: Vec<String>,
}

/// A page of a previewed file.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// The number under which it waits.
    pub waiting: String,
    /// What would come of it.
    pub summary: Summary,
    /// The lines of this page.
    pub lines: Vec<Shown>,
    /// Lines on all pages.
    pub of: usize,
    /// This page, from 1.
    pub page: usize,
    /// All pages.
    pub pages: usize,
}

impl Service {
    /// What would come of a file; nothing is kept.
    pub async fn check_roster(&self, asker: &Asker, sender: &Unit, reading: &Reading) -> Result<Summary> {
        self.may_send(asker, sender)?;
        let reading = Arc::new(reading.clone());
        let lines = self.foresee(sender, &reading).await?;
        Ok(self.foretold(asker, sender, &reading, &lines))
    }

    /// Reads a file and says under which number it waits for a yes.
    pub async fn preview_roster(&self, asker: &Asker, sender: &Unit, bytes: Vec<u8>) -> Result<String> {
        self.may_send(asker, sender)?;
        let reading = self.read_roster(bytes).await?;
        self.preview_reading(asker, sender, reading).await
    }

    /// The same for what was read already: pasted rows.
    pub async fn preview_reading(&self, asker: &Asker, sender: &Unit, reading: Reading) -> Result<String> {
        self.may_send(asker, sender)?;
        let reading = Arc::new(reading);
        let lines = self.foresee(sender, &reading).await?;
        let reading = Arc::unwrap_or_clone(reading);
        let kept = Kept { by: By::of(&asker.actor), sender: sender.clone(), reading, lines };
        let content = kept.content()?;
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
        Ok(waiting)
    }

    /// A page of a file that waits; `problems` shows only the lines that would be held.
    pub async fn previewed(
        &self,
        asker: &Asker,
        waiting: &str,
        problems: bool,
        page: usize,
    ) -> Result<Preview> {
        let (service, owner, no) = (self.clone(), asker.clone(), waiting.to_owned());
        let found = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(pending::find(tx, &service.hand(&owner), &no).await?)
            })
            .await?;
        let Some(waits) = found else { return Ok(expired()?) };
        let kept = Kept::read(&waits.content)?;
        self.look(asker, "list", "", "list").await?;
        let summary = self.foretold(asker, &kept.sender, &kept.reading, &kept.lines);
        let all: Vec<(&Line, &Foretold)> = kept
            .reading
            .lines
            .iter()
            .zip(&kept.lines)
            .filter(|(_, told)| !problems || told.outcome == Outcome::Held.code())
            .collect();
        let pages = all.len().div_ceil(SHOWN).max(1);
        let page = page.clamp(1, pages);
        let lines = all.iter().skip((page - 1) * SHOWN).take(SHOWN).map(|(l, t)| shown(l, t)).collect();
        Ok(Preview { waiting: waiting.to_owned(), summary, lines, of: all.len(), page, pages })
    }

    async fn foresee(&self, sender: &Unit, reading: &Arc<Reading>) -> Result<Vec<Foretold>> {
        let (mut all, mut drawn) = (vec![], Drawn::default());
        while all.len() < reading.lines.len() {
            let (service, sender, reading) = (self.clone(), sender.clone(), Arc::clone(reading));
            let from = all.len();
            let (more, after) = self
                .db
                .read_fn(async move |tx: &mut Tx<'_>| {
                    service.foresee_some(tx, &sender, &reading, from, drawn.clone()).await
                })
                .await?;
            all.extend(more);
            drawn = after;
        }
        Ok(all)
    }

    async fn foresee_some(
        &self,
        tx: &mut Tx<'_>,
        sender: &Unit,
        reading: &Reading,
        from: usize,
        mut drawn: Drawn,
    ) -> Result<(Vec<Foretold>, Drawn)> {
        let mut all = vec![];
        for line in reading.lines.iter().skip(from).take(AT_ONCE) {
            all.push(match line {
                Line::Person(raw) => self.foresee_one(tx, sender, raw, &mut drawn).await?,
                Line::NotPerson { .. } => foretold(Outcome::Other, String::new(), vec![]),
            });
        }
        Ok((all, drawn))
    }

    async fn foresee_one(
        &self,
        tx: &mut Tx<'_>,
        sender: &Unit,
        raw: &RawRow,
        drawn: &mut Drawn,
    ) -> Result<Foretold> {
        let fingerprint = self.fingerprint(sender, raw);
        if let Some(no) = store::roster::line(tx, &fingerprint).await? {
            return Ok(foretold(Outcome::Repeat, no, vec![]));
        }
        if !drawn.rows.insert(fingerprint) {
            return Ok(foretold(Outcome::Repeat, String::new(), vec![]));
        }
        Ok(match self.judge(tx, sender, raw, false, Some(drawn)).await? {
            Judged::Repeat(no) => foretold(Outcome::Repeat, no, vec![]),
            Judged::Wrong(problems) => foretold(Outcome::Held, String::new(), problems),
            Judged::New(entry, _, known) => {
                let known = Known::with(known, &entry, String::new());
                drawn.persons.insert(entry.id_number, known);
                foretold(Outcome::Accepted, String::new(), vec![])
            }
        })
    }

    fn foretold(&self, asker: &Asker, sender: &Unit, reading: &Reading, lines: &[Foretold]) -> Summary {
        let count = |outcome: Outcome| {
            let how_many = lines.iter().filter(|told| told.outcome == outcome.code()).count();
            i64::try_from(how_many).unwrap_or(i64::MAX)
        };
        let receipt = Roster {
            custody: sender.code().to_owned(),
            sender: asker.actor.unit.code().to_owned(),
            actor: asker.actor.account.clone(),
            at: asker.now.millis,
            lines: i64::try_from(lines.len()).unwrap_or(i64::MAX),
            accepted: count(Outcome::Accepted),
            quarantined: count(Outcome::Held),
            repeats: count(Outcome::Repeat),
            not_persons: count(Outcome::Other),
            ..Roster::default()
        };
        let mut problems: Vec<Told> = vec![];
        for (line, foretold) in reading.lines.iter().zip(lines) {
            if let Line::Person(raw) = line {
                problems.extend(told(raw, &foretold.problems));
            }
        }
        Summary { receipt, problems, notes: super::roster::notes(reading) }
    }
}

pub(super) fn expired<T>() -> std::result::Result<T, domain::kernel::Refusal> {
    refuse("preview_expired", "这份预览已过期或已提交，请重新上传文件")
}

fn foretold(outcome: Outcome, no: String, problems: Vec<quarantine::Problem>) -> Foretold {
    Foretold { outcome: outcome.code().to_owned(), no, problems }
}

fn shown(line: &Line, foretold: &Foretold) -> Shown {
    let outcome = Outcome::from_code(&foretold.outcome).unwrap_or(Outcome::Other);
    let why = |problem: &quarantine::Problem| format!("{}：{}", problem.column, problem.message);
    match line {
        Line::NotPerson { sheet, row, why } => Shown {
            sheet: sheet.clone(),
            row: *row,
            name: String::new(),
            outcome: Outcome::Other,
            why: vec![why.clone()],
        },
        Line::Person(raw) => Shown {
            sheet: raw.sheet.clone(),
            row: raw.row,
            name: reference::text::clean(raw.cell(Field::Name)),
            outcome,
            why: match (outcome, foretold.no.as_str()) {
                (Outcome::Repeat, "") => vec!["与本文件前面的行相同".into()],
                (Outcome::Repeat, no) => vec![format!("以前已收到，编号 {no}")],
                _ => foretold.problems.iter().map(why).collect(),
            },
        },
    }
}
