//! `guitu rules show`: every rule with its deadline, source and confidence.

use crate::{cli::Rules, say, system::System};
use anyhow::Result;
use domain::rules::{Measure, Rules as Packs};
use serde_json::json;
use std::process::ExitCode;
use web::Clock;

pub(super) fn run(command: Rules) -> Result<ExitCode> {
    let Rules::Show { json } = command;
    let packs = Packs::builtin();
    let pack = packs.at(System.now().today);
    if json {
        let items: Vec<_> = pack
            .items()
            .map(|i| {
                json!({"rule": i.rule.id(), "title": i.title, "value": i.value, "unit": measure(i.unit),
                    "source": i.source, "confidence": i.confidence})
            })
            .collect();
        say::line(json!({"name": pack.name, "version": pack.version, "area": pack.area,
            "basis": pack.basis.title, "valid_to": pack.basis.valid_to.map(|d| d.to_string()), "items": items}));
        return Ok(ExitCode::SUCCESS);
    }
    let lapsed = pack.basis.valid_to.is_some_and(|end| end < System.now().today);
    let note = if lapsed { "　依据已届满，沿用待确认" } else { "" };
    say::line(format!("{} 第 {} 版　依据 {}{note}", pack.name, pack.version, pack.basis.title));
    for i in pack.items() {
        let value = match i.unit {
            Measure::MonthEnd => "当月底".to_owned(),
            Measure::DayOfMonth => format!("每月 {} 日", i.value),
            unit => format!("{} {}", i.value, measure(unit)),
        };
        say::line(format!("  {:<6} {}：{value}　[{}] {}", i.rule.id(), i.title, i.confidence, i.source));
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(unit: Measure) -> &'static str {
    match unit {
        Measure::Days => "天",
        Measure::WorkingDays => "个工作日",
        Measure::Months => "个月",
        Measure::Years => "年",
        Measure::MonthEnd => "月底",
        Measure::DaysBefore => "天前",
        Measure::MonthsBefore => "个月前",
        Measure::DayOfMonth => "日",
    }
}
