//! `guitu user`: accounts at the console.

use super::{at_console, sentence};
use crate::{cli::User, say};
use anyhow::{Context, Result};
use domain::kernel::Role;
use serde_json::{Map, json};
use std::process::ExitCode;
use store::{
    account::{Listed, Which},
    page::Ask,
};

pub(super) async fn run(command: User) -> Result<ExitCode> {
    match command {
        User::Add { login, name, role, unit, instance } => {
            let role = Role::from_word(&role)
                .with_context(|| format!("没有角色 {role}；可用：{}", Role::ALL.map(Role::word).join(" ")))?;
            let (opened, console) = at_console(&instance).await?;
            let password =
                opened.service.install(&console, &login, &name, role, &unit).await.map_err(sentence)?;
            told(instance.json, &login, Some(&password));
        }
        User::List { instance } => {
            let (opened, console) = at_console(&instance).await?;
            let mut after = None;
            loop {
                let ask = Ask { limit: 500, after };
                let page = opened.service.accounts(&console, Which::All, ask).await.map_err(sentence)?;
                page.items.iter().for_each(|a| listed(instance.json, a));
                match page.next {
                    Some(keys) => after = Some(keys),
                    None => break,
                }
            }
        }
        User::Disable { login, instance } => {
            let (opened, console) = at_console(&instance).await?;
            let done = opened.service.give_account(&console, &login, "disable-account", &Map::new()).await;
            done.map_err(sentence)?;
            told(instance.json, &login, None);
        }
        User::Enable { login, instance } => {
            let (opened, console) = at_console(&instance).await?;
            let done = opened.service.give_account(&console, &login, "enable-account", &Map::new()).await;
            let done = done.map_err(sentence)?;
            told(instance.json, &login, done.password.as_deref());
        }
        User::ResetPassword { login, instance } => {
            let (opened, console) = at_console(&instance).await?;
            let done = opened.service.give_account(&console, &login, "reset-password", &Map::new()).await;
            let done = done.map_err(sentence)?;
            told(instance.json, &login, done.password.as_deref());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(as_json: bool, a: &Listed) {
    let role = a.role.map_or("", Role::word);
    let unit = a.unit.as_ref().map_or("", |u| u.code());
    match as_json {
        true => say::line(
            json!({"account": a.login, "name": a.name, "role": role, "unit": unit, "disabled": a.disabled}),
        ),
        false => say::line(format!(
            "{}\t{}\t{role}\t{unit}\t{}",
            a.login,
            a.name,
            if a.disabled { "已停用" } else { "" }
        )),
    }
}

fn told(as_json: bool, login: &str, password: Option<&str>) {
    match (as_json, password) {
        (true, _) => say::line(json!({"account": login, "password": password})),
        (false, Some(password)) => say::line(format!("{login}　一次性密码：{password}（登录后必须修改）")),
        (false, None) => say::line(format!("{login}　已停用")),
    }
}
