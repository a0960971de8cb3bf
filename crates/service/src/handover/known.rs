//! Whether the person of a row is known, and the sentence: the same is a repeat, another one a new case; what
//! contradicts is asked about. Looks at the store only to gather what is known.
//! Must never know: where the row came from.

use super::judge::field_problem;
use crate::{Result, Service};
use database::Tx;
use documents::roster::{Entry, Field};
use domain::{case::Case, casefile::Reason, quarantine::Problem, unit::Unit};
use jiff::civil::Date;
use matching::person::{Names, Sameness, compare};
use store::journal;

/// A person known under an identity number.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) names: Names,
    pub(super) sentences: Vec<Sentence>,
}

/// One sentence of a person, as a case or earlier in the same file.
#[derive(Clone)]
pub(super) struct Sentence {
    /// Number of the case, or where it stands in the file.
    pub(super) no: String,
    pub(super) starts_on: Option<Date>,
    pub(super) ends_on: Date,
    pub(super) open: bool,
}

/// What the row is to the person.
pub(super) enum Verdict {
    Repeats(String),
    NewSentence,
    Wrong(Problem),
}

impl Known {
    /// What a row says to what is known; `same_person` where somebody has confirmed that it is the same one.
    pub(super) fn verdict(&self, entry: &Entry, same_person: bool) -> Verdict {
        let former = entry.former_name.clone().into_iter().collect();
        let given = Names { name: entry.name.clone(), former };
        if !same_person && matches!(compare(&self.names, &given), Sameness::Ask(_)) {
            let message = "身份号码和姓名需要核实：请凭判决书或户籍资料查实这一行的姓名和号码。都属实就勾选确认后放行，有误就更正";
            return Verdict::Wrong(field_problem(Field::Name, "same_number_other_name", message.into()));
        }
        for sentence in &self.sentences {
            let same_end = sentence.ends_on == entry.ends_on;
            let same_start = sentence.starts_on.is_some() && sentence.starts_on == entry.starts_on;
            if same_end && (same_start || sentence.starts_on.is_none() || entry.starts_on.is_none()) {
                return Verdict::Repeats(sentence.no.clone());
            }
            if sentence.open && (same_end || same_start) {
                let message = format!(
                    "这个人已有刑期至 {} 的档案，本行刑期至 {}。刑期有变更的，先在那份档案办理“变更释放日期”，再放行本行；填写有误的，更正本行",
                    sentence.ends_on, entry.ends_on
                );
                return Verdict::Wrong(field_problem(Field::EndsOn, "sentence_differs", message));
            }
        }
        Verdict::NewSentence
    }

    /// The person as known after the row was taken in.
    pub(super) fn with(known: Option<Known>, entry: &Entry, no: String) -> Known {
        let names = Names { name: entry.name.clone(), former: vec![] };
        let mut known = known.unwrap_or(Known { names, sentences: vec![] });
        known.names.former.extend(std::iter::once(entry.name.clone()).chain(entry.former_name.clone()));
        let (starts_on, ends_on) = (entry.starts_on, entry.ends_on);
        known.sentences.push(Sentence { no, starts_on, ends_on, open: true });
        known
    }
}

impl Service {
    /// Who is known under the number of the row, as far as its sender may hear of it: a sealed case is none, so
    /// that the row of an adult is told the same as if he had never been known. What was withdrawn as wrong does
    /// not count: the corrected row makes a new case.
    pub(super) async fn known(&self, tx: &mut Tx<'_>, sender: &Unit, entry: &Entry) -> Result<Option<Known>> {
        let found = store::person::find_by_number(tx, &self.keys, &entry.id_number).await?;
        let Some(person) = found else { return Ok(None) };
        let mut sentences = vec![];
        for id in store::person::cases(tx, person.id).await? {
            let Some(case) = journal::load_by_id::<Case>(tx, &self.keys, id).await? else { continue };
            let closed = case.state.casefile.closed.as_ref();
            if closed.is_some_and(|closed| closed.reason == Reason::Withdrawn)
                || !case.state.is_known_to(sender)
            {
                continue;
            }
            let sent = &case.state.handover.sent;
            sentences.push(Sentence {
                no: sent.no.clone(),
                starts_on: sent.starts_on,
                ends_on: sent.ends_on,
                open: case.state.is_open(),
            });
        }
        let person = person.state;
        let names = Names { name: person.identity.name.clone(), former: person.other_names.clone() };
        Ok(Some(Known { names, sentences }))
    }
}
