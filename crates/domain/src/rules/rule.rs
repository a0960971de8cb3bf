//! The rules that a pack must have, by the ids of the field's rule book. A new deadline is a value here, so
//! that a pack without it cannot be loaded.
//! Must never know: how long any deadline is.

use serde::{Deserialize, Serialize};

/// A rule by its id in the field's rule book; letters after the number are our own sub-rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    /// Short sentences are verified first.
    #[serde(rename = "R-02")]
    R02,
    /// The office verifies the record and answers.
    #[serde(rename = "R-06")]
    R06,
    /// The custodial place answers the feedback.
    #[serde(rename = "R-06b")]
    R06b,
    /// The second return is decided by the bureau.
    #[serde(rename = "R-07")]
    R07,
    /// A correction that the custodial place disputes is decided by the bureau.
    #[serde(rename = "R-07b")]
    R07b,
    /// A living place elsewhere: propose dual listing or say why not.
    #[serde(rename = "R-14b")]
    R14b,
    /// Persons not linked here are reported upward.
    #[serde(rename = "R-11")]
    R11,
    /// Custodial places report who is released in the coming month.
    #[serde(rename = "R-08")]
    R08,
    /// The city distributes the monthly list to the districts.
    #[serde(rename = "R-09")]
    R09,
    /// The districts distribute it to the offices.
    #[serde(rename = "R-10")]
    R10,
    /// The custodial place sends the notice of release.
    #[serde(rename = "R-12")]
    R12,
    /// The custodial place sends the assessment.
    #[serde(rename = "R-13")]
    R13,
    /// The receipt of the notice goes back to the custodial place.
    #[serde(rename = "R-13b")]
    R13b,
    /// A bureau forwards what came to it.
    #[serde(rename = "R-18")]
    R18,
    /// The office tells the family and the village.
    #[serde(rename = "R-19")]
    R19,
    /// The file is opened, a worker named.
    #[serde(rename = "R-21a")]
    R21a,
    /// The agreement is offered.
    #[serde(rename = "R-21b")]
    R21b,
    /// The situation of a key person is known.
    #[serde(rename = "R-22")]
    R22,
    /// First home visit.
    #[serde(rename = "R-23")]
    R23,
    /// Not arrived: information note.
    #[serde(rename = "R-25")]
    R25,
    /// Not arrived: ask again.
    #[serde(rename = "R-25b")]
    R25b,
    /// Visits to ordinary persons.
    #[serde(rename = "R-26")]
    R26,
    /// Visits to key persons.
    #[serde(rename = "R-27")]
    R27,
    /// Something abnormal was seen: the head answers.
    #[serde(rename = "R-27b")]
    R27b,
    /// Key persons: how they come home is planned so long before release.
    #[serde(rename = "R-17a")]
    R17a,
    /// The locality confirms the collection with the custodial place so long before release.
    #[serde(rename = "R-17")]
    R17,
    /// Papers, family and medicine are settled so long before release.
    #[serde(rename = "R-17b")]
    R17b,
    /// Nothing about the collection is missing so long before release.
    #[serde(rename = "R-17c")]
    R17c,
    /// Never arrived: the district decides how to go on.
    #[serde(rename = "R-25c")]
    R25c,
    /// Never arrived: the longer interval of asking.
    #[serde(rename = "R-25d")]
    R25d,
    /// The hand-over slip, its signatures and the photo are filed.
    #[serde(rename = "F5")]
    Slip,
    /// Taken by another organ: ask again.
    #[serde(rename = "D4")]
    Custody,
    /// The first-week list is gone through with the person.
    #[serde(rename = "W-1")]
    Week,
    /// What he wants of the first-week list is done.
    #[serde(rename = "W-2")]
    WeekOpen,
    /// Medicine runs out: so long before, the clinic is asked.
    #[serde(rename = "W-3")]
    Medicine,
    /// The agreement is offered again to somebody who did not sign, where he let it open.
    #[serde(rename = "R-21c")]
    R21c,
    /// From when on a contact counts as the next visit to an ordinary person.
    #[serde(rename = "R-26w")]
    R26w,
    /// From when on a contact counts as the next visit to a key person.
    #[serde(rename = "R-27w")]
    R27w,
    /// The grade is reviewed.
    #[serde(rename = "R-28")]
    R28,
    /// How far a visit may be moved for a lawful reason.
    #[serde(rename = "R-29m")]
    R29m,
    /// A need raised in a visit is answered.
    #[serde(rename = "R-29n")]
    R29n,
    /// How long a record of a visit may be corrected.
    #[serde(rename = "R-29c")]
    R29c,
    /// The term ends.
    #[serde(rename = "R-34")]
    R34,
    /// A transfer is receipted.
    #[serde(rename = "R-46")]
    R46,
    /// A minor who has nobody is fetched: arranged before the release.
    #[serde(rename = "R-35")]
    R35,
    /// The paper file of a sealed case is put away sealed.
    #[serde(rename = "R-43")]
    R43,
    /// Persons are named for a sealed case.
    #[serde(rename = "R-43a")]
    R43a,
    /// A quarantined row is mended or rejected.
    #[serde(rename = "Q-01")]
    Q01,
    /// A question between units is answered.
    #[serde(rename = "C-01")]
    Answer,
    /// The answer to a question is read.
    #[serde(rename = "C-02")]
    Read,
    /// How long an uploaded file is kept for its result.
    #[serde(rename = "FILE")]
    File,
    /// Length of a stay in a transitional base.
    #[serde(rename = "BASE")]
    Stay,
    /// An office is so long overdue with something: the district is told.
    #[serde(rename = "TB-1")]
    NoteDistrict,
    /// A district or one of its offices is so long overdue with something: the city is told.
    #[serde(rename = "TB-2")]
    NoteCity,
    /// Length of the assistance term.
    #[serde(rename = "TERM")]
    Term,
}

