//! `guitu rebuild-rows`: all rows that lists show, computed anew from the journal; exit code 0 only if none is lost.
//! How far it has come goes to the log, so that standard output tells the outcome alone.

use super::{at_console, sentence};
use crate::{cli::Instance, say};
use anyhow::Result;
use serde_json::json;
use std::process::ExitCode;

pub(super) async fn run(flags: &Instance) -> Result<ExitCode> {
    let (opened, _) = at_console(flags).await?;
    let told = |done: u64, of: u64| tracing::info!(done, of, "rows rebuilt");
    let done = opened.service.rebuild_rows(told).await.map_err(sentence)?;
    match flags.json {
        true => say::line(json!({"streams": done.streams, "astray": done.astray, "lost": done.lost})),
        false => {
            for id in &done.lost {
                say::line(format!("编号已丢失，这一行没有重建，请从备份恢复：{id}"));
            }
            say::line(format!(
                "重新计算了 {} 条流的列表行，清除 {} 行没有来源的。请再运行 guitu doctor 核对。",
                done.streams, done.astray
            ));
        }
    }
    Ok(if done.lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
