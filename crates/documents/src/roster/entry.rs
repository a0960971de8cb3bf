//! What an accepted row says, put together from its cells.
//!
//! Most texts are kept as written: what they mean for a case is decided above. Values that
//! a program must act on (yes or no, numbers, codes) are understood in `words`. Holds
//! personal data and never prints it.

use super::{
    field::Field,
    identity::Identity,
    interpret::{Findings, in_list},
    sentence::Sentence,
    words::{hukou_code, kin_phone, living_address, prior_terms, risk, said, told, yes_no},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an accepted row says. Texts are cleaned and else as written.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// Former or other names.
    pub former_name: Option<String>,
    /// 1 male, 2 female (GB/T 2261.1).
    pub sex: u8,
    /// Date of birth, the same as in the number.
    pub birth: Date,
    /// Eighteen characters with a right check character, or as written where there is a reason.
    pub id_number: String,
    /// Why the number is taken as written although its check character is wrong, or it was another's before.
    pub id_reason: Option<String>,
    /// Ethnic group as written.
    pub ethnic_group: Option<String>,
    /// Education as written.
    pub education: Option<String>,
    /// Marital status as written.
    pub marital_status: Option<String>,
    /// Political status as written.
    pub political_status: Option<String>,
    /// Registered address; empty if not stated.
    pub hukou_address: String,
    /// Division code beside it: 6, 9 or 12 digits, not looked up.
    pub hukou_code: Option<String>,
    /// Where the person will live; 同上 is resolved to the registered address.
    pub living_address: Option<String>,
    /// Occupation before arrest.
    pub former_occupation: Option<String>,
    /// Offences as written; empty if not stated.
    pub offence: String,
    /// Day of the offence, where it is stated.
    #[serde(default)]
    pub offence_on: Option<Date>,
    /// Term as written; empty if not stated.
    pub term: String,
    /// Term in months; none for life and where it was not understood.
    pub term_months: Option<u32>,
    /// Detention or at most twelve months.
    pub short: bool,
    /// First day of the term.
    pub starts_on: Option<Date>,
    /// Last day of the term: the day of release.
    pub ends_on: Date,
    /// Deprivation of political rights; 无 stays 无, unknown is none. So with the next texts.
    pub deprivation: Option<String>,
    /// Fine or confiscation.
    pub fine: Option<String>,
    /// Recidivist in the sense of the law.
    pub recidivist: Option<bool>,
    /// Number of earlier convictions.
    pub prior_terms: Option<u32>,
    /// Prison or detention house as written; empty if not stated.
    pub custody: String,
    /// Number the prison gave.
    pub prison_no: Option<String>,
    /// Next of kin.
    pub kin_name: Option<String>,
    /// Relation of the next of kin.
    pub kin_relation: Option<String>,
    /// Telephone as written.
    pub kin_phone: Option<String>,
    /// Without home, kin and livelihood.
    pub three_none: Option<bool>,
    /// Health.
    pub health: Option<String>,
    /// Disability.
    pub disability: Option<String>,
    /// Whether drugs were taken.
    pub drug_history: Option<bool>,
    /// Minor children.
    pub children: Option<String>,
    /// Skills and certificates.
    pub skills: Option<String>,
    /// 低, 中 or 高.
    pub risk: Option<String>,
    /// Remarks.
    pub note: Option<String>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entry([redacted])")
    }
}

/// Puts the entry together, with warnings about what is odd in the rest of the row.
pub(super) fn build(identity: Identity, sentence: Sentence, findings: &mut Findings<'_>) -> Entry {
    let raw = findings.raw;
    let said = |field| said(raw.cell(field));
    let told = |field| told(raw.cell(field));
    let hukou_address = hukou_address(findings);
    Entry {
        name: identity.name,
        former_name: told(Field::FormerName),
        sex: identity.sex,
        birth: identity.birth,
        id_number: identity.id_number,
        id_reason: told(Field::IdReason),
        ethnic_group: ethnic_group(findings),
        education: told(Field::Education),
        marital_status: told(Field::MaritalStatus),
        political_status: told(Field::PoliticalStatus),
        hukou_code: hukou_code(findings),
        living_address: living_address(&hukou_address, findings),
        hukou_address,
        former_occupation: told(Field::FormerOccupation),
        offence: told(Field::Offence).unwrap_or_default(),
        offence_on: sentence.offence_on,
        term: sentence.term,
        term_months: sentence.term_months,
        short: sentence.short,
        starts_on: sentence.starts_on,
        ends_on: sentence.ends_on,
        deprivation: said(Field::Deprivation),
        fine: said(Field::Fine),
        recidivist: yes_no(Field::Recidivist, findings),
        prior_terms: prior_terms(findings),
        custody: told(Field::Custody).unwrap_or_default(),
        prison_no: told(Field::PrisonNo),
        kin_name: told(Field::KinName),
        kin_relation: told(Field::KinRelation),
        kin_phone: kin_phone(findings),
        three_none: three_none(findings),
        health: said(Field::Health),
        disability: said(Field::Disability),
        drug_history: yes_no(Field::DrugHistory, findings),
        children: said(Field::Children),
        skills: said(Field::Skills),
        risk: risk(findings),
        note: said(Field::Note),
    }
}

fn hukou_address(findings: &mut Findings<'_>) -> String {
    let address = told(findings.raw.cell(Field::HukouAddress)).unwrap_or_default();
    if address.is_empty() {
        findings.warning(
            Field::HukouAddress,
            "address_missing",
            "没有户籍地址，无法据此确定司法所。请向监所或公安机关核实。",
        );
    }
    address
}

fn ethnic_group(findings: &mut Findings<'_>) -> Option<String> {
    let group = told(findings.raw.cell(Field::EthnicGroup))?;
    if !in_list("ethnic_group", &group) {
        findings.warning(
            Field::EthnicGroup,
            "ethnic_group_unknown",
            "民族名称不在国家标准的名称表中，请核对。",
        );
    }
    Some(group)
}

fn three_none(findings: &mut Findings<'_>) -> Option<bool> {
    let verdict = yes_no(Field::ThreeNone, findings);
    if verdict == Some(true) && told(findings.raw.cell(Field::KinName)).is_some() {
        findings.warning(
            Field::ThreeNone,
            "three_none_contradiction",
            "写明是三无人员，却又填有家属，请核对。",
        );
    }
    verdict
}
