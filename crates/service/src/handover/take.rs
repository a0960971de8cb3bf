//! Taking in one row: what is certain becomes a person and a case; everything else is held, with an owner
//! and a date. A row that was taken in before changes nothing.

use super::{judge::Judged, route};
use crate::{Asker, Result, Service, numbers};
use database::Tx;
use documents::roster::{Entry, Field, RawRow};
use domain::{
    case::{Case, CaseCommand},
    handover::{Command, Sent},
    kernel::Stream,
    person::{self, Identity, Person},
    quarantine::{self, Problem, Row},
    unit::{Level, Unit},
};
use store::{Hand, journal};
use uuid::Uuid;

/// What became of a row.
pub(super) enum Taken {
    /// A case of that number.
    Accepted(String),
    /// Held under that number, with what is wrong.
    Held(String, Vec<Problem>),
    /// Was taken in before, under that number.
    Repeat(String),
}

/// From where the row came.
pub(super) struct Source<'a> {
    pub(super) roster: &'a str,
    pub(super) sender: &'a Unit,
}

impl Service {
    pub(super) async fn take(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        source: &Source<'_>,
        raw: &RawRow,
    ) -> Result<Taken> {
        let fingerprint = self.fingerprint(source.sender, raw);
        if let Some(no) = store::roster::line(tx, &fingerprint).await? {
            return Ok(Taken::Repeat(no));
        }
        let taken = match self.judge(tx, source.sender, raw, false, None).await? {
            Judged::Repeat(no) => Taken::Repeat(no),
            Judged::New(entry, custody, _) => {
                Taken::Accepted(self.enter(tx, asker, hand, &entry, &custody).await?)
            }
            Judged::Wrong(problems) => {
                let no = self.hold(tx, asker, hand, source, raw, &problems).await?;
                Taken::Held(no, problems)
            }
        };
        let (Taken::Accepted(no) | Taken::Held(no, _) | Taken::Repeat(no)) = &taken;
        store::roster::save_line(tx, &fingerprint, source.roster, no).await?;
        Ok(taken)
    }

    /// The keyed hash by which a row is known again, whatever file it comes in.
    pub(super) fn fingerprint(&self, sender: &Unit, raw: &RawRow) -> Vec<u8> {
        let text = format!("{}\n{}", sender, documents::roster::fingerprint_text(raw));
        self.keys.blind("roster_line", &text).to_vec()
    }

    /// Releases a mended row into a case: a new one, or the one it turns out to repeat.
    pub(crate) async fn release(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        row: &Row,
        same_person: bool,
    ) -> Result<std::result::Result<String, Vec<Problem>>> {
        let raw = raw_of(row);
        Ok(match self.judge(tx, &row.custody, &raw, same_person, None).await? {
            Judged::New(entry, custody, _) => Ok(self.enter(tx, asker, hand, &entry, &custody).await?),
            Judged::Repeat(no) => Ok(no),
            Judged::Wrong(problems) => Err(problems),
        })
    }

    async fn enter(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        entry: &Entry,
        custody: &Unit,
    ) -> Result<String> {
        let (route, verdict) =
            route::route(&self.units, &self.city, &entry.hukou_address, entry.hukou_code.as_deref());
        let dual = match route.outside {
            true => None,
            false => route::dual(&self.units, &self.city, &verdict, entry.living_address.as_deref()),
        };
        let home: String = route.to.code().chars().take(6).collect();
        let person = self.person(tx, asker, hand, entry, &home).await?;
        let no = numbers::case(tx, hand, asker.now).await?;
        let sent = Box::new(sent(entry, &no));
        let mut case = journal::of_subject::<Case>(tx, hand, person, &home).await?;
        let command = Command::Enter { custody: custody.clone(), sent, route, dual };
        let mut events = case.state.decide(CaseCommand::Handover(command), &self.ctx(asker))?;
        events.extend(self.sealed_alike(tx, asker, person, entry, &events).await?);
        store::case::append(tx, hand, &mut case, asker.now.today, events, self.rules()).await?;
        Ok(no)
    }

