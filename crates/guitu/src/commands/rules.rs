//! `guitu rules show`: every rule with its deadline, source and confidence. `guitu rules load`: what a pack
//! changes, and with `--yes` its acceptance.

use super::{at_console, sentence};
use crate::{
    cli::{Instance, Rules},
    config::Config,
    folder::Folder,
    say,
    system::System,
};
use anyhow::{Context, Result};
use domain::rules::{Item, Measure, Rules as Packs};
use serde_json::{Map, json};
use service::rulebook::Effect;
use std::{path::Path, process::ExitCode};
use web::Clock;

pub(super) async fn run(command: Rules) -> Result<ExitCode> {
    match command {
        Rules::Show { instance } => show(&instance).await,
        Rules::Load { file, reason, yes, instance } => load(&file, &reason, yes, &instance).await,
    }
}

/// The rules of the instance; where there is none, those that the program brings.
async fn show(flags: &Instance) -> Result<ExitCode> {
    let config = Config::of(flags, None, false)?;
    let packs = match Folder::at(&config.data).exists() {
        true => (*at_console(flags).await?.0.service.rules).clone(),
        false => Packs::builtin(),
    };
    let today = System.now().today;
    let pack = packs.at(today);
    if flags.json {
        say::line(serde_json::to_string(pack).context("规则包写不出来")?);
        return Ok(ExitCode::SUCCESS);
    }
    let note = if pack.lapsed(today) { "　依据已届满，沿用待确认" } else { "" };
    say::line(format!("{} 第 {} 版　依据 {}{note}", pack.name, pack.version, pack.basis.title));
    for i in pack.items() {
        say::line(format!("  {:<6} {}：{}　[{}] {}", i.rule.id(), i.title, value(i), i.confidence, i.source));
    }
    Ok(ExitCode::SUCCESS)
}

async fn load(file: &Path, reason: &str, yes: bool, flags: &Instance) -> Result<ExitCode> {
    let pack = std::fs::read_to_string(file).with_context(|| format!("读不出 {}", file.display()))?;
    let (opened, console) = at_console(flags).await?;
    let city = if flags.account.is_none() { opened.service.as_city(&console) } else { console };
    let mut typed = Map::from_iter([("pack".to_owned(), pack.into())]);
    let effect = match yes {
        false => opened.service.rules_effect(&city, &typed).await,
        true => {
            typed.insert("reason".into(), reason.into());
            opened.service.accept_rules(&city, &typed).await
        }
    };
    told(&effect.map_err(sentence)?, yes, flags.json);
    Ok(ExitCode::SUCCESS)
}

fn told(effect: &Effect, accepted: bool, as_json: bool) {
    let moved: usize = effect.by_rule.values().sum();
    if as_json {
        let rules: Vec<_> =
            effect.rules.iter().map(|(old, new)| json!({"before": old, "after": new})).collect();
        let line = json!({"version": effect.pack.version, "accepted": accepted, "rules": rules,
            "obligations": effect.by_rule});
        return say::line(line);
    }
    for (old, new) in &effect.rules {
        let n = effect.by_rule.get(new.rule.id()).copied().unwrap_or_default();
        let (id, title) = (new.rule.id(), &new.title);
        say::line(format!("  {id:<6} {title}：{} → {}　{n} 项待办", value(old), value(new)));
    }
    say::line(match accepted {
        true => format!("已启用，{moved} 项待办的期限随之更新。"),
        false => format!("{moved} 项待办的期限会改变。还没有启用：核对后加 --yes 再执行一次。"),
    });
}

fn value(item: &Item) -> String {
    let word = match item.unit {
        Measure::Days => "天",
        Measure::WorkingDays => "个工作日",
        Measure::Months => "个月",
        Measure::Years => "年",
        Measure::MonthEnd => return "当月底".to_owned(),
    };
    format!("{} {word}", item.value)
}
