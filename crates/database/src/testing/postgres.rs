//! A private PostgreSQL server in a temporary folder, reached over a Unix socket there.
//!
//! It ends with its owner, even if the owner is killed: a small shell reads from a pipe whose other end the
//! owner holds; when the pipe closes, the shell stops the server and deletes the folder. PostgreSQL refuses
//! to run as root, so then it runs as the user `postgres`. Must never know: tables.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether the server waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing survives a crash of the machine; fast, for tests.
    None,
    /// As a real server: for benches.
    Full,
}

/// A running server. Dropping it stops it and deletes its folder.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    as_root: bool,
    watchdog: Child,
    databases: AtomicU64,
}

/// Run by the watchdog: wait until the pipe closes, then clean up.
const WATCHDOG: &str = r#"while read -r _; do :; done
"$@" stop -D "$0/data" -m immediate -s >/dev/null 2>&1
rm -rf "$0""#;

impl Postgres {
    /// The server of this process, started at first use, without durability.
    ///
    /// # Panics
    /// If PostgreSQL 15 or later is not installed or does not start.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| match Self::start(Durability::None) {
            Ok(server) => server,
            Err(why) => panic!("PostgreSQL for the tests: {why}"),
        })
    }

    /// Starts a server of its own (about two seconds). The error is a sentence for people.
    pub fn start(durability: Durability) -> Result<Self, String> {
        let programs = newest_programs().ok_or("not found under /usr/lib/postgresql/*/bin")?;
        let folder =
            tempfile::Builder::new().prefix("guitu-pg-").tempdir().map_err(|e| e.to_string())?.keep();
        let as_root = fs::metadata(&folder).map_err(|e| e.to_string())?.uid() == 0;
        if as_root {
            checked(Command::new("chown").arg("postgres:").arg(&folder))?;
        }
        let watchdog = watch(&folder, &programs, as_root)?;
        let server = Self { folder, programs, as_root, watchdog, databases: AtomicU64::new(0) };
        let data = server.folder.join("data");
        checked(server.program("initdb").arg("-D").arg(&data).args([
            "-U",
            "guitu",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]))?;
        server.configure(durability)?;
        server.restart()?;
        Ok(server)
    }

    /// Stops the server at once, as a crash of its process would look to clients.
    pub fn stop(&self) -> Result<(), String> {
        checked(self.control("stop").args(["-m", "immediate"]))
    }

    /// Starts a stopped server, at the same address and with the same data.
    pub fn restart(&self) -> Result<(), String> {
        checked(self.control("start").arg("-l").arg(self.folder.join("log")))
    }

    /// Creates an empty database and answers its address.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn fresh_database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number}");
        let created = checked(self.program("createdb").arg("-h").arg(&self.folder).args([
            "-U",
            "guitu",
            "-T",
            "template0",
            &name,
        ]));
        if let Err(why) = created {
            panic!("createdb: {why}");
        }
        self.address(&name)
    }

    /// The address of a database of this server.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://guitu@/{database}?host={}", self.folder.display())
    }

    fn configure(&self, durability: Durability) -> Result<(), String> {
        let mut text = format!(
            "\nlisten_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 200\n\
             max_prepared_transactions = 0\nautovacuum = on\n",
            self.folder.display()
        );
        if durability == Durability::None {
            text.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
        }
        let path = self.folder.join("data/postgresql.conf");
        let file = OpenOptions::new().append(true).open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|e| e.to_string())
    }

    fn control(&self, word: &str) -> Command {
        let mut command = self.program("pg_ctl");
        command.arg(word).arg("-D").arg(self.folder.join("data")).args(["-w", "-s"]);
        command
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if self.as_root {
            let mut command = Command::new("setpriv");
            command.args(AS_POSTGRES).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

const AS_POSTGRES: [&str; 4] = ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"];

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

fn watch(folder: &Path, programs: &Path, as_root: bool) -> Result<Child, String> {
    let mut command = Command::new("sh");
    command.arg("-c").arg(WATCHDOG).arg(folder);
    if as_root {
        command.arg("setpriv").args(AS_POSTGRES);
    }
    command.arg(programs.join("pg_ctl")).current_dir("/");
    // A group of its own: an interrupt typed at the terminal ends the tests, not the cleaning up.
    // It keeps our stderr, so that whoever reads that to its end has also waited for the cleaning up.
    command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null());
    command.spawn().map_err(|e| e.to_string())
}

fn newest_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let versions = versions.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let newest = versions.max()?;
    Some(Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin"))
}

/// Runs a program to its end; its own words are the error.
fn checked(command: &mut Command) -> Result<(), String> {
    // Its output goes to a file of no name rather than a pipe: a server started here would hold a pipe open.
    let mut words = tempfile::tempfile().map_err(|e| e.to_string())?;
    let copy = words.try_clone().map_err(|e| e.to_string())?;
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(copy).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{status}: {}", read_all(&mut words))),
        Err(error) => Err(format!("{:?}: {error}", command.get_program())),
    }
}

fn read_all(file: &mut fs::File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    if read.is_err() { String::from("(no output)") } else { text.trim().to_owned() }
}
