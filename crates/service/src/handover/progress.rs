//! An upload is taken in piece by piece, each piece one unit of work with its count (decision 0009): other
//! writers never wait long, and an upload that broke off is gone on with at the next line. The receipt adds
//! up at every moment. Withdrawing walks the same way.
//! Must never know: what a row says.

use super::{
    preview::Foretold,
    roster::{Summary, Told, notes, told},
    take::{Source, Taken},
};
use crate::{Asker, Now, Problem, Result, Service, numbers};
use database::Tx;
use documents::roster::{Line, Reading};
use domain::{
    kernel::{Actor, Role, refuse},
    rules::Rule,
    unit::Unit,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};
use store::{
    Hand,
    pending::{self, Pending},
    roster::{Roster, State},
    upload::{self, Outcome},
};

/// Lines in one unit of work; how long a piece takes is in decision 0009.
pub(super) const STEP: usize = 16;

/// Who sent an upload, so that the program can go on in that name.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct By {
    account: String,
    name: String,
    role: Role,
    unit: Unit,
}

impl By {
    pub(super) fn of(actor: &Actor) -> By {
        let Actor { account, name, role, unit } = actor.clone();
        By { account, name, role, unit }
    }

    pub(super) fn asker(&self, now: Now) -> Asker {
        let By { account, name, role, unit } = self.clone();
        Asker { actor: Actor { account, name, role, unit }, now }
    }
}

/// A file as it is kept under its own key.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) by: By,
    pub(super) sender: Unit,
    pub(super) reading: Reading,
    pub(super) lines: Vec<Foretold>,
}

impl Kept {
    pub(super) fn content(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|e| Problem::Broken(e.to_string()))
    }

    pub(super) fn read(content: &[u8]) -> Result<Kept> {
        serde_json::from_slice(content).map_err(|_| Problem::Broken("a kept file cannot be read".into()))
    }
}

/// Uploads that this process is going on with.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<BTreeSet<String>>>);

/// A place among them, given up when dropped.
struct Slot(Running, String);

