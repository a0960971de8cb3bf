//! A row with a number that was once recorded wrongly (SC-03): the custodial place may send its old record again,
//! or the number's true bearer comes in. A repeat stays a repeat; another name is another person; the same
//! name is a question for a person at the screen, answered by the true number or by a reason.
//! Must never know: how rows are read.

use super::judge::field_problem;
use crate::{Result, Service};
use database::Tx;
use documents::roster::{Entry, Field};
use domain::{case::Case, person::Person, quarantine::Problem, unit::Unit};
use matching::person::{Names, Sameness};
use store::journal;

/// What a number that is nobody's any more says of a row.
pub(super) enum Former {
    /// The old record again: the case of that number.
    Repeat(String),
    /// Somebody must look.
    Ask(Problem),
}

impl Service {
    /// `None` where the number was never recorded wrongly, or belongs to another person by name or reason.
    /// A person whose cases are all sealed to the sender counts for nothing.
    pub(super) async fn former(
        &self,
        tx: &mut Tx<'_>,
        sender: &Unit,
        entry: &Entry,
    ) -> Result<Option<Former>> {
        let given =
            Names { name: entry.name.clone(), former: entry.former_name.clone().into_iter().collect() };
        let mut asks = false;
        for id in store::person::find_by_former_number(tx, &self.keys, &entry.id_number).await? {
            let Some(person) = journal::load_by_id::<Person>(tx, &self.keys, id).await? else { continue };
            let identity = person.state.identity;
            let known = Names { name: identity.name, former: person.state.other_names };
            if !matches!(matching::person::compare(&known, &given), Sameness::Same(_)) {
                continue;
            }
            for case in store::person::cases(tx, id).await? {
                let Some(case) = journal::load_by_id::<Case>(tx, &self.keys, case).await? else { continue };
                if !case.state.is_known_to(sender) {
                    continue;
                }
                asks = true;
                let sent = &case.state.handover.sent;
                let start_differs = sent.starts_on.is_some() && entry.starts_on.is_some();
                if sent.ends_on == entry.ends_on && !(start_differs && sent.starts_on != entry.starts_on) {
                    return Ok(Some(Former::Repeat(sent.no.clone())));
                }
            }
        }
        let message = "这个号码曾登记在同名的另一份档案上，后来已更正为别的号码。请查实：是那个人就填更正后的号码；确是号码本人，请写明仍采用这个号码的理由";
        let ask = || Former::Ask(field_problem(Field::IdNumber, "former_number", message.into()));
        Ok((asks && entry.id_reason.is_none()).then(ask))
    }
}