    /// The person of the row: the known one, with a new name noted, or a new one.
    async fn person(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        entry: &Entry,
        home: &str,
    ) -> Result<Uuid> {
        let known = store::person::find_by_number(tx, &self.keys, &entry.id_number).await?;
        let (mut person, commands) = match known {
            Some(person) => {
                let reason = "名册所列姓名，身份号码相同";
                let names = std::iter::once(&entry.name).chain(&entry.former_name);
                let add = |n: &String| person::Command::AddName { name: n.clone(), reason: reason.into() };
                let commands: Vec<_> = names.map(add).collect();
                (person, commands)
            }
            None => {
                let register = person::Command::Register {
                    identity: Box::new(identity(entry)),
                    former_name: entry.former_name.clone(),
                };
                (journal::new_subject::<Person>(tx, hand, home).await?, vec![register])
            }
        };
        for command in commands {
            let events = person.state.decide(command, &self.ctx(asker))?;
            store::person::append(tx, hand, &mut person, asker.now.today, events).await?;
        }
        Ok(person.id)
    }

    async fn hold(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        source: &Source<'_>,
        raw: &RawRow,
        problems: &[Problem],
    ) -> Result<String> {
        let address = reference::text::clean(raw.cell(Field::HukouAddress));
        let (route, _) = route::route(&self.units, &self.city, &address, Some(raw.cell(Field::HukouCode)));
        // A district mends rows of its own people; whatever cannot be placed is the city's.
        let district = route.to.ladder().into_iter().find(|u| u.level() == Level::District);
        let owner = district.unwrap_or_else(|| self.city.clone());
        let row = Row {
            roster: source.roster.to_owned(),
            custody: source.sender.clone(),
            position: (raw.sheet.clone(), raw.row),
            cells: raw.cells.iter().map(|(f, v)| (f.key().to_owned(), v.clone())).collect(),
            problems: problems.to_vec(),
            owner: owner.clone(),
            since: asker.now.today,
            fate: quarantine::Fate::Held,
            sealed: false,
        };
        let no = numbers::held(hand);
        let mut held = journal::new_subject::<Row>(tx, hand, owner.code()).await?;
        let events = held.state.decide(quarantine::Command::Hold(Box::new(row)), &self.ctx(asker))?;
        store::held::append(tx, hand, &mut held, &no, asker.now.today, events, self.rules()).await?;
        Ok(no)
    }
}

/// The row as it would be read again, mended cells in place.
pub(crate) fn raw_of(row: &Row) -> RawRow {
    let cells = row.cells.iter().filter_map(|(key, v)| Field::from_key(key).map(|f| (f, v.clone())));
    RawRow { sheet: row.position.0.clone(), row: row.position.1, cells: cells.collect() }
}

fn identity(e: &Entry) -> Identity {
    Identity {
        name: e.name.clone(),
        id_number: e.id_number.clone(),
        id_override: reference::id_number::IdNumber::parse(&e.id_number)
            .map_or_else(|_| e.id_reason.clone(), |_| None),
        sex: e.sex,
        birth: e.birth,
        ethnic_group: e.ethnic_group.clone(),
        education: e.education.clone(),
        marital_status: e.marital_status.clone(),
    }
}

fn sent(e: &Entry, no: &str) -> Sent {
    Sent {
        no: no.to_owned(),
        name: e.name.clone(),
        custody_name: e.custody.clone(),
        prison_no: e.prison_no.clone(),
        offence: e.offence.clone(),
        term: e.term.clone(),
        starts_on: e.starts_on,
        ends_on: e.ends_on,
        term_months: e.term_months,
        offence_on: e.offence_on,
        birth: Some(e.birth),
        short: e.short,
        hukou_address: e.hukou_address.clone(),
        living_address: e.living_address.clone(),
        kin_name: e.kin_name.clone(),
        kin_relation: e.kin_relation.clone(),
        kin_phone: e.kin_phone.clone(),
        three_none: e.three_none.unwrap_or(false),
        recidivist: e.recidivist.unwrap_or(false),
        prior_terms: e.prior_terms.unwrap_or(0),
        risk: e.risk.clone(),
        health: e.health.clone(),
        note: e.note.clone(),
    }
}
