//! Whether a key person was fetched: what 必接必送 counts (rules 7.2, SC-05, SC-06). Who was taken over by
//! another organ or died leaves the count with that reason; refusing is counted with its reason and blamed
//! on nobody.

use crate::{
    case::{Case, Standing},
    casefile,
    handover::{Arrival, Category, WAYS, word},
};
use jiff::civil::Date;

/// What became of a key person's release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Escorted or collected on that day.
    Fetched(Date),
    /// Counted, not fetched; the day and the reason.
    NotFetched(Date, String),
    /// Not counted; the reason.
    LeftCount(String),
}

/// Ways of coming home in which an organ or the grass roots collected or escorted him (rules 5.5).
const BY_ORGANS: [&str; 5] = ["01", "02", "03", "04", "05"];

/// The outcome of a key person's release; `None` for ordinary persons and before anything happened.
pub fn outcome(case: &Case) -> Option<Outcome> {
    let h = &case.handover;
    if h.category != Category::Key || case.standing() == Standing::Outside {
        return None;
    }
    let why = h.arrival_why.clone().unwrap_or_default();
    let died = case.casefile.closed.as_ref().is_some_and(|c| c.reason == casefile::Reason::Died);
    if let Some(on) = h.refused_on {
        return Some(Outcome::NotFetched(on, "本人不愿被接".into()));
    }
    match h.arrival {
        Some(Arrival::Received(on)) => {
            let way = h.arrival_way.as_deref().unwrap_or("03");
            Some(match BY_ORGANS.contains(&way) {
                true => Outcome::Fetched(on),
                false => Outcome::NotFetched(on, word(WAYS, way).to_owned()),
            })
        }
        Some(Arrival::SelfReturned(on)) => Some(Outcome::NotFetched(on, format!("自行返回：{why}"))),
        Some(Arrival::RefusedCollection(_)) => None, // told above
        Some(Arrival::NotArrived(_)) if died => Some(Outcome::LeftCount("死亡".into())),
        Some(Arrival::NotArrived(on)) => Some(Outcome::NotFetched(on, "释放后未到".into())),
        None if died => Some(Outcome::LeftCount("死亡".into())),
        None => case.release.suspended(case).map(|_| Outcome::LeftCount("释放当日被其他机关带走".into())),
    }
}
