//! Taking in one row: what is certain becomes a person and a case; everything else is held, with an owner
//! and a date. A row that was taken in before changes nothing.

use super::route;
use crate::{Asker, Result, Service, numbers};
use database::Tx;
use documents::roster::{Entry, Field, RawRow, interpret};
use domain::{
    case::{Case, CaseCommand},
    handover::{Command, Sent},
    kernel::Stream,
    person::{self, Identity, Person},
    quarantine::{self, Problem, Row},
    unit::{Level, Unit},
};
use matching::person::{Names, Sameness};
use store::{Hand, Loaded, journal};
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

/// What a row comes to, before anything is written.
enum Judged {
    New(Box<Entry>, Unit),
    Repeat(String),
    Wrong(Vec<Problem>),
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
        let text = format!("{}\n{}", source.sender, documents::roster::fingerprint_text(raw));
        let fingerprint = self.keys.blind("roster_line", &text);
        if let Some(no) = store::roster::line(tx, &fingerprint).await? {
            return Ok(Taken::Repeat(no));
        }
        let taken = match self.judge(tx, source.sender, raw, false).await? {
            Judged::Repeat(no) => Taken::Repeat(no),
            Judged::New(entry, custody) => {
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

    /// What is wrong with a row as it stands now; nothing when it can be released.
    pub(crate) async fn problems(
        &self,
        tx: &mut Tx<'_>,
        sender: &Unit,
        raw: &RawRow,
    ) -> Result<Vec<Problem>> {
        Ok(match self.judge(tx, sender, raw, false).await? {
            Judged::Wrong(problems) => problems,
            Judged::New(..) | Judged::Repeat(_) => vec![],
        })
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
        Ok(match self.judge(tx, &row.custody, &raw, same_person).await? {
            Judged::New(entry, custody) => Ok(self.enter(tx, asker, hand, &entry, &custody).await?),
            Judged::Repeat(no) => Ok(no),
            Judged::Wrong(problems) => Err(problems),
        })
    }

    async fn judge(&self, tx: &mut Tx<'_>, sender: &Unit, raw: &RawRow, same_person: bool) -> Result<Judged> {
        let verdict = interpret(raw);
        let (custody, custody_problem) = self.custody(sender, raw);
        let mut problems: Vec<Problem> = verdict.problems.iter().map(problem).collect();
        problems.extend(custody_problem);
        let Some(entry) = verdict.entry else { return Ok(Judged::Wrong(problems)) };
        if let Some(person) = store::person::find_by_number(tx, &self.keys, &entry.id_number).await? {
            match self.known(tx, &person, &entry, same_person).await? {
                Known::Sentence(no) if problems.is_empty() => return Ok(Judged::Repeat(no)),
                Known::Wrong(problem) => problems.push(problem),
                Known::Sentence(_) | Known::NewSentence => {}
            }
        }
        match (problems.is_empty(), custody) {
            (true, Some(custody)) => Ok(Judged::New(Box::new(entry), custody)),
            _ => Ok(Judged::Wrong(problems)),
        }
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

    /// The number is known: the same person or not, a known sentence or a new one.
    async fn known(
        &self,
        tx: &mut Tx<'_>,
        person: &Loaded<Person>,
        entry: &Entry,
        same_person: bool,
    ) -> Result<Known> {
        let named = |name: &str, others: Vec<String>| Names { name: name.to_owned(), former: others };
        let known = named(&person.state.identity.name, person.state.other_names.clone());
        let given = named(&entry.name, entry.former_name.clone().into_iter().collect());
        if !same_person && matches!(matching::person::compare(&known, &given), Sameness::Ask(_)) {
            let message =
                "库中已有同一身份号码的人，但姓名不同。请查实：是同一人就勾选确认后放行，不是就更正号码";
            return Ok(Known::Wrong(field_problem(Field::Name, "same_number_other_name", message.into())));
        }
        for id in store::person::cases(tx, person.id).await? {
            let Some(case) = journal::load_by_id::<Case>(tx, &self.keys, id).await? else { continue };
            let sent = &case.state.handover.sent;
            let same_end = sent.ends_on == entry.ends_on;
            let same_start = sent.starts_on.is_some() && sent.starts_on == entry.starts_on;
            if same_end && (same_start || sent.starts_on.is_none() || entry.starts_on.is_none()) {
                return Ok(Known::Sentence(sent.no.clone()));
            }
            if case.state.is_open() && (same_end || same_start) {
                let message = format!(
                    "这个人已有刑期至 {} 的档案（{}），本行刑期至 {}。刑期有变更的，先在那份档案办理“变更释放日期”，再放行本行；填写有误的，更正本行",
                    sent.ends_on, sent.no, entry.ends_on
                );
                return Ok(Known::Wrong(field_problem(Field::EndsOn, "sentence_differs", message)));
            }
        }
        Ok(Known::NewSentence)
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
        let no = numbers::case(tx, hand, self.city.code(), asker.now).await?;
        let sent = Box::new(sent(entry, &no));
        let mut case = journal::of_subject::<Case>(tx, hand, person, &home).await?;
        let command = Command::Enter { custody: custody.clone(), sent, route, dual };
        let events = case.state.decide(CaseCommand::Handover(command), &self.ctx(asker))?;
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
        };
        let no = numbers::held(hand);
        let mut held = journal::new_subject::<Row>(tx, hand, owner.code()).await?;
        let events = held.state.decide(quarantine::Command::Hold(Box::new(row)), &self.ctx(asker))?;
        store::held::append(tx, hand, &mut held, &no, asker.now.today, events, self.rules()).await?;
        Ok(no)
    }
}

enum Known {
    Sentence(String),
    NewSentence,
    Wrong(Problem),
}

fn field_problem(field: Field, code: &str, message: String) -> Problem {
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

/// The row as it would be read again, mended cells in place.
pub(crate) fn raw_of(row: &Row) -> RawRow {
    let cells = row.cells.iter().filter_map(|(key, v)| Field::from_key(key).map(|f| (f, v.clone())));
    RawRow { sheet: row.position.0.clone(), row: row.position.1, cells: cells.collect() }
}

fn identity(e: &Entry) -> Identity {
    Identity {
        name: e.name.clone(),
        id_number: e.id_number.clone(),
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