impl Rule {
    /// Every rule a pack must have.
    pub const ALL: [Rule; 55] = [
        Rule::R02,
        Rule::R06,
        Rule::R06b,
        Rule::R07,
        Rule::R07b,
        Rule::R14b,
        Rule::R11,
        Rule::R08,
        Rule::R09,
        Rule::R10,
        Rule::R12,
        Rule::R13,
        Rule::R13b,
        Rule::R18,
        Rule::R19,
        Rule::R21a,
        Rule::R21b,
        Rule::R22,
        Rule::R23,
        Rule::R25,
        Rule::R25b,
        Rule::R26,
        Rule::R27,
        Rule::R27b,
        Rule::R21c,
        Rule::R26w,
        Rule::R27w,
        Rule::R28,
        Rule::R29m,
        Rule::R29n,
        Rule::R29c,
        Rule::R34,
        Rule::R17a,
        Rule::R17,
        Rule::R17b,
        Rule::R17c,
        Rule::R25c,
        Rule::R25d,
        Rule::Slip,
        Rule::Custody,
        Rule::Week,
        Rule::WeekOpen,
        Rule::Medicine,
        Rule::R46,
        Rule::R35,
        Rule::R43,
        Rule::R43a,
        Rule::Q01,
        Rule::Answer,
        Rule::Read,
        Rule::File,
        Rule::Stay,
        Rule::NoteDistrict,
        Rule::NoteCity,
        Rule::Term,
    ];

    /// The id as printed.
    pub fn id(self) -> &'static str {
        match self {
            Rule::R02 => "R-02",
            Rule::R06 => "R-06",
            Rule::R06b => "R-06b",
            Rule::R07 => "R-07",
            Rule::R07b => "R-07b",
            Rule::R14b => "R-14b",
            Rule::R11 => "R-11",
            Rule::R08 => "R-08",
            Rule::R09 => "R-09",
            Rule::R10 => "R-10",
            Rule::R12 => "R-12",
            Rule::R13 => "R-13",
            Rule::R13b => "R-13b",
            Rule::R18 => "R-18",
            Rule::R19 => "R-19",
            Rule::R21a => "R-21a",
            Rule::R21b => "R-21b",
            Rule::R22 => "R-22",
            Rule::R23 => "R-23",
            Rule::R25 => "R-25",
            Rule::R25b => "R-25b",
            Rule::R26 => "R-26",
            Rule::R27 => "R-27",
            Rule::R27b => "R-27b",
            Rule::R21c => "R-21c",
            Rule::R26w => "R-26w",
            Rule::R27w => "R-27w",
            Rule::R28 => "R-28",
            Rule::R29m => "R-29m",
            Rule::R29n => "R-29n",
            Rule::R29c => "R-29c",
            Rule::R34 => "R-34",
            Rule::R17a => "R-17a",
            Rule::R17 => "R-17",
            Rule::R17b => "R-17b",
            Rule::R17c => "R-17c",
            Rule::R25c => "R-25c",
            Rule::R25d => "R-25d",
            Rule::Slip => "F5",
            Rule::Custody => "D4",
            Rule::Week => "W-1",
            Rule::WeekOpen => "W-2",
            Rule::Medicine => "W-3",
            Rule::R46 => "R-46",
            Rule::R35 => "R-35",
            Rule::R43 => "R-43",
            Rule::R43a => "R-43a",
            Rule::Q01 => "Q-01",
            Rule::Answer => "C-01",
            Rule::Read => "C-02",
            Rule::File => "FILE",
            Rule::Stay => "BASE",
            Rule::NoteDistrict => "TB-1",
            Rule::NoteCity => "TB-2",
            Rule::Term => "TERM",
        }
    }
}
