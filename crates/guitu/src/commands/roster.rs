//! `guitu roster check|import`. Exit code 0 clean, 1 some rows reported, 2 the file cannot be read.

use super::{at_console, sentence};
use crate::{
    cli::{Instance, Roster},
    say,
};
use anyhow::{Context, Result};
use documents::{
    Limits,
    roster::{Reading, interpret},
};
use domain::unit::Unit;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use service::{
    Problem,
    handover::{Receipt, Told},
};
use std::{path::Path, process::ExitCode};

pub(super) async fn run(command: Roster) -> Result<ExitCode> {
    match command {
        Roster::Check { file, instance } => check(&file, &instance).await,
        Roster::Import { file, custody, instance } => import(&file, &custody, &instance).await,
    }
}

async fn read(file: &Path) -> Result<Reading> {
    let bytes = std::fs::read(file).with_context(|| format!("读不了文件 {}", file.display()))?;
    let reader = std::env::current_exe().context("找不到本程序的路径")?;
    documents::limited::read_in_child(&reader, bytes, Limits::default())
        .await
        .map_err(|unreadable| anyhow::anyhow!(unreadable.message))
}

/// Without an instance: every row is judged alone.
async fn check(file: &Path, flags: &Instance) -> Result<ExitCode> {
    let reading = read(file).await?;
    let mut accepted = 0;
    let mut problems = vec![];
    let mut reported = 0;
    for raw in reading.persons() {
        let verdict = interpret(raw);
        if verdict.problems.is_empty() {
            accepted += 1;
        } else {
            reported += 1;
        }
        problems.extend(verdict.problems.into_iter().map(|p| Told {
            sheet: raw.sheet.clone(),
            row: raw.row,
            column: p.column,
            code: p.code,
            message: p.message,
        }));
    }
    tell(flags, accepted, reported, &problems, &reading.notes, None);
    Ok(ExitCode::from(u8::from(reported > 0)))
}

async fn import(file: &Path, custody: &str, flags: &Instance) -> Result<ExitCode> {
    let reading = read(file).await?;
    let (opened, asker) = at_console(flags).await?;
    let asker = match flags.account {
        None => opened.service.as_city(&asker), // the console sends for the city bureau
        Some(_) => asker,
    };
    let sender = match reference::organisation::custody(custody) {
        Some(place) => Unit::new(place.id),
        None => Unit::new(custody),
    };
    let bar = progress(flags, reading.lines.len());
    let watch = |receipt: &Receipt| bar.set_position(u64::try_from(receipt.done).unwrap_or_default());
    let imported = opened.service.import_watched(&asker, &sender, &reading, watch).await;
    bar.finish_and_clear();
    let summary = imported.map_err(stopped)?;
    let r = &summary.receipt;
    let receipt = json!({"no": r.no, "number": r.number, "lines": r.lines, "accepted": r.accepted, "quarantined": r.quarantined,
        "repeats": r.repeats, "not_persons": r.not_persons});
    tell(flags, r.accepted, r.quarantined, &summary.problems, &summary.notes, Some(receipt));
    Ok(ExitCode::from(u8::from(r.quarantined > 0)))
}

/// What is not a no but a failure may have stopped the import between two lines.
fn stopped(problem: Problem) -> anyhow::Error {
    match problem {
        Problem::Refused(_) | Problem::Fields(_) | Problem::NotFound => sentence(problem),
        other => anyhow::anyhow!(
            "{}（已处理的行都完整保存；再导入一次同一份文件，或启动 guitu serve，会接着做完，不会重复）",
            sentence(other)
        ),
    }
}

/// A bar on a terminal, nothing where the answer is for a program.
fn progress(flags: &Instance, lines: usize) -> ProgressBar {
    if flags.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("导入 [{bar:40}] {pos}/{len} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(lines).unwrap_or(u64::MAX)).with_style(style)
}

fn tell(
    flags: &Instance,
    accepted: i64,
    reported: i64,
    problems: &[Told],
    notes: &[String],
    receipt: Option<Value>,
) {
    if flags.json {
        let mut answer = json!({"rows_accepted": accepted, "rows_reported": reported, "problems": problems, "notes": notes});
        if let Some(receipt) = receipt {
            answer["receipt"] = receipt;
        }
        say::line(answer);
        return;
    }
    for p in problems {
        let sheet = if p.sheet.is_empty() { String::new() } else { format!("{} ", p.sheet) };
        say::line(format!("{sheet}第 {} 行 {}：{}", p.row, p.column, p.message));
    }
    for note in notes {
        say::line(format!("说明：{note}"));
    }
    if let Some(r) = receipt {
        say::line(format!(
            "回执 {}：{} 行 = 采用 {} + 待更正 {} + 重复 {} + 非人员行 {}",
            r["number"].as_str().unwrap_or_default(),
            r["lines"],
            r["accepted"],
            r["quarantined"],
            r["repeats"],
            r["not_persons"]
        ));
    } else {
        say::line(format!("可采用 {accepted} 行，有问题 {reported} 行"));
    }
}
