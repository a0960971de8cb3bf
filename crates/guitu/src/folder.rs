//! The folder of an instance: `master.key` (32 bytes in hex, mode 0600), `instance.toml` (the city),
//! `anchors.log` (keyed hashes over the journal, appended), and with SQLite `guitu.db` and `looks.db`.

use crate::system;
use anyhow::{Context, Result, bail};
use database::Target;
use domain::unit::Unit;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use store::anchor::Anchor;

/// An instance's folder.
pub struct Folder {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    city: String,
    #[serde(default)]
    demo: bool,
}

impl Folder {
    /// The folder at a path; it need not exist yet.
    pub fn at(path: &Path) -> Folder {
        Folder { path: path.to_owned() }
    }

    /// Whether it holds an instance.
    pub fn exists(&self) -> bool {
        self.path.join("instance.toml").exists()
    }

    /// Makes the folder with new keys. Refuses one that already holds an instance.
    pub fn make(&self, city: &Unit, demo: bool, master: [u8; 32]) -> Result<()> {
        if self.path.join("master.key").exists() {
            bail!("{} 里已经有一个实例，没有改动它。换一个 --data 目录。", self.path.display());
        }
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path);
        made.with_context(|| format!("建不了目录 {}", self.path.display()))?;
        let hex: String = master.iter().map(|b| format!("{b:02x}")).collect();
        self.write_new("master.key", &hex)?;
        self.write_new("instance.toml", &format!("city = \"{city}\"\ndemo = {demo}\n"))
    }

    /// Empties the folder of an earlier demo; refuses any other.
    pub fn clear_demo(&self) -> Result<()> {
        if !self.path.exists() {
            return Ok(());
        }
        let empty = fs::read_dir(&self.path)?.next().is_none();
        let demo = self.kept().map(|k| k.demo).unwrap_or(false);
        if !empty && !demo {
            bail!("{} 不是演示数据目录，没有动它。换一个 --data 目录。", self.path.display());
        }
        fs::remove_dir_all(&self.path).context("清不掉旧的演示数据")
    }

    fn write_new(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path.join(name);
        let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let mut file = file.with_context(|| format!("写不了 {}", path.display()))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(())
    }

    fn kept(&self) -> Result<Kept> {
        let path = self.path.join("instance.toml");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} 里没有实例，请先运行 guitu init", self.path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} 写得不对", path.display()))
    }

    /// The city of the instance.
    pub fn city(&self) -> Result<Unit> {
        Ok(Unit::new(self.kept()?.city))
    }

    /// Whether everything in it is fictitious.
    pub fn is_demo(&self) -> Result<bool> {
        Ok(self.kept()?.demo)
    }

    /// The keys. Refuses a file that others may read.
    pub fn master(&self) -> Result<[u8; 32]> {
        let path = self.path.join("master.key");
        system::must_be_private(&path)?;
        let hex = fs::read_to_string(&path).with_context(|| format!("读不到密钥 {}", path.display()))?;
        let hex = hex.trim();
        if hex.len() != 64 || !hex.is_ascii() {
            bail!("{} 不是 64 位十六进制密钥，请从备份恢复", path.display());
        }
        let mut master = [0; 32];
        for (i, byte) in master.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16)
                .with_context(|| format!("{} 不是十六进制密钥", path.display()))?;
        }
        Ok(master)
    }

    /// The databases: PostgreSQL for both, or two SQLite files.
    pub fn targets(&self, database: Option<&str>) -> (Target, Target) {
        match database {
            Some(url) => (Target::parse(url), Target::parse(url)),
            None => {
                let file = |name: &str| Target::Sqlite(self.path.join(name));
                (file("guitu.db"), file("looks.db"))
            }
        }
    }

    /// The anchors kept so far. A line that cannot be read counts as a broken anchor.
    pub fn anchors(&self) -> Result<Vec<Anchor>> {
        let path = self.path.join("anchors.log");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(error).context("读不了 anchors.log"),
        };
        text.lines()
            .enumerate()
            .map(|(n, line)| {
                Anchor::parse(line).with_context(|| format!("anchors.log 第 {} 行读不懂", n + 1))
            })
            .collect()
    }

    /// Appends an anchor.
    pub fn keep_anchor(&self, anchor: &Anchor) -> Result<()> {
        let path = self.path.join("anchors.log");
        let mut file = fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
        writeln!(file, "{}", anchor.line())?;
        file.sync_all()?;
        Ok(())
    }
}
