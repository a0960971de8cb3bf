//! `guitu doctor`: exit code 0 only if every proof holds.

use super::{at_console, sentence};
use crate::{cli::Instance, say};
use anyhow::Result;
use serde_json::{Value, json};
use std::process::ExitCode;

pub(super) async fn run(sample: Option<u64>, flags: &Instance) -> Result<ExitCode> {
    let (opened, _) = at_console(flags).await?;
    let anchors = opened.folder.anchors()?;
    let report = opened.service.examine(anchors, sample).await.map_err(sentence)?;
    if flags.json {
        let violations: Vec<Value> =
            report.violations.iter().map(|v| json!({"code": v.code, "of": v.of})).collect();
        say::line(
            json!({"streams": report.streams, "events": report.events, "open_cases": report.open_cases,
            "checks": report.rows, "anchors": report.anchors, "violations": violations}),
        );
    } else {
        for v in &report.violations {
            say::line(format!("不符：{} {}", v.of, meaning(v.code)));
        }
        say::line(format!(
            "重放 {} 条流、{} 个事件，核对 {} 项、{} 个锚点；未办结档案 {} 份，每份有一个责任单位和至少一项带日期的待办。",
            report.streams, report.events, report.rows, report.anchors, report.open_cases
        ));
    }
    match report.violations.len() {
        0 => Ok(ExitCode::SUCCESS),
        n => {
            tracing::error!(violations = n, "doctor is not content");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Proves one event: who recorded it and when, that it was not changed since, which anchors say so.
pub(super) async fn prove(named: &str, flags: &Instance) -> Result<ExitCode> {
    let (opened, _) = at_console(flags).await?;
    let anchors = opened.folder.anchors()?;
    let proof = opened.service.prove_event(named, anchors).await.map_err(sentence)?;
    let (link, computed) = (hex(&proof.link), hex(&proof.computed));
    if flags.json {
        let anchors: Vec<Value> =
            proof.anchors.iter().map(|(at, holds)| json!({"at": at, "holds": holds})).collect();
        say::line(json!({"stream": proof.stream, "of": proof.of, "version": proof.version,
            "kind": proof.kind, "recorded_at": proof.recorded_at, "actor": proof.actor, "unit": proof.unit,
            "link": link, "computed": computed, "length": proof.length, "chained": proof.chained,
            "anchors": anchors, "holds": proof.holds()}));
    } else {
        let fits = |holds: bool| if holds { "相符" } else { "不符" };
        say::line(format!(
            "{}:{}　{}　{}（{}）记录",
            proof.stream, proof.version, proof.kind, proof.actor, proof.unit
        ));
        say::line(format!("  链值 {link}　{}", fits(link == computed)));
        say::line(format!("  全链 {} 个事件　{}", proof.length, fits(proof.chained)));
        for (at, holds) in &proof.anchors {
            say::line(format!("  锚点 {at}　{}", fits(*holds)));
        }
        if proof.anchors.is_empty() {
            say::line("  还没有覆盖这条记录的锚点");
        }
    }
    Ok(if proof.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn meaning(code: &str) -> String {
    let meaning = match code {
        "chain_broken" => "记录链断了或被改过",
        "state_drifted" => "保存的状态与重放结果不同",
        "state_unreadable" | "event_unreadable" => "密文打不开：被改过或密钥不对",
        "key_missing" => "没有数据密钥",
        "visible_row" => "可见性或列表行与状态不符",
        "obligation_row" => "待办行与状态不符",
        "held_row" => "隔离行与状态不符",
        "no_owner" => "没有责任单位",
        "no_obligation" => "没有待办",
        "anchor_broken" => "与库外的锚点不符",
        "look_chain_broken" => "查阅记录被改过",
        "orphan_row" => "有行没有来源",
        other => return other.to_owned(),
    };
    format!("{meaning}（{code}）")
}
