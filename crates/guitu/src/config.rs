//! Configuration: flags, then `GUITU_*`, then `guitu.toml` in the working folder, then defaults.

use crate::cli::Instance;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What `guitu.toml` may say.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<String>,
    behind_proxy: Option<bool>,
}

/// The configuration in force.
pub struct Config {
    /// Folder of keys, anchors and the SQLite databases.
    pub data: PathBuf,
    /// PostgreSQL, where one is used.
    pub database: Option<String>,
    /// Address to listen on.
    pub listen: String,
    /// A reverse proxy does TLS.
    pub behind_proxy: bool,
}

impl Config {
    /// Puts flags, environment and file together.
    pub fn of(instance: &Instance, listen: Option<String>, behind_proxy: bool) -> Result<Config> {
        let file = read(Path::new("guitu.toml"))?;
        Ok(Config {
            data: instance.data.clone().or(file.data).unwrap_or_else(|| "guitu-data".into()),
            database: instance.database.clone().or(file.database),
            listen: listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".into()),
            behind_proxy: behind_proxy || file.behind_proxy.unwrap_or(false),
        })
    }

    /// The configuration as text, without the password of a database.
    pub fn text(&self) -> String {
        let database = match &self.database {
            Some(url) => without_password(url),
            None => format!("{}（SQLite）", self.data.join("guitu.db").display()),
        };
        format!(
            "data = {}\ndatabase = {database}\nlisten = {}\nbehind_proxy = {}",
            self.data.display(),
            self.listen,
            self.behind_proxy
        )
    }
}

fn read(path: &Path) -> Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).context("guitu.toml 写得不对"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(error).context("guitu.toml 读不出来"),
    }
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(start), Some(at)) if at > start => {
            let user = url[start + 3..at].split(':').next().unwrap_or_default();
            format!("{}://{user}:***{}", &url[..start], &url[at..])
        }
        _ => url.to_owned(),
    }
}
