//! 核查 as the case page shows it: what was checked with whom, and each correction with how far it has come.
//! Must never know: who may answer or decide.

use crate::words;
use domain::{
    case::Case,
    handover::{
        Correction,
        feedback::{Evidence, ITEMS, MEANS, ORGANS, OUTCOMES, RULINGS, shown},
    },
};
use jiff::civil::Date;

/// One thing that was checked.
pub(super) struct Checked {
    pub(super) item: &'static str,
    pub(super) outcome: &'static str,
    pub(super) tone: &'static str,
    pub(super) correct: String,
    pub(super) source: String,
    pub(super) day: String,
}

/// One correction.
pub(super) struct Corrected {
    pub(super) what: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) text: String,
}

fn word(list: &'static [(&str, &str)], code: &str) -> &'static str {
    list.iter().find(|(c, _)| *c == code).map_or("其他", |(_, word)| word)
}

/// What the next feedback, or else the last one, rests on.
pub(super) fn checked(case: &Case, today: Date) -> Vec<Checked> {
    let feedback = &case.handover.feedback;
    let evidence = if feedback.evidence.is_empty() { &feedback.checked } else { &feedback.evidence };
    let line = |e: &Evidence| Checked {
        item: word(ITEMS, &e.item),
        outcome: word(OUTCOMES, &e.outcome),
        tone: if e.outcome == "differs" { "late" } else { "" },
        correct: e.correct.as_ref().map_or_else(String::new, |value| shown(&e.item, value)),
        source: format!("{} {}，{}", word(ORGANS, &e.organ), e.said_by, word(MEANS, &e.means)),
        day: words::day(e.on, today),
    };
    evidence.iter().map(line).collect()
}

/// The corrections of the last feedback.
pub(super) fn corrected(case: &Case) -> Vec<Corrected> {
    let line = |c: &Correction| {
        let reply = c.reply.as_ref();
        let (state, tone) = match (reply, &c.ruling) {
            (_, Some(ruling)) => (word(RULINGS, ruling), "done"),
            (None, None) => ("待监所答复", "soon"),
            (Some(reply), None) if reply.accepted => ("监所已接受", "done"),
            (Some(_), None) => ("监所有异议，待裁定", "late"),
        };
        Corrected {
            what: c.asked.label(),
            state,
            tone,
            text: reply.and_then(|r| r.text.clone()).unwrap_or_default(),
        }
    };
    case.handover.feedback.corrections.iter().map(line).collect()
}
