//! Where a thing that is owed leads: to the case or the held row, and to the form that settles it, for who may.
//! Must never know: why it is owed.

use domain::{case::CaseCommand, kernel::Actor, quarantine, question};
use store::rows::Owed;

/// The page of what owes it.
pub(crate) fn page(owed: &Owed) -> String {
    match owed.stream_kind == "row" {
        true => format!("/handover/held/{}", owed.no),
        false => format!("/cases/{}", owed.no),
    }
}

/// Path and label of the form that settles it; `None` when somebody else must.
pub(crate) fn act(owed: &Owed, actor: &Actor) -> Option<(String, &'static str)> {
    let mut specs = CaseCommand::specs().chain(quarantine::COMMANDS);
    let spec = specs.find(|s| s.name == owed.settle && s.who.contains(&actor.role));
    spec.filter(|_| owed.unit == actor.unit.code()).map(|s| match owed.stream_kind == "row" {
        true => (page(owed), "处理"),
        false if question::is_one(s.name) => {
            (format!("{}/{}?which={}", page(owed), s.name, owed.subject), s.title)
        }
        false => (format!("{}/{}", page(owed), s.name), s.title),
    })
}
