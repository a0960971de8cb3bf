//! What the codes of a narrowed list mean, in words above the list.
//! Must never know: which cases they mean.

use crate::App;
use domain::case::CaseCommand;
use service::{Asker, narrow::Codes};

/// One phrase for each code that narrows something.
pub(super) fn words(app: &App, asker: &Asker, codes: &Codes) -> Vec<String> {
    let phrase = |(key, code): &(&'static str, &str)| match (*key, *code) {
        ("area", unit) => app.service.units.name(unit).to_owned(),
        ("release", "week") => "七日内回家".into(),
        ("release", _) => "本月释放".into(),
        ("due", "late") => "已逾期".into(),
        ("due", "today") => "今天到期".into(),
        ("due", "week") => "七日内到期".into(),
        ("due", _) => "有待办".into(),
        ("by", "own") => "由本单位办理".into(),
        ("by", "below") => "由下级单位办理".into(),
        ("by", unit) => format!("由{}办理", app.service.units.name(unit)),
        ("worker", account) if *account == asker.actor.account => "我负责的".into(),
        ("worker", account) => format!("责任人 {account}"),
        ("urged", _) => "催办未办".into(),
        (_, kind) => of_kind(kind),
    };
    codes.pairs().iter().map(phrase).collect()
}

/// A kind of thing owed has the name of the command that settles it.
fn of_kind(kind: &str) -> String {
    match (kind, CaseCommand::specs().find(|s| s.name == kind)) {
        ("decide-", _) => "待裁定".into(),
        (_, Some(spec)) => format!("待办：{}", spec.title),
        (_, None) => "指定的待办".into(),
    }
}
