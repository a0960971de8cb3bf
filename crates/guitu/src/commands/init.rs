//! `guitu init`: a real, empty instance with its keys, one administrator and one head of the city.

use super::{opening, sentence};
use crate::{
    cli::Instance,
    config::Config,
    folder::Folder,
    say,
    system::{self, System},
};
use anyhow::{Context, Result, bail};
use domain::{
    kernel::Role,
    unit::{Level, Unit},
};
use serde_json::json;
use service::instance;
use std::process::ExitCode;
use web::Clock;

pub(super) async fn run(city: &str, flags: &Instance) -> Result<ExitCode> {
    let city = Unit::new(city);
    if city.level() != Level::City || reference::office::districts(city.code()).is_empty() {
        bail!("没有城市 {city} 的街道和司法所数据；现在有 440100（广州市）");
    }
    let config = Config::of(flags, None, false)?;
    let folder = Folder::at(&config.data);
    folder.make(&city, false, system::new_master())?;
    let service = instance::open(opening(&folder, config.database.as_deref())?)
        .await
        .map_err(sentence)
        .context("建不了实例")?;
    let console = instance::console(&system::user(), &city, System.now());
    let mut secrets = vec![];
    for (login, name, role) in
        [("admin", "系统管理员", Role::Administrator), ("city", "市局负责人", Role::City)]
    {
        let password = service.install(&console, login, name, role, city.code()).await.map_err(sentence)?;
        secrets.push((login, role, password));
    }
    folder.keep_anchor(&service.anchor(System.now()).await.map_err(sentence)?)?;
    tell(flags, &config, &secrets);
    Ok(ExitCode::SUCCESS)
}

fn tell(flags: &Instance, config: &Config, secrets: &[(&str, Role, String)]) {
    if flags.json {
        let accounts: Vec<_> = secrets
            .iter()
            .map(|(login, role, password)| json!({"account": login, "role": role.word(), "password": password}))
            .collect();
        say::line(json!({"data": config.data, "accounts": accounts}));
        return;
    }
    say::line(format!("实例已建好：{}", config.data.display()));
    say::line("一次性密码（只显示这一次，登录后必须修改）：");
    for (login, role, password) in secrets {
        say::line(format!("  {login}\t{}\t{password}", role.name()));
    }
    say::line(
        "请马上备份 master.key，与数据库分开存放：丢了它，档案再也读不出来；和数据库一起泄露，档案全部可读。",
    );
    say::line("下一步：guitu serve，然后用上面的账号登录，按“初次使用”页逐项完成。");
}