impl Running {
    fn begin(&self, no: &str) -> Option<Slot> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(no.to_owned()).then(|| Slot(self.clone(), no.to_owned()))
    }

    /// Whether this process is going on with that upload.
    pub fn has(&self, no: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(no)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// What is left to do for an upload.
enum Work {
    In(Arc<Kept>),
    Back(Arc<super::withdraw::Order>),
}

impl Service {
    /// Takes a file in, to its end.
    pub async fn import_roster(&self, asker: &Asker, sender: &Unit, reading: &Reading) -> Result<Summary> {
        self.import_watched(asker, sender, reading, |_| {}).await
    }

    /// The same, telling after each piece how far it has come.
    pub async fn import_watched(
        &self,
        asker: &Asker,
        sender: &Unit,
        reading: &Reading,
        mut watch: impl FnMut(&Roster) + Send,
    ) -> Result<Summary> {
        self.may_send(asker, sender)?;
        let receipt = self.begin_with(asker, sender, reading).await?;
        let goes_on = |receipt: &Roster| {
            watch(receipt);
            true
        };
        let (receipt, problems) = self.carry_on_while(&receipt.no, asker.now, goes_on).await?;
        Ok(Summary { receipt, problems, notes: notes(reading) })
    }

    /// Says yes to a previewed file: it is receipted and can be carried on with.
    pub async fn confirm_roster(&self, asker: &Asker, waiting: &str) -> Result<Roster> {
        let (service, asker, no) = (self.clone(), asker.clone(), waiting.to_owned());
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            let Some(waits) = pending::find(tx, &hand, &no).await? else {
                return Ok(super::preview::expired()?);
            };
            let kept = Kept::read(&waits.content)?;
            service.may_send(&asker, &kept.sender)?;
            pending::keep(tx, &no, service.kept_until(&asker)).await?;
            service.begin(tx, &asker, &hand, &kept, &no).await
        })
        .await
    }

    /// Goes on with an upload to its end, in the name of who sent it.
    pub async fn carry_on(&self, no: &str, now: Now) -> Result<Roster> {
        Ok(self.carry_on_while(no, now, |_| true).await?.0)
    }

    /// Goes on with an upload while `goes_on` says so after a piece. Where this process is at it already,
    /// answers how far it has come.
    pub async fn carry_on_while(
        &self,
        no: &str,
        now: Now,
        mut goes_on: impl FnMut(&Roster) -> bool + Send,
    ) -> Result<(Roster, Vec<Told>)> {
        let work = self.work(no).await?;
        let asker = match &work {
            Work::In(kept) => kept.by.asker(now),
            Work::Back(order) => order.by.asker(now),
        };
        let Some(_slot) = self.running.begin(no) else {
            return Ok((self.roster(&asker, no).await?, vec![]));
        };
        let mut problems = vec![];
        loop {
            let (receipt, more) = self.step(&work, &asker, no).await?;
            problems.extend(more);
            if !goes_on(&receipt) || !receipt.state.is_unfinished() {
                return Ok((receipt, problems));
            }
        }
    }

    /// Goes on with every upload that broke off, as at the start of the program. Answers how many there were.
    pub async fn carry_on_all(&self, now: Now) -> Result<usize> {
        let unfinished = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::roster::unfinished(tx).await?))
            .await?;
        for no in &unfinished {
            self.carry_on(no, now).await?;
        }
        Ok(unfinished.len())
    }

    async fn work(&self, no: &str) -> Result<Work> {
        let (service, no) = (self.clone(), no.to_owned());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let under = store::roster::kept_under(tx, &no).await?;
                let (file, withdrawal) = under.ok_or(Problem::NotFound)?;
                let hand = service.own_hand();
                let wanted = if withdrawal.is_empty() { &file } else { &withdrawal };
                let Some(kept) = pending::kept(tx, &hand, wanted).await? else {
                    return Ok(refuse("file_dropped", "这份名册的原件已过保存期，请重新上传文件")?);
                };
                Ok(match withdrawal.is_empty() {
                    true => Work::In(Arc::new(Kept::read(&kept.content)?)),
                    false => Work::Back(Arc::new(super::withdraw::Order::read(&kept.content)?)),
                })
            })
            .await
    }

    /// The program's own hand, for opening what it keeps.
    pub(super) fn own_hand(&self) -> Hand {
        Hand {
            keys: Arc::clone(&self.keys),
            random: Arc::clone(&self.random),
            recorded_at: 0,
            actor: String::new(),
            unit: String::new(),
        }
    }

    async fn step(&self, work: &Work, asker: &Asker, no: &str) -> Result<(Roster, Vec<Told>)> {
        let (service, asker, no) = (self.clone(), asker.clone(), no.to_owned());
        match work {
            Work::In(kept) => {
                let kept = Arc::clone(kept);
                self.write(async move |tx: &mut Tx<'_>| service.take_some(tx, &asker, &kept, &no).await).await
            }
            Work::Back(order) => {
                let order = Arc::clone(order);
                let back = self.write(async move |tx: &mut Tx<'_>| {
                    service.give_back_some(tx, &asker, &order, &no).await
                });
                Ok((back.await?, vec![]))
            }
        }
    }

    /// Takes the next lines in. Another process may have gone on meanwhile: the count in the store decides.
    async fn take_some(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        kept: &Kept,
        no: &str,
    ) -> Result<(Roster, Vec<Told>)> {
        let found = store::roster::find(tx, &asker.scope(), no).await?;
        let mut receipt = found.ok_or(Problem::NotFound)?;
        let mut problems = vec![];
        if receipt.state != State::Taking {
            return Ok((receipt, problems));
        }
        let hand = self.hand(asker);
        let source = Source { roster: no, sender: &kept.sender };
        let from = usize::try_from(receipt.done).unwrap_or(usize::MAX);
        for line in kept.reading.lines.iter().skip(from).take(STEP) {
            let (outcome, became) = match line {
                Line::NotPerson { .. } => (Outcome::Other, String::new()),
                Line::Person(raw) => match self.take(tx, asker, &hand, &source, raw).await? {
                    Taken::Accepted(no) => (Outcome::Accepted, no),
                    Taken::Repeat(no) => (Outcome::Repeat, no),
                    Taken::Held(no, wrong) => {
                        problems.extend(told(raw, &wrong));
                        (Outcome::Held, no)
                    }
                },
            };
            count(&mut receipt, outcome);
            upload::save(tx, no, &upload::Line { line: receipt.done, outcome, no: became }).await?;
            receipt.done += 1;
        }
        if receipt.done >= receipt.lines {
            receipt.state = State::Taken;
        }
        store::roster::advance(tx, &receipt).await?;
        Ok((receipt, problems))
    }

    /// Keeps a file that needs no preview, and receipts it.
    async fn begin_with(&self, asker: &Asker, sender: &Unit, reading: &Reading) -> Result<Roster> {
        let (by, reading) = (By::of(&asker.actor), reading.clone());
        let kept = Arc::new(Kept { by, sender: sender.clone(), reading, lines: vec![] });
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            service.begin_kept(tx, &asker, &hand, &kept).await
        })
        .await
    }

    /// The same inside a unit of work.
    pub(super) async fn begin_kept(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        kept: &Kept,
    ) -> Result<Roster> {
        let file = hand.new_id().simple().to_string();
        let content = Pending { custody: kept.sender.code().to_owned(), content: kept.content()? };
        pending::drop_one(tx, hand, "").await?;
        pending::save(tx, hand, &file, &content, self.kept_until(asker)).await?;
        pending::keep(tx, &file, self.kept_until(asker)).await?;
        self.begin(tx, asker, hand, kept, &file).await
    }

    async fn begin(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        kept: &Kept,
        file: &str,
    ) -> Result<Roster> {
        let sender = asker.actor.unit.code();
        let year = asker.now.today.year();
        let running = store::roster::next_number(tx, sender, i64::from(year)).await?;
        let lines = i64::try_from(kept.reading.lines.len()).unwrap_or(i64::MAX);
        let receipt = Roster {
            no: numbers::roster(hand, asker.now),
            custody: kept.sender.code().to_owned(),
            sender: sender.to_owned(),
            actor: asker.actor.account.clone(),
            at: asker.now.millis,
            lines,
            number: format!("收〔{year}〕{running}号"),
            state: if lines == 0 { State::Taken } else { State::Taking },
            file: file.to_owned(),
            ..Roster::default()
        };
        let mut seen_by = vec![sender, kept.sender.code(), self.city.code()];
        seen_by.sort_unstable();
        seen_by.dedup();
        store::roster::save(tx, &receipt, &seen_by).await?;
        Ok(receipt)
    }

    /// Until when an uploaded file is kept, milliseconds since 1970 UTC.
    pub(super) fn kept_until(&self, asker: &Asker) -> i64 {
        let last = self.rules.due(Rule::File, asker.now.today, &self.calendar);
        let days = (last - asker.now.today).get_days();
        asker.now.millis + i64::from(days) * 86_400_000
    }
}

fn count(receipt: &mut Roster, outcome: Outcome) {
    match outcome {
        Outcome::Accepted => receipt.accepted += 1,
        Outcome::Held => receipt.quarantined += 1,
        Outcome::Repeat => receipt.repeats += 1,
        Outcome::Other => receipt.not_persons += 1,
    }
}
