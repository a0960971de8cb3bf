//! The numbers of a workbench by role. Each is codes of a list with how many cases they mean: what a role looks at
//! first, in its order. Nobody is graded by them; they are ways to people.
//! Must never know: how anything is counted.

use crate::narrow::Codes;
use domain::kernel::{Actor, Role};

/// One number, and the codes of the list that it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What is counted, in Chinese.
    pub title: &'static str,
    /// Style word: `late`, `soon` or nothing.
    pub tone: &'static str,
    /// The list.
    pub codes: Codes,
    /// How many cases.
    pub count: i64,
}

/// Numbers that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Whose they are.
    pub title: &'static str,
    /// In order.
    pub all: Vec<Number>,
}

fn number(title: &'static str, tone: &'static str, pairs: &[(&str, &str)]) -> Number {
    let get = |key: &str| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
    Number { title, tone, codes: Codes::read(get), count: 0 }
}

fn own(account: &str) -> Numbers {
    let mine = [("by", "own"), ("worker", account)];
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
        mine.iter().copied().chain(more.iter().copied()).collect()
    };
    Numbers {
        title: "我负责的",
        all: vec![
            number("已逾期", "late", &with(&[("due", "late")])),
            number("今天到期", "soon", &with(&[("due", "today")])),
            number("七日内到期", "", &with(&[("due", "week")])),
            number("要走访", "", &with(&[("kind", "record-visit")])),
        ],
    }
}

fn office(head: bool) -> Numbers {
    let mut all = vec![
        number("已逾期", "late", &[("by", "own"), ("due", "late")]),
        number("今天到期", "soon", &[("by", "own"), ("due", "today")]),
        number("七日内到期", "", &[("by", "own"), ("due", "week")]),
        number("被催办", "late", &[("by", "own"), ("urged", "1")]),
        number("待答复的咨询", "soon", &[("by", "own"), ("kind", "answer-question")]),
        number("七日内回家", "", &[("release", "week")]),
    ];
    if head {
        all.push(number("未定责任人", "soon", &[("by", "own"), ("kind", "assign-worker")]));
    }
    Numbers { title: "全所", all }
}

fn bureau(below: &'static str) -> Vec<Numbers> {
    let ours = vec![
        number("本局已逾期", "late", &[("by", "own"), ("due", "late")]),
        number("待分派、被退回", "soon", &[("by", "own"), ("kind", "reroute")]),
        number("待裁定", "soon", &[("by", "own"), ("kind", "decide-")]),
        number("其中更正有争议", "", &[("by", "own"), ("kind", "decide-dispute")]),
        number("待答复的咨询", "soon", &[("by", "own"), ("kind", "answer-question")]),
    ];
    let theirs = vec![
        number("已逾期", "late", &[("by", "below"), ("due", "late")]),
        number("催办未办", "late", &[("by", "below"), ("urged", "1")]),
        number("七日内回家", "", &[("release", "week")]),
    ];
    vec![Numbers { title: "本局", all: ours }, Numbers { title: below, all: theirs }]
}

fn custody() -> Numbers {
    Numbers {
        title: "本单位",
        all: vec![
            number("待答复核查反馈", "soon", &[("by", "own"), ("kind", "answer")]),
            number("待答复的咨询", "soon", &[("by", "own"), ("kind", "answer-question")]),
            number("已逾期", "late", &[("by", "own"), ("due", "late")]),
            number("通知书待发", "", &[("by", "own"), ("kind", "send-notice")]),
            number("没有收到回执", "", &[("kind", "receipt-notice")]),
            number("本月释放", "", &[("release", "month")]),
        ],
    }
}

/// The numbers of who asks, not yet counted.
pub(crate) fn wanted(actor: &Actor) -> Vec<Numbers> {
    match actor.role {
        Role::OfficeWorker => vec![own(&actor.account), office(false)],
        Role::OfficeHead => vec![office(true), own(&actor.account)],
        Role::District => bureau("各所"),
        Role::City => bureau("各区"),
        Role::Prison => vec![custody()],
        Role::Administrator | Role::Auditor => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::unit::Unit;
    use store::narrow::AT_ONCE;

    #[test]
    fn one_statement_counts_every_number_of_a_role_and_its_codes_survive_the_link() {
        for role in Role::ALL {
            let actor =
                Actor { account: "wang.m".into(), name: "王某".into(), role, unit: Unit::new("440106002") };
            let all: Vec<Number> = wanted(&actor).into_iter().flat_map(|n| n.all).collect();
            assert!(all.len() <= AT_ONCE, "{role:?}");
            assert_eq!(all.is_empty(), !role.sees_files(), "{role:?}");
            for number in all {
                let pairs = number.codes.pairs();
                assert!(!pairs.is_empty(), "{}", number.title);
                let again = Codes::read(|key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| *v));
                assert_eq!(again, number.codes, "{}", number.title);
            }
        }
    }
}
