//! `guitu user`: accounts at the console.

use super::{at_console, sentence};
use crate::{cli::User, say};
use anyhow::{Context, Result};
use domain::kernel::Role;
use serde_json::{Map, json};
use std::process::ExitCode;

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
            for a in opened.service.accounts(&console, "").await.map_err(sentence)? {
                let role = a.role.map_or("", Role::word);
                let unit = a.unit.as_ref().map_or("", |u| u.code());
                match instance.json {
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
        }
        User::Disable { login, instance } => {
            let (opened, console) = at_console(&instance).await?;
            let done = opened.service.give_account(&console, &login, "disable-account", &Map::new()).await;
            done.map_err(sentence)?;
            told(instance.json, &login, None);
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

fn told(as_json: bool, login: &str, password: Option<&str>) {
    match (as_json, password) {
        (true, _) => say::line(json!({"account": login, "password": password})),
        (false, Some(password)) => say::line(format!("{login}　一次性密码：{password}（登录后必须修改）")),
        (false, None) => say::line(format!("{login}　已停用")),
    }
}
