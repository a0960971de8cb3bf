//! `guitu demo`: a fictitious Guangzhou, built anew and served. The same seed and day give the same city.

use super::{opening, sentence, serve};
use crate::{
    cli::Demo,
    folder::Folder,
    say,
    system::{self, Moved, System},
};
use anyhow::{Context, Result};
use domain::unit::Unit;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use service::instance;
use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex},
};
use web::{App, Clock};

pub(super) async fn run(asked: Demo) -> Result<ExitCode> {
    let today = asked.today.unwrap_or_else(|| System.now().today);
    let listener = match asked.no_serve {
        true => None,
        false => Some(serve::listen(&asked.listen, asked.open).await?),
    };
    let folder = Folder::at(&asked.data.clone().unwrap_or_else(|| PathBuf::from("guitu-demo")));
    folder.clear_demo()?;
    folder.make(&Unit::new("440100"), true, system::new_master())?;
    let mut building = opening(&folder, None)?;
    building.random = Arc::new(Mutex::new(demo::random(asked.seed)));
    let service = instance::open(building).await.map_err(sentence).context("建不了演示数据")?;
    let plan = demo::Plan {
        persons: asked.persons,
        seed: asked.seed,
        today,
        password: asked.open.then(random_password),
    };
    let bar = progress(&asked);
    let city = demo::build(&service, &plan, &|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await
    .map_err(sentence)?;
    bar.finish_and_clear();
    drop(service);
    let Some(listener) = listener else {
        tell(&asked, None, &city);
        return Ok(ExitCode::SUCCESS);
    };
    // From here on nonces come from the system: a seeded nonce must never be used twice under one key.
    let service = instance::open(opening(&folder, None)?).await.map_err(sentence)?;
    let app = App { service, clock: Arc::new(Moved::to(today)), demo: true, secure: false };
    tell(&asked, Some(listener.local_addr()?.to_string()), &city);
    serve::serve(listener, app, folder).await?;
    Ok(ExitCode::SUCCESS)
}

fn random_password() -> String {
    system::new_master().iter().take(9).map(|b| format!("{b:02x}")).collect()
}

fn progress(asked: &Demo) -> ProgressBar {
    if asked.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("造一座虚构的城市 [{bar:40}] {pos}/{len} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn tell(asked: &Demo, address: Option<String>, city: &demo::City) {
    let address = address.map(|a| format!("http://{a}"));
    if asked.json {
        let accounts: Vec<_> = city
            .accounts
            .iter()
            .map(|a| json!({"role": a.role.word(), "account": a.login, "password": a.password, "unit": a.unit}))
            .collect();
        say::line(json!({"address": address, "accounts": accounts}));
        return;
    }
    say::line("演示数据：人物均为虚构。");
    for a in &city.accounts {
        say::line(format!("  {:<10} {}  {}（{}）", a.login, a.password, a.role.name(), a.unit_name));
    }
    if let Some(address) = address {
        say::line(format!("打开 {address} 登录。按 Ctrl-C 停止。"));
    }
}
