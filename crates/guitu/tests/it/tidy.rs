//! What keeps the house tidy: floors, openings, file length, decision numbers. Rules on paper do not hold.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Every crate with its floor and what it may use outside the workspace (development dependencies aside).
/// A new dependency is a decision: add it here, with a record in `docs/decisions/`.
const FLOORS: &[(&str, u8, &[&str])] = &[
    ("reference", 0, &["jiff"]),
    ("domain", 1, &["jiff", "serde", "serde_json", "uuid"]),
    ("matching", 1, &[]),
    ("vault", 1, &["aes-gcm", "data-encoding", "hmac", "sm3", "sm4", "subtle", "thiserror", "zeroize"]),
    (
        "database",
        1,
        &[
            "data-encoding",
            "deadpool-postgres",
            "rusqlite",
            "sm3",
            "tempfile",
            "thiserror",
            "tokio",
            "tokio-postgres",
            "tracing",
            "uuid",
        ],
    ),
    ("store", 2, &["jiff", "serde_json", "thiserror", "tokio", "tracing", "uuid"]),
    (
        "documents",
        2,
        &[
            "calamine",
            "csv",
            "encoding_rs",
            "image",
            "jiff",
            "rlimit",
            "rust_xlsxwriter",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
            "zip",
        ],
    ),
    (
        "service",
        3,
        &["argon2", "data-encoding", "jiff", "serde", "serde_json", "thiserror", "tokio", "tracing", "uuid"],
    ),
    ("demo", 4, &["jiff", "serde_json", "tokio"]),
    (
        "web",
        4,
        &[
            "askama",
            "axum",
            "data-encoding",
            "jiff",
            "serde",
            "serde_json",
            "tokio",
            "tower",
            "tower-http",
            "tracing",
        ],
    ),
    (
        "guitu",
        5,
        &[
            "anyhow",
            "axum",
            "clap",
            "getrandom",
            "indicatif",
            "jiff",
            "serde",
            "serde_json",
            "tokio",
            "toml",
            "tracing",
            "tracing-subscriber",
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn manifest(krate: &str) -> toml::Table {
    let path = root().join("crates").join(krate).join("Cargo.toml");
    fs::read_to_string(&path).expect("a manifest").parse().expect("a manifest is TOML")
}

fn sources(under: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(under).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let mut found = vec![];
    sources(&root().join("crates"), &mut found);
    found.sort();
    let root = root();
    found
        .into_iter()
        .map(|p| (p.strip_prefix(&root).unwrap().display().to_string(), fs::read_to_string(&p).unwrap()))
        .collect()
}

#[test]
fn every_crate_uses_only_floors_below_and_listed_libraries() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().map(|(name, floor, _)| (*name, *floor)).collect();
    let mut wrong = vec![];
    for (krate, floor, listed) in FLOORS {
        let manifest = manifest(krate);
        for name in manifest["dependencies"].as_table().expect("dependencies").keys() {
            let allowed = match floors.get(name.as_str()) {
                Some(used) => used < floor,
                None => listed.contains(&name.as_str()),
            };
            if !allowed {
                wrong.push(format!("{krate} (floor {floor}) uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "upward or unlisted dependencies: {wrong:#?}");
}

#[test]
fn every_crate_has_a_floor_and_inherits_the_lints() {
    let mut crates: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    crates.sort();
    let mut floors: Vec<&str> = FLOORS.iter().map(|(name, ..)| *name).collect();
    floors.sort_unstable();
    assert_eq!(crates, floors);
    for krate in floors {
        assert_eq!(manifest(krate)["lints"]["workspace"].as_bool(), Some(true), "{krate}");
    }
}

#[test]
fn every_source_file_opens_with_its_purpose() {
    let bare: Vec<String> = all_sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! ") && !text.starts_with("#!["))
        .map(|(path, _)| path)
        .collect();
    assert!(bare.is_empty(), "files without an opening: {bare:#?}");
}

#[test]
fn no_source_file_is_longer_than_five_hundred_lines() {
    let long: Vec<String> = all_sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 500)
        .map(|(path, lines)| format!("{path}: {lines}"))
        .collect();
    assert!(long.is_empty(), "look for the missing concept: {long:#?}");
}

#[test]
fn nothing_is_left_open_in_code() {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat()];
    let left: Vec<String> = all_sources()
        .into_iter()
        .filter(|(_, text)| marks.iter().any(|m| text.contains(m.as_str())))
        .map(|(path, _)| path)
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn sql_stands_only_in_the_store_and_the_engines() {
    let words = ["SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE "];
    let wrong: Vec<String> = all_sources()
        .into_iter()
        .filter(|(path, _)| !path.contains("/tests/") && !path.ends_with("tests.rs"))
        .filter(|(path, _)| !path.starts_with("crates/store/") && !path.starts_with("crates/database/"))
        .filter(|(_, text)| words.iter().any(|w| text.contains(w)))
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "SQL above the store: {wrong:#?}");
}

#[test]
fn decision_records_are_numbered_once() {
    let mut numbers: Vec<String> = fs::read_dir(root().join("docs/decisions"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .map(|name| name.chars().take(4).collect())
        .collect();
    numbers.sort();
    let all = numbers.len();
    numbers.dedup();
    assert_eq!(all, numbers.len(), "a number is used twice");
    assert!(numbers.iter().all(|n| n.chars().all(|c| c.is_ascii_digit())), "{numbers:?}");
}
