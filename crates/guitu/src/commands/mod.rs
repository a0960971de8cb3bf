//! One file a command.

mod address;
mod demo;
mod doctor;
mod init;
mod rebuild;
mod roster;
mod rules;
mod serve;
mod user;

use crate::{
    cli::{Cli, Command, Instance},
    config::Config,
    folder::Folder,
    system::{Os, System, user as console_user},
};
use anyhow::{Context, Result, bail};
use domain::kernel::Actor;
use service::{Asker, Problem, Service, instance};
use std::{
    process::ExitCode,
    sync::{Arc, Mutex},
};
use web::Clock;

/// Carries out the command.
pub async fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Demo(asked) => demo::run(asked).await,
        Command::Init { city, instance } => init::run(&city, &instance).await,
        Command::Serve(asked) => serve::run(asked).await,
        Command::Roster { command } => roster::run(command).await,
        Command::Address { command } => address::run(command),
        Command::Doctor { sample, prove, instance } => match prove {
            Some(named) => doctor::prove(&named, &instance).await,
            None => doctor::run(sample, &instance).await,
        },
        Command::RebuildRows { instance } => rebuild::run(&instance).await,
        Command::User { command } => user::run(command).await,
        Command::Rules { command } => rules::run(command).await,
        Command::ReadFile => bail!("read-file 只由本程序自己调用"),
    }
}

/// An instance that is open.
pub(crate) struct Opened {
    pub(crate) service: Service,
    pub(crate) folder: Folder,
}

/// Opens the instance that flags, environment and file name.
pub(crate) async fn open(config: &Config) -> Result<Opened> {
    let folder = Folder::at(&config.data);
    let opening = opening(&folder, config.database.as_deref())?;
    let service = instance::open(opening).await.map_err(sentence).context("打不开实例")?;
    Ok(Opened { service, folder })
}

/// How the instance in a folder is opened, with the system's randomness.
pub(crate) fn opening(folder: &Folder, database: Option<&str>) -> Result<instance::Opening> {
    let (database, looks) = folder.targets(database);
    Ok(instance::Opening {
        database,
        looks,
        options: database::Options::default(),
        master: folder.master()?,
        random: Arc::new(Mutex::new(Os)),
        city: folder.city()?,
        reader: std::env::current_exe().context("找不到本程序的路径")?,
    })
}

/// The instance and who acts at the console.
pub(crate) async fn at_console(flags: &Instance) -> Result<(Opened, Asker)> {
    let opened = open(&Config::of(flags, None, false)?).await?;
    let now = System.now();
    let asker = match &flags.account {
        None => instance::console(&console_user(), &opened.service.city, now),
        Some(login) => Asker { actor: named(&opened.service, login, now).await?, now },
    };
    Ok((opened, asker))
}

/// The account of `--as`: the console may act as anybody, and the journal says so by that account's name.
async fn named(service: &Service, login: &str, now: service::Now) -> Result<Actor> {
    let console = instance::console(&console_user(), &service.city, now);
    let found = match service.account(&console, login).await {
        Err(Problem::NotFound) => None,
        found => Some(found.map_err(sentence)?).filter(|a| !a.disabled),
    };
    match found.and_then(|a| Some((a.role?, a.unit?, a.name))) {
        Some((role, unit, name)) => Ok(Actor { account: login.to_owned(), name, role, unit }),
        None => bail!("没有账号 {login}，或它还没有授权、已停用"),
    }
}

/// A problem as the console says it; inner text only where it is a failure of the machine.
pub(crate) fn sentence(problem: Problem) -> anyhow::Error {
    match &problem {
        Problem::Broken(operation) => anyhow::anyhow!("{}（{operation}）", problem.sentence()),
        Problem::Fields(errors) => {
            anyhow::anyhow!(errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("；"))
        }
        _ => anyhow::anyhow!(problem.sentence()),
    }
}
