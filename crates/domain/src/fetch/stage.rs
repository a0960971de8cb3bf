//! How far the fetch of a person has come for the present release date: what the list of a month marks under 接送
//! (F2, T5d). A plan for another date is none.
//! Must never know: what is still missing, who may see it.

use crate::case::Case;

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stage {
    /// Nothing is planned.
    #[default]
    Open,
    /// It is planned how he comes home.
    Planned,
    /// And the custodial place knows.
    Confirmed,
}

impl Stage {
    /// All, in the order of what happens.
    pub const ALL: [Stage; 3] = [Stage::Open, Stage::Planned, Stage::Confirmed];

    /// The code in rows and in the API.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Planned => "planned",
            Stage::Confirmed => "confirmed",
        }
    }

    /// The stage of a code.
    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// How far the fetch of a case has come.
pub fn stage(case: &Case) -> Stage {
    let release = case.handover.sent.ends_on;
    match (case.fetch.plan_for(release), case.fetch.confirmed_for(release)) {
        (None, _) => Stage::Open,
        (Some(_), None) => Stage::Planned,
        (Some(_), Some(_)) => Stage::Confirmed,
    }
}
