//! `guitu address resolve`: one address a line in, one verdict a line out.

use crate::{cli::Address, say};
use anyhow::{Context, Result};
use matching::address::{Level, Verdict, resolve};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufRead, BufReader, stdin},
    path::Path,
    process::ExitCode,
};

pub(super) fn run(command: Address) -> Result<ExitCode> {
    let Address::Resolve { file, json } = command;
    let input: Box<dyn BufRead> = match file.as_deref() {
        None => Box::new(stdin().lock()),
        Some(path) if path == Path::new("-") => Box::new(stdin().lock()),
        Some(path) => {
            let file = File::open(path).with_context(|| format!("读不了文件 {}", path.display()))?;
            Box::new(BufReader::new(file))
        }
    };
    for (n, line) in input.lines().enumerate() {
        let address = line.with_context(|| format!("第 {} 行不是 UTF-8 文字", n + 1))?;
        let verdict = resolve(&address, None);
        match json {
            true => say::line(answer(&address, &verdict)),
            false => say::line(format!(
                "{}\t{}\t{}",
                verdict.street_code.or(verdict.county_code).or(verdict.city_code).unwrap_or("-"),
                address,
                verdict.why
            )),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(address: &str, v: &Verdict) -> Value {
    let level = match v.level {
        Level::Street => "street",
        Level::County => "county",
        Level::City => "city",
        Level::Province => "province",
        Level::None => "none",
    };
    let office = v.street_code.filter(|code| reference::office::by_street(code).is_some());
    let candidates: Vec<Value> = v
        .candidates
        .iter()
        .map(|c| json!({"street_code": c.street_code, "confidence": (f64::from(c.confidence) * 100.0).round() / 100.0}))
        .collect();
    json!({"address": address, "level": level, "street_code": v.street_code, "county_code": v.county_code,
        "office_code": office, "candidates": candidates, "why": v.why})
}
